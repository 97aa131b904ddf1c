package payout.config;

import static payout.config.Setting.InSandbox.OPEN;
import static payout.config.Setting.InSandbox.SEALED;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The ledger's database.
 *
 * <p>The ledger must survive the process, and a commit must survive a power cut. So an address is
 * refused if it would keep the ledger in memory or switch off what the program relies on.
 *
 * @param url a JDBC address; the path of an SQLite file is absolute
 * @param standby whether a copy on another server must have what is committed
 * @param keepDays after how many days a settled file is packed; 0 for never
 */
public record LedgerSettings(
    String url, String user, String password, Standby standby, int keepDays) {

  /** Which standby of a PostgreSQL ledger must follow. */
  public enum Standby {
    NONE,
    /** A synchronous one: nothing is claimed or answered with success while none follows. */
    SYNCHRONOUS
  }

  private static final String SQLITE = "jdbc:sqlite:";
  private static final String POSTGRESQL = "jdbc:postgresql:";
  private static final Pattern POSTGRESQL_DATABASE =
      Pattern.compile("jdbc:postgresql://[^/?#@]+/[^/?#]+(\\?[^#]*)?");
  private static final Pattern LOGIN =
      Pattern.compile("[?&](user|password|sslpassword)=", Pattern.CASE_INSENSITIVE);

  static final Section SECTION = new Section(LedgerSettings::check);

  static final Setting<String> URL =
      SECTION.add(
          "payout.ledger.url",
          "jdbc:sqlite:data/ledger.db",
          Form.of(
                  "jdbc:sqlite:<file> or jdbc:postgresql://<host>/<database>",
                  LedgerSettings::parse)
              .showing(AddressForms::withoutLogin),
          SEALED,
          "The database that records every payment; back it up.");

  static final Setting<String> USER =
      SECTION.add(
          "payout.ledger.user",
          Section.EMPTY,
          Form.text("the name of a database user", text -> true),
          SEALED,
          "The user of a PostgreSQL ledger.");

  static final Setting<String> PASSWORD =
      SECTION.secret(
          "payout.ledger.password",
          Form.text("a password", text -> true).untrimmed(),
          SEALED,
          "The password of that user; it is safer in the environment.");

  static final Setting<Standby> STANDBY =
      SECTION.add(
          "payout.ledger.standby",
          "none",
          Form.choice(Standby.class),
          SEALED,
          "Whether nothing is sent or answered while no synchronous standby follows the database.");

  static final Setting<Integer> KEEP_DAYS =
      SECTION.add(
          "payout.ledger.keep-days",
          "400",
          Form.number(0, 36_500),
          OPEN,
          "After how many days a settled file is packed: it takes a fraction of the room and is still"
              + " found; 0 packs none.");

  static LedgerSettings read(Values values, Home home) {
    String url = values.of(URL);
    return new LedgerSettings(
        file(values, home).map(file -> SQLITE + file).orElse(url),
        values.text(USER),
        values.text(PASSWORD),
        values.of(STANDBY),
        values.of(KEEP_DAYS));
  }

  /** The file of an SQLite ledger; empty for another database. */
  static Optional<Path> file(Values values, Home home) {
    return values
        .find(URL)
        .filter(url -> url.startsWith(SQLITE))
        .map(url -> home.resolve(url.substring(SQLITE.length())));
  }

  private static void check(Values values, Faults faults) {
    boolean server = values.find(URL).filter(LedgerSettings::isPostgresql).isPresent();
    if (server && values.text(USER).isEmpty()) {
      faults.add(USER + " is missing; a PostgreSQL ledger needs one.");
    }
    boolean embedded = values.find(URL).filter(url -> url.startsWith(SQLITE)).isPresent();
    if (embedded && values.find(STANDBY).filter(Standby.SYNCHRONOUS::equals).isPresent()) {
      faults.add(STANDBY + " is synchronous, and only a PostgreSQL ledger has standbys.");
    }
  }

  private static boolean isPostgresql(String url) {
    return url.startsWith(POSTGRESQL);
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
      throw new RefusedValueException(
          "a ledger must be a file, otherwise it is lost with the" + " process");
    }
    if (file.startsWith("file:") || file.indexOf('?') >= 0) {
      throw new RefusedValueException(
          "the program sets the parameters, because its commits depend on them");
    }
    try {
      Path.of(file);
    } catch (InvalidPathException notAPath) {
      throw new RefusedValueException("it does not contain the path of a file");
    }
  }

  private static void refuseLogin(String text) throws RefusedValueException {
    if (LOGIN.matcher(text).find() || text.indexOf('@') >= 0) {
      throw new RefusedValueException(
          "set user and password as payout.ledger.user and payout.ledger.password");
    }
    if (!POSTGRESQL_DATABASE.matcher(text).matches()) {
      throw new RefusedValueException();
    }
    PostgresParameters.check(text);
  }

  /** Only the address. */
  @Override
  public String toString() {
    return AddressForms.withoutLogin(url);
  }
}
