package payout.ledger.sql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import payout.batch.OwnFiles;

/**
 * Keeps a second {@code run} off an embedded ledger. The operating system releases the lock when
 * the process ends in any way, so there is never a stale lock.
 */
public final class ProcessLock implements AutoCloseable {

  /**
   * The locks of this process. A lock belongs to the whole process and ends as soon as any channel
   * on the file is closed, so a locked file must not even be opened.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private static final Set<OpenOption> OPTIONS =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

  private final Path file;
  private final FileChannel channel;

  private ProcessLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  public static ProcessLock none() {
    return new ProcessLock(null, null);
  }

  /**
   * Takes the lock next to the ledger's file; a server needs none.
   *
   * @param address under its real path, so that all links to a ledger lead to one lock
   * @throws LedgerException when another process holds it
   */
  public static ProcessLock take(LedgerAddress address) {
    if (address.file().isEmpty()) {
      return none();
    }
    Path ledger = address.file().get();
    try {
      Path folder = OwnFiles.createFolders(ledger.getParent()).toRealPath();
      Path file = folder.resolve(ledger.getFileName() + ".lock");
      if (!HELD.add(file)) {
        throw isRunning(ledger);
      }
      try {
        return new ProcessLock(file, lock(ledger, file));
      } catch (IOException | RuntimeException e) {
        HELD.remove(file);
        throw e;
      }
    } catch (IOException e) {
      throw new LedgerException("The lock of the ledger " + ledger + " cannot be taken: " + e, e);
    }
  }

  private static FileChannel lock(Path ledger, Path file) throws IOException {
    // Before it is opened: the lock ends as soon as any channel on the file is closed.
    OwnFiles.closeToOthers(file);
    FileChannel channel = FileChannel.open(file, OPTIONS, OwnFiles.mode(file));
    try {
      if (channel.tryLock() == null) {
        throw isRunning(ledger);
      }
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static LedgerException isRunning(Path ledger) {
    return new LedgerException(
        "Another process is running on the ledger "
            + ledger
            + "; end it first. Nothing was touched.");
  }

  @Override
  public void close() {
    try {
      if (channel != null) {
        channel.close();
        HELD.remove(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
