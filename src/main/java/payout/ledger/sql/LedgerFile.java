package payout.ledger.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.batch.OwnFiles;

/** The file of an embedded ledger, before it is opened. */
public final class LedgerFile {

  private static final String LINKS = "unix:nlink";

  private static final Logger LOG = LoggerFactory.getLogger(LedgerFile.class);

  private LedgerFile() {}

  /**
   * The path without links; the file may not exist yet.
   *
   * @throws LedgerException when it is a dangling link, no regular file, or a file with two names;
   *     or when the path cannot be part of an address
   */
  static Path real(Path file) {
    try {
      Path real = follow(file);
      if (real.toString().indexOf('?') >= 0) {
        throw new LedgerException(
            "payout.ledger.url leads to "
                + real
                + "; the path must not contain ?, because the database reads parameters after it."
                + " Move the ledger to another folder.");
      }
      if (Files.exists(real)) {
        requireOneRegularFile(real);
      }
      return real;
    } catch (IOException e) {
      throw new LedgerException("The ledger " + file + " cannot be checked: " + e, e);
    }
  }

  /** Whether the file is missing or empty, so that it holds no ledger. */
  public static boolean isMissingOrEmpty(Path file) {
    try {
      return !Files.exists(file) || Files.size(file) == 0;
    } catch (IOException e) {
      throw new LedgerException("The ledger " + file + " cannot be checked: " + e, e);
    }
  }

  /**
   * Creates the file when it is missing, and lets no other user read it or the files that the
   * database keeps next to it. New files next to it get its mode.
   */
  public static void makeOwn(Path real) {
    try {
      if (!Files.exists(real)) {
        Files.createFile(real, OwnFiles.mode(real));
      }
    } catch (IOException e) {
      throw new LedgerException("The ledger " + real + " cannot be made: " + e, e);
    }
    for (String end : new String[] {"", "-wal", "-shm"}) {
      if (!OwnFiles.closeToOthers(Path.of(real + end))) {
        LOG.warn(
            "{} is open to other users of this machine, and the service may not change that. Let"
                + " its owner do it: chmod o-rwx",
            real + end);
      }
    }
  }

  /** The dangling link on the way to a file that therefore does not exist. */
  static Optional<Path> deadLink(Path file) {
    Path link = file;
    while (link != null && !Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
      link = link.getParent();
    }
    return Optional.ofNullable(link).filter(found -> !Files.exists(found));
  }

  private static Path follow(Path file) throws IOException {
    if (Files.exists(file)) {
      return file.toRealPath();
    }
    Optional<Path> dead = deadLink(file);
    if (dead.isPresent()) {
      throw new LedgerException(
          "payout.ledger.url names "
              + file
              + ", and "
              + dead.get()
              + " is a link to "
              + Files.readSymbolicLink(dead.get())
              + ", which does not exist. Bring the ledger back or mount its disk; or remove the"
              + " link if a new ledger is meant.");
    }
    Path folder = file.getParent();
    return Files.exists(folder) ? folder.toRealPath().resolve(file.getFileName()) : file;
  }

  private static void requireOneRegularFile(Path real) throws IOException {
    if (!Files.isRegularFile(real)) {
      throw new LedgerException(
          "payout.ledger.url leads to " + real + ", which is no regular file.");
    }
    // Under each of its names a file would have a separate lock and write-ahead log.
    if (real.getFileSystem().supportedFileAttributeViews().contains("unix")
        && (Integer) Files.getAttribute(real, LINKS) > 1) {
      throw new LedgerException(
          "The ledger "
              + real
              + " has a second name (a hard link), under which it could be opened unseen and be"
              + " damaged. Find it with find -samefile, remove it, and copy the ledger with"
              + " sqlite3 .backup instead.");
    }
  }
}
