package payout.ledger.sql;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the ledger is.
 *
 * @param url {@code jdbc:sqlite:} with an absolute path, or {@code jdbc:postgresql:}
 * @param user for PostgreSQL
 * @param password for PostgreSQL
 */
public record LedgerAddress(String url, String user, String password) {

  private static final String SQLITE = "jdbc:sqlite:";

  /** The file of an embedded ledger. */
  public Optional<Path> file() {
    return url.startsWith(SQLITE)
        ? Optional.of(Path.of(url.substring(SQLITE.length())).toAbsolutePath())
        : Optional.empty();
  }

  /**
   * Whether the file exists, or is a dangling link; always true for a server, where this is known
   * only after it was opened.
   */
  public boolean exists() {
    return file()
        .map(file -> Files.exists(file) || LedgerFile.deadLink(file).isPresent())
        .orElse(true);
  }

  /** Whether it is the file of an embedded ledger that holds nothing. */
  public boolean isEmpty() {
    return file().filter(LedgerFile::isMissingOrEmpty).isPresent();
  }

  /**
   * The write-ahead log of an embedded ledger that is gone. SQLite deletes the log when it is
   * opened without the file that it belongs to.
   */
  public Optional<Path> leftBehind() {
    return file()
        .filter(LedgerFile::isMissingOrEmpty)
        .map(file -> Path.of(LedgerFile.real(file) + "-wal"))
        .filter(log -> !LedgerFile.isMissingOrEmpty(log));
  }

  /**
   * The same ledger under the one path that all links to it lead to, by which it is opened and
   * locked: a link in another folder would have its own lock and write-ahead log.
   *
   * @throws LedgerException when the file cannot be a ledger, or has a second name
   */
  public LedgerAddress real() {
    return file()
        .map(LedgerFile::real)
        .map(real -> new LedgerAddress(SQLITE + real, user, password))
        .orElse(this);
  }

  /** Without user and password. */
  @Override
  public String toString() {
    return file().map(Path::toString).orElse("PostgreSQL");
  }
}
