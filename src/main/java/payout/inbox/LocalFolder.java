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
 * A folder of this machine from which files are taken, and which of them come next.
 *
 * <p>What is no regular file, or has a name that no payout file can have, is left alone with one
 * alarm; so is a file that waits for its done-file. For one thread.
 */
public final class LocalFolder {

  /** Long enough for the process that moves a file, if it is alive. */
  private static final long HIDDEN_NS = TimeUnit.SECONDS.toNanos(10);

  /** The others come back when some of these did. */
  private static final int HIDDEN_MAX = 10_000;

  /** Long enough for a supplier that links a file to its name and removes its temporary one. */
  private static final long SECOND_NAME_NS = TimeUnit.MINUTES.toNanos(1);

  private final Path path;
  private final boolean mayBeLink;
  private final Predicate<String> wanted;
  private final Completeness completeness;
  private final LongSupplier nanos;
  private final Unwelcome unwelcome;
  private final Consumer<String> alarm;
  private final Turns<Listed> turns = new Turns<>(Turns.FILES_A_LOOK);
  private boolean looked;
  private Map<String, Long> namedTwice = new HashMap<>();
  private Map<String, Long> hidden = new HashMap<>();
  private Map<String, Long> hiddenBefore = new HashMap<>();

  /**
   * A folder that was not looked at yet.
   *
   * @param mayBeLink whether the operator may have put a link in its place
   * @param wanted which names are wanted; others are left alone in silence
   * @param nanos a clock that only counts, nanoseconds
   * @param alarm hears a sentence about each file that is left alone
   */
  public LocalFolder(
      Path path,
      boolean mayBeLink,
      Predicate<String> wanted,
      Completeness completeness,
      LongSupplier nanos,
      Consumer<String> alarm) {
    this.path = path;
    this.mayBeLink = mayBeLink;
    this.wanted = wanted;
    this.completeness = completeness;
    this.nanos = nanos;
    this.unwelcome = new Unwelcome(alarm);
    this.alarm = alarm;
  }

  /**
   * The complete files whose turn comes now; none while there is no such folder.
   *
   * @throws NotAFolderException when a link lies in its place that is not allowed there
   */
  public List<Listed> next() throws IOException {
    try (Folder folder = open()) {
      completeness.look();
      hiddenBefore = hidden;
      hidden = new HashMap<>();
      for (Iterator<Path> names = folder.entries(); names.hasNext(); ) {
        look(folder, names.next().getFileName().toString());
      }
      List<Listed> next = new ArrayList<>(turns.next());
      namedTwice = secondNames(folder, next);
      next.removeIf(each -> namedTwice.containsKey(each.name()));
      looked = true;
      unwelcome.endOfLook();
      completeness.withoutDoneFile().forEach(this::tellOfNoDoneFile);
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

  private void look(Folder folder, String name) throws IOException {
    String hiddenFile = HiddenName.ownName(name);
    if (hiddenFile != null) {
      bringBack(folder, name, hiddenFile);
      return;
    }
    if (!InboxName.isFileName(name)) {
      leave(name, "has a name with a backslash, or with a character that cannot be seen or read");
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
      leave(name, "is a link, a FIFO, a socket or a device");
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
   * What a process left hidden that ended amid a move is a file of the folder again: at the first
   * look at once, for that process was most likely this one's earlier life. To take it from one
   * that lives costs that one another look, and nothing else.
   */
  private void bringBack(Folder folder, String name, String ownName) throws IOException {
    long since = hiddenBefore.getOrDefault(name, nanos.getAsLong());
    boolean waits = looked && nanos.getAsLong() - since < HIDDEN_NS;
    if ((waits || !HiddenName.giveBack(folder, name, ownName)) && hidden.size() < HIDDEN_MAX) {
      hidden.put(name, since);
    }
  }

  /**
   * Some deliver a file under a second name and take the first away. If both stay, the other one
   * may be a file that is not the writer's, such as the ledger.
   */
  private Map<String, Long> secondNames(Folder folder, List<Listed> next) throws IOException {
    Map<String, Long> now = new HashMap<>();
    for (Listed each : next) {
      if (folder.names(each.name()) > 1) {
        long since = namedTwice.getOrDefault(each.name(), nanos.getAsLong());
        now.put(each.name(), since);
        if (nanos.getAsLong() - since >= SECOND_NAME_NS) {
          leave(each.name(), "has a second name (a hard link)");
        }
      }
    }
    return now;
  }

  private void leave(String name, String why) {
    unwelcome.lies(
        "The file "
            + Characters.shown(name)
            + " in "
            + path
            + " "
            + why
            + ". It is never opened and is left alone; find out who put it there and remove it.");
  }

  private void tellOfNoDoneFile(String name) {
    alarm.accept(
        "The file "
            + Characters.shown(name)
            + " in "
            + path
            + " lies there for an hour without its done-file and is not taken"
            + " (payout.inbox.ready=done-file). Put "
            + Characters.shown(name)
            + InboxName.DONE
            + " beside it, or remove it.");
  }
}
