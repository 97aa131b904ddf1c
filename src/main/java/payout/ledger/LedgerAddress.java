package payout.ledger;

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
  Optional<Path> file() {
    return url.startsWith(SQLITE)
        ? Optional.of(Path.of(url.substring(SQLITE.length())).toAbsolutePath())
        : Optional.empty();
  }

  /** Whether it is there; of a server that is known only after it was opened. */
  public boolean exists() {
    return file().map(Files::exists).orElse(true);
  }

  /** Without user and password. */
  @Override
  public String toString() {
    return file().map(Path::toString).orElse("PostgreSQL");
  }
}
