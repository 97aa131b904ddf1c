package payout.route;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.inbox.InboxName;
import payout.inbox.KeptFiles;
import payout.ledger.ArchiveLedger;
import payout.sftp.SftpFailure;

/**
 * The folders beside the inboxes in which files are kept that were taken in: {@code .waiting},
 * {@code .done}, {@code .rejected}.
 *
 * <p>Goes by what lies there and asks the ledger of each file by its name; what the ledger does not
 * know under that name in that inbox is left alone. A done-file goes where its file goes. Nothing
 * is noted: walked again after a crash, it comes to the same end.
 */
public final class InboxFolders {

  private static final Logger LOG = LoggerFactory.getLogger(InboxFolders.class);
  private static final String WAITING = ".waiting";
  private static final List<String> ARCHIVES = List.of(".done", ".rejected");

  private final Map<String, KeptFiles> inboxes;
  private final ArchiveLedger ledger;
  private final int keepDays;
  private final Alarm alarm;

  /**
   * The folders of these inboxes.
   *
   * @param inboxes what is kept beside each, by the inbox's name
   * @param keepDays how long settled and refused files are kept; 0 for ever
   */
  public InboxFolders(
      Map<String, KeptFiles> inboxes, ArchiveLedger ledger, int keepDays, Alarm alarm) {
    this.inboxes = Map.copyOf(inboxes);
    this.ledger = ledger;
    this.keepDays = keepDays;
    this.alarm = alarm;
  }

  /** Moves each file that waited and is decided upon to its place in the archive. */
  public synchronized void moveDecided() {
    inboxes.forEach(
        (inbox, kept) -> {
          if (ledger.hasWaited(inbox)) {
            for (String name : files(kept, WAITING)) {
              placeOf(inbox, name).ifPresent(to -> move(kept, WAITING + "/" + name, to));
            }
          }
        });
  }

  /** Deletes what was settled or refused longer ago than files are kept. */
  public synchronized void clean() {
    if (keepDays > 0) {
      inboxes.forEach(
          (inbox, kept) -> {
            ARCHIVES.forEach(archive -> clean(inbox, kept, archive));
            kept.rest();
          });
    }
  }

  private void clean(String inbox, KeptFiles kept, String archive) {
    int deleted = 0;
    for (String name : files(kept, archive)) {
      if (ledger.isOver(inbox, archive + "/" + payoutFile(name), keepDays)) {
        deleted += delete(kept, archive + "/" + name) ? 1 : 0;
      }
    }
    if (deleted > 0) {
      LOG.info(
          "{} files older than {} days are gone from {}/{}.", deleted, keepDays, kept, archive);
    }
  }

  private Optional<String> placeOf(String inbox, String name) {
    String file = payoutFile(name);
    return ledger.placeOf(inbox, file).map(place -> place + name.substring(file.length()));
  }

  /** The file that a done-file is about, or the file itself. */
  private static String payoutFile(String name) {
    return name.endsWith(InboxName.DONE)
        ? name.substring(0, name.length() - InboxName.DONE.length())
        : name;
  }

  private List<String> files(KeptFiles kept, String folder) {
    try {
      return kept.files(folder);
    } catch (IOException | SftpFailure e) {
      trouble(kept, folder, "read", e);
      return List.of();
    }
  }

  private void move(KeptFiles kept, String from, String to) {
    try {
      kept.move(from, to);
    } catch (IOException | SftpFailure e) {
      trouble(kept, from, "moved to " + to, e);
    }
  }

  private boolean delete(KeptFiles kept, String name) {
    try {
      kept.delete(name);
      return true;
    } catch (IOException | SftpFailure e) {
      trouble(kept, name, "deleted", e);
      return false;
    }
  }

  private void trouble(KeptFiles kept, String name, String what, Exception e) {
    alarm.raise(
        AlarmKind.ARCHIVE,
        kept
            + "/"
            + name
            + " cannot be "
            + what
            + ": "
            + e.getMessage()
            + " That is tried again by itself; nothing is paid again.");
  }
}
