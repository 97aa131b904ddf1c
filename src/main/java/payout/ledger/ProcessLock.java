package payout.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a second {@code run} off an embedded ledger. The operating system lets the lock go when the
 * process ends, however it ends, so no stale lock is ever left.
 */
final class ProcessLock implements AutoCloseable {

  private final FileChannel channel;

  private ProcessLock(FileChannel channel) {
    this.channel = channel;
  }

  static ProcessLock none() {
    return new ProcessLock(null);
  }

  /**
   * Takes the lock beside the ledger's file; a server needs none.
   *
   * @throws LedgerException when another process holds it
   */
  static ProcessLock take(LedgerAddress address) {
    if (address.file().isEmpty()) {
      return none();
    }
    Path ledger = address.file().get();
    try {
      Files.createDirectories(ledger.getParent());
      Path file = ledger.resolveSibling(ledger.getFileName() + ".lock");
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        throw new LedgerException(
            "Another process is running on the ledger "
                + ledger
                + "; end it first. Nothing was touched.");
      }
      return new ProcessLock(channel);
    } catch (IOException e) {
      throw new LedgerException("The ledger's lock beside " + ledger + " cannot be taken: " + e, e);
    }
  }

  private static FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  @Override
  public void close() {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
