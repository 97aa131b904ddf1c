package payout.inbox;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import payout.batch.Characters;

/**
 * A local folder from which files are taken, and which of them come next.
 *
 * <p>Anything that is not a regular file, or has a name that no payout file can have, is skipped
 * with one alarm; so is a file that waits for its done-file. For one thread.
 */
public final class LocalFolder {

  /**
   * Long enough for a supplier that links a file to its final name and removes the temporary one.
   */
  private static final long SECOND_NAME_NS = TimeUnit.MINUTES.toNanos(1);

  private final Path path;
  private final boolean mayBeLink;
  private final Predicate<String> wanted;
  private final Predicate<String> claimed;
  private final Completeness completeness;
  private final LongSupplier nanos;
  private final SkippedFiles skipped;
  private final Consumer<String> alarm;
  private final PollOrder<Listed> turns = new PollOrder<>(PollOrder.FILES_A_POLL);
  private Map<String, Long> namedTwice = new HashMap<>();

  /**
   * A folder that was not polled yet.
   *
   * @param mayBeLink whether the operator may have made it a link
   * @param wanted which names are wanted; others are skipped without an alarm
   * @param claimed whether a living process takes a file, by {@link InboxName#toClaim}, and so may
   *     have hidden it
   * @param nanos a monotonic clock, nanoseconds
   * @param alarm receives a sentence about each file that is skipped
   */
  public LocalFolder(
      Path path,
      boolean mayBeLink,
      Predicate<String> wanted,
      Predicate<String> claimed,
      Completeness completeness,
      LongSupplier nanos,
      Consumer<String> alarm) {
    this.path = path;
    this.mayBeLink = mayBeLink;
    this.wanted = wanted;
    this.claimed = claimed;
    this.completeness = completeness;
    this.nanos = nanos;
    this.skipped = new SkippedFiles(alarm);
    this.alarm = alarm;
  }

  /**
   * The complete files that come next; none while there is no such folder.
   *
   * @throws NotAFolderException when it is a link and must not be one
   */
  public List<Listed> next() throws IOException {
    try (Folder folder = open()) {
      completeness.startPoll();
      for (Iterator<Path> names = folder.entries(); names.hasNext(); ) {
        scan(folder, names.next().getFileName().toString());
      }
      List<Listed> next = new ArrayList<>(turns.next());
      namedTwice = secondNames(folder, next);
      next.removeIf(each -> namedTwice.containsKey(each.name()));
      skipped.endPoll();
      completeness
          .withoutDoneFile()
          .forEach(name -> alarm.accept(Completeness.missingDoneFile(name, path)));
      return next;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  private Folder open() throws IOException {
    return mayBeLink ? Folder.open(path) : Folder.openReal(path);
  }

  private void scan(Folder folder, String name) throws IOException {
    String hiddenFile = HiddenName.ownName(name);
    if (hiddenFile != null) {
      bringBack(folder, name, hiddenFile);
      return;
    }
    if (!InboxName.isFileName(name)) {
      skip(name, "has a name with a backslash, or with a character that cannot be seen or read");
      return;
    }
    if (InboxName.isIgnored(name) || !wanted.test(name)) {
      return;
    }
    Optional<FileStamp> stamp = folder.stamp(name);
    if (stamp.isEmpty() || stamp.get().isFolder()) {
      return;
    }
    if (stamp.get().isRegular()) {
      offer(folder, name, stamp.get());
    } else {
      skip(name, "is a link, a FIFO, a socket or a device");
    }
  }

  private void offer(Folder folder, String name, FileStamp stamp) throws IOException {
    FileStamp done = folder.regular(name + InboxName.DONE).orElse(null);
    Long doneAt = done == null ? null : done.modifiedAt();
    if (completeness.isComplete(name, stamp, stamp.modifiedAt(), doneAt)) {
      turns.offer(name, stamp.modifiedAt(), new Listed(path, mayBeLink, name, stamp, done));
    }
  }

  /**
   * Restores a file that a process left hidden when it ended during a move, unless another one has
   * its name. Whoever is moving a file has a claim on it.
   */
  private void bringBack(Folder folder, String name, String ownName) throws IOException {
    if (!claimed.test(InboxName.toClaim(ownName))) {
      HiddenName.giveBack(folder, name, ownName);
    }
  }

  /**
   * Some suppliers deliver a file as a second hard link and remove the first. If both stay, the
   * other link may be a file that is not the writer's, such as the ledger.
   */
  private Map<String, Long> secondNames(Folder folder, List<Listed> next) throws IOException {
    Map<String, Long> now = new HashMap<>();
    for (Listed each : next) {
      if (folder.names(each.name()) > 1) {
        long since = namedTwice.getOrDefault(each.name(), nanos.getAsLong());
        now.put(each.name(), since);
        if (nanos.getAsLong() - since >= SECOND_NAME_NS) {
          skip(each.name(), "has a second name (a hard link)");
        }
      }
    }
    return now;
  }

  private void skip(String name, String why) {
    skipped.add(
        "The file "
            + Characters.shown(name)
            + " in "
            + path
            + " "
            + why
            + ". It is never opened; find out who put it there and remove it.");
  }
}
