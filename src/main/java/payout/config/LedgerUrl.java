package payout.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The address of the ledger.
 *
 * <p>The ledger must outlive the process, and a commit must outlive the machine's power. So what
 * would keep it in memory, or switch off what the program relies on, is refused.
 */
final class LedgerUrl {

  private static final String SQLITE = "jdbc:sqlite:";
  private static final String POSTGRESQL = "jdbc:postgresql:";
  private static final Pattern POSTGRESQL_DATABASE =
      Pattern.compile("jdbc:postgresql://[^/?#@]+/[^/?#]+(\\?[^#]*)?");
  private static final Pattern LOGIN =
      Pattern.compile("[?&](user|password|sslpassword)=", Pattern.CASE_INSENSITIVE);

  private LedgerUrl() {}

  static Form<String> form() {
    return Form.of("jdbc:sqlite:<file> or jdbc:postgresql://<host>/<database>", LedgerUrl::parse)
        .showing(AddressForms::withoutLogin);
  }

  static boolean isPostgresql(String url) {
    return url.startsWith(POSTGRESQL);
  }

  /** The file of an SQLite ledger. */
  static Path file(String url, Home home) {
    return home.resolve(url.substring(SQLITE.length()));
  }

  /** The same address with the path of an SQLite file made absolute. */
  static String absolute(String url, Home home) {
    return isPostgresql(url) ? url : SQLITE + file(url, home);
  }

  private static String parse(String text) throws RefusedValueException {
    if (text.startsWith(SQLITE)) {
      refuseUnsafe(text.substring(SQLITE.length()));
    } else if (isPostgresql(text)) {
      refuseLogin(text);
    } else {
      throw new RefusedValueException();
    }
    return text;
  }

  private static void refuseUnsafe(String file) throws RefusedValueException {
    if (file.isEmpty() || file.startsWith(":")) {
      throw new RefusedValueException("a ledger must be a file, or it is lost with the process");
    }
    if (file.startsWith("file:") || file.indexOf('?') >= 0) {
      throw new RefusedValueException(
          "parameters are set by the program, which relies on them for its commits");
    }
    try {
      Path.of(file);
    } catch (InvalidPathException notAPath) {
      throw new RefusedValueException("it holds no path of a file");
    }
  }

  private static void refuseLogin(String text) throws RefusedValueException {
    if (LOGIN.matcher(text).find() || text.indexOf('@') >= 0) {
      throw new RefusedValueException(
          "user and password belong into payout.ledger.user and payout.ledger.password");
    }
    if (!POSTGRESQL_DATABASE.matcher(text).matches()) {
      throw new RefusedValueException();
    }
  }
}
