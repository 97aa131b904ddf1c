package payout.ledger.sql;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.batch.OwnFiles;

/**
 * A file that the process of a home locks as long as it lives, with its name in it. Whoever gets
 * the lock knows that the processes named there are dead, which no silence proves: a process that
 * is frozen or cut off keeps its lock.
 *
 * <p>Beside each name is the identity of the file itself and of the start of its machine: the text
 * also comes with a copy of the home, a clone of the machine or a restored backup, where the lock
 * of the process that it names is another one.
 *
 * <p>It proves, and forbids nothing: where the file cannot be locked, nothing is proved.
 */
public final class HomeLock implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HomeLock.class);

  /** See {@link ProcessLock}: a second channel of this process would end the lock. */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private static final Set<OpenOption> OPTIONS =
      Set.of(
          StandardOpenOption.CREATE,
          StandardOpenOption.READ,
          StandardOpenOption.WRITE,
          LinkOption.NOFOLLOW_LINKS);

  /** The last processes; one that ended before it had a place hides none before it. */
  private static final int NAMED_MAX = 16;

  private static final int BYTES_MAX = 4096;

  /** Another one after each start of a machine. */
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  private final Path file;
  private final FileChannel channel;
  private final List<String> dead;

  private HomeLock(Path file, FileChannel channel, List<String> dead) {
    this.file = file;
    this.channel = channel;
    this.dead = dead;
  }

  /**
   * Locks a file for this process, and adds its name.
   *
   * @param file null for none
   * @param owner this process, unique
   */
  public static HomeLock take(Path file, String owner) {
    if (file == null || !HELD.add(file)) {
      return new HomeLock(null, null, List.of());
    }
    try {
      OwnFiles.createFolders(file.getParent());
      HomeLock lock = open(file, owner);
      if (lock != null) {
        return lock;
      }
    } catch (IOException e) {
      LOG.debug("The file {} cannot be locked.", file, e);
    }
    HELD.remove(file);
    return new HomeLock(null, null, List.of());
  }

  private static HomeLock open(Path file, String owner) throws IOException {
    FileChannel channel = FileChannel.open(file, OPTIONS, OwnFiles.mode(file));
    try {
      if (channel.tryLock() != null) {
        return locked(file, channel, owner);
      }
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    channel.close();
    return null;
  }

  private static HomeLock locked(Path file, FileChannel channel, String owner) throws IOException {
    ByteBuffer before = ByteBuffer.allocate(BYTES_MAX);
    channel.read(before, 0);
    List<String> named =
        new String(before.array(), 0, before.position(), StandardCharsets.US_ASCII)
            .lines()
            .toList();
    List<String> last = named.subList(Math.max(0, named.size() - NAMED_MAX + 1), named.size());
    String here = " " + identity(file);
    String now = String.join("\n", last) + (last.isEmpty() ? "" : "\n") + owner + here + "\n";
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(now.getBytes(StandardCharsets.US_ASCII)), 0);
    channel.force(true);
    return new HomeLock(
        file,
        channel,
        last.stream()
            .filter(line -> line.endsWith(here) && !here.isBlank())
            .map(line -> line.substring(0, line.length() - here.length()))
            .toList());
  }

  /** Empty where it cannot be known; then nothing is proved. */
  private static String identity(Path file) {
    try {
      Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
      String boot = Files.readString(BOOT_ID).strip();
      return key == null ? "" : (key + "," + boot).replaceAll("\\s", "");
    } catch (IOException e) {
      LOG.debug("The identity of {} cannot be read.", file, e);
      return "";
    }
  }

  /** Whether a process certainly is dead. */
  public boolean isDead(String owner) {
    return dead.contains(owner);
  }

  @Override
  public void close() {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        LOG.debug("The lock {} could not be closed; it ends with the process.", file, e);
      }
      HELD.remove(file);
    }
  }
}
