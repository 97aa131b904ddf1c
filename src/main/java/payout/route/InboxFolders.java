package payout.route;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.ledger.ArchiveLedger;

/**
 * The folders beside the inboxes in which files are kept that were taken in: {@code .waiting},
 * {@code .done}, {@code .rejected}.
 *
 * <p>Goes by what lies there and asks the ledger of each file by its name; what the ledger does not
 * know under that name in that inbox is left alone. Nothing is noted: walked again after a crash,
 * it comes to the same end. Inboxes on other machines are not among its folders: what waited there
 * stays in {@code .waiting}, and nothing is cleaned up.
 */
public final class InboxFolders {

  private static final Logger LOG = LoggerFactory.getLogger(InboxFolders.class);
  private static final List<String> ARCHIVES = List.of(".done", ".rejected");

  private final Map<String, Path> inboxes;
  private final ArchiveLedger ledger;
  private final int keepDays;
  private final Alarm alarm;

  /**
   * The folders of inboxes on this machine.
   *
   * @param inboxes the folder of each, by the inbox's name
   * @param keepDays how long settled and refused files are kept; 0 for ever
   */
  public InboxFolders(Map<String, Path> inboxes, ArchiveLedger ledger, int keepDays, Alarm alarm) {
    this.inboxes = Map.copyOf(inboxes);
    this.ledger = ledger;
    this.keepDays = keepDays;
    this.alarm = alarm;
  }

  /** Moves each file that waited and is decided upon to its place in the archive. */
  public void moveDecided() {
    inboxes.forEach(
        (inbox, folder) -> {
          for (Path file : files(folder.resolve(".waiting"))) {
            Optional<String> place = ledger.placeOf(inbox, file.getFileName().toString());
            place.ifPresent(to -> move(file, folder.resolve(to)));
          }
        });
  }

  /** Deletes what was settled or refused longer ago than files are kept. */
  public void clean() {
    if (keepDays > 0) {
      inboxes.forEach(
          (inbox, folder) ->
              ARCHIVES.forEach(archive -> clean(inbox, folder.resolve(archive), archive)));
    }
  }

  private void clean(String inbox, Path folder, String archive) {
    int deleted = 0;
    for (Path file : files(folder)) {
      if (ledger.isOver(inbox, archive + "/" + file.getFileName(), keepDays)) {
        deleted += delete(file) ? 1 : 0;
      }
    }
    if (deleted > 0) {
      LOG.info("{} files older than {} days are gone from {}.", deleted, keepDays, folder);
    }
  }

  private void move(Path from, Path to) {
    try {
      Files.createDirectories(to.getParent());
      Files.move(from, to);
    } catch (IOException e) {
      trouble(from, "moved to " + to, e);
    }
  }

  private boolean delete(Path file) {
    try {
      return Files.deleteIfExists(file);
    } catch (IOException e) {
      trouble(file, "deleted", e);
      return false;
    }
  }

  /** The plain files of a folder; links are none. */
  private List<Path> files(Path folder) {
    List<Path> files = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> all =
          Files.newDirectoryStream(
              folder, each -> Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS))) {
        all.forEach(files::add);
      } catch (IOException | DirectoryIteratorException e) {
        trouble(folder, "read", e);
      }
    }
    return files;
  }

  private void trouble(Path file, String what, Exception e) {
    alarm.raise(
        "archive",
        "The file "
            + file
            + " cannot be "
            + what
            + ": "
            + e.getMessage()
            + ". That is tried again by itself; nothing of it is paid again.");
  }
}
