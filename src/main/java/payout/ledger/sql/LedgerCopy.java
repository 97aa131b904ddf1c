package payout.ledger.sql;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.sqlite.SQLiteConfig;

/**
 * Copies an embedded ledger into one file while a service runs on it.
 *
 * <p>The copy is what one transaction reads, so it holds each commit whole or not at all, and no
 * writer waits for it. It is written under a hidden name beside its own, synced, read from end to
 * end, and only then gets its name. It overwrites nothing, and nobody but its owner may read it:
 * all payees are in it.
 */
public final class LedgerCopy {

  private static final int BUSY_MS = 20_000;
  private static final String SOUND = "ok";
  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path ledger;
  private final Path target;
  private final Path part;

  private LedgerCopy(Path ledger, Path target) {
    this.ledger = ledger;
    this.target = target;
    this.part =
        target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".part");
  }

  /**
   * Copies a ledger.
   *
   * @param ledger its file, without links
   * @param target the copy, which must not exist; its folder must
   * @return what was copied
   * @throws LedgerException with a sentence, when that is not possible; nothing is left then
   */
  public static Made make(Path ledger, Path target) {
    return new LedgerCopy(ledger, target.toAbsolutePath()).make();
  }

  private Made make() {
    requireRoom();
    try {
      Files.createFile(part, attributes());
      try {
        copy();
        sync(part);
        Made made = new Made(target, Files.size(part), lastEvent());
        giveName();
        return made;
      } finally {
        Files.deleteIfExists(part);
        for (String beside : new String[] {"-journal", "-wal", "-shm"}) {
          Files.deleteIfExists(Path.of(part + beside));
        }
      }
    } catch (FileAlreadyExistsException e) {
      throw exists();
    } catch (IOException e) {
      throw failure(e.toString(), e);
    } catch (SQLException e) {
      LedgerException failed = Outage.exception("The ledger cannot be copied to " + target, e);
      throw failure(failed.getMessage(), e);
    }
  }

  private void requireRoom() {
    if (!Files.isDirectory(target.getParent())) {
      throw new LedgerException(
          "The folder " + target.getParent() + " does not exist. Make it, or name another file.");
    }
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw exists();
    }
  }

  private LedgerException exists() {
    return new LedgerException(
        "There is a file " + target + " already; nothing is overwritten. Name another file.");
  }

  private LedgerException failure(String why, Exception cause) {
    return new LedgerException(
        why.startsWith("The ledger cannot be copied")
            ? why + " No copy is left."
            : "The ledger cannot be copied to " + target + ": " + why + ". No copy is left.",
        cause);
  }

  private FileAttribute<?>[] attributes() {
    return part.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {OWNER_ONLY}
        : new FileAttribute<?>[0];
  }

  /** VACUUM INTO reads in one transaction; it accepts an empty file, which has its mode already. */
  private void copy() throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_MS);
    try (Connection source = config.createConnection(Connections.SQLITE + ledger);
        PreparedStatement vacuum = source.prepareStatement("VACUUM INTO ?")) {
      vacuum.setString(1, part.toString());
      vacuum.execute();
    }
  }

  /** Reads the copy from end to end; the time of its last event, milliseconds since 1970. */
  private long lastEvent() throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    try (Connection copy = config.createConnection(Connections.SQLITE + part);
        Statement statement = copy.createStatement()) {
      String found = text(statement, "PRAGMA integrity_check(1)");
      if (!SOUND.equals(found)) {
        throw new SQLException("it was written damaged: " + found);
      }
      return number(statement, "SELECT MAX(at) FROM event");
    }
  }

  private static String text(Statement statement, String query) throws SQLException {
    try (ResultSet row = statement.executeQuery(query)) {
      return row.next() ? row.getString(1) : "";
    }
  }

  private static long number(Statement statement, String query) throws SQLException {
    try (ResultSet row = statement.executeQuery(query)) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  /** A second link fails where the name is in use; not every file system has links. */
  private void giveName() throws IOException {
    try {
      Files.createLink(target, part);
    } catch (UnsupportedOperationException e) {
      move();
    } catch (FileAlreadyExistsException | NoSuchFileException e) {
      throw e;
    } catch (IOException noLinks) {
      move();
    }
    sync(target.getParent());
  }

  private void move() throws IOException {
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(target.toString());
    }
    Files.move(part, target);
  }

  private static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /**
   * A copy of the ledger.
   *
   * @param file where it is
   * @param bytes its size
   * @param lastEventAt the last step that it holds, milliseconds since 1970; 0 for none
   */
  public record Made(Path file, long bytes, long lastEventAt) {}
}
