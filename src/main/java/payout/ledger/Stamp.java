package payout.ledger;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import payout.batch.ChinaClock;
import payout.ledger.sql.Database;
import payout.ledger.sql.LedgerException;
import payout.ledger.sql.Sql;

/**
 * What a ledger records about itself: its kind, the number of its payer, and who asked for it if
 * there were files of an earlier one. A ledger without a kind was never used; one without a payer
 * is a scratch ledger, or was written by a program that let several payers share one.
 */
final class Stamp {

  private static final String KIND = "kind";

  private static final String PARTNER = "partner";

  /** Who asked for a new ledger, and when. */
  private static final String NEW_LEDGER = "new-ledger";

  private Stamp() {}

  /** Whether the ledger was ever put into use. */
  static boolean isThere(Database database) {
    return database.read(sql -> value(sql, KIND)).isPresent();
  }

  /**
   * Stamps a new ledger, unless there is a reason against its use; accepts a ledger of the same
   * kind.
   *
   * @throws LedgerException when the ledger is of another kind, or must not begin
   */
  static void put(Database database, String kind, Beginning beginning, ChinaClock clock) {
    database.read(sql -> value(sql, KIND)).ifPresent(is -> requireKind(is, kind));
    if (!hasBegun(database)) {
      beginning.require(() -> hasBegun(database));
    }
    String is =
        database.write(
            sql -> {
              if (beginning.meantBy().isPresent() && !hasBegun(sql)) {
                insert(sql, NEW_LEDGER, beginning.meantBy().get() + ", " + clock.now());
              }
              insert(sql, KIND, kind);
              return value(sql, KIND).orElseThrow();
            });
    requireKind(is, kind);
  }

  /** Stamps the ledger of a payer, or accepts one of the same payer. */
  static void putPartner(Database database, String partner) {
    String is =
        database.write(
            sql -> {
              insert(sql, PARTNER, partner);
              return value(sql, PARTNER).orElseThrow();
            });
    requirePartner(is, partner);
  }

  /**
   * Refuses a ledger that has tables and is not this payer's. Where no payer is stamped yet, its
   * files tell: it must have some of them, if there are any, and none of another payer may be open.
   * Changes nothing, so that the earlier program can finish what is open.
   *
   * @throws LedgerException with a sentence that says what to do
   */
  static void checkPartner(Database database, String partner) {
    Optional<String> stamped = database.read(sql -> value(sql, PARTNER));
    if (stamped.isPresent()) {
      requirePartner(stamped.get(), partner);
      return;
    }
    List<Used> used = database.read(Used::read);
    if (!used.isEmpty() && used.stream().noneMatch(each -> each.partner.equals(partner))) {
      throw refused(
          used.stream().map(Used::partner).sorted().collect(Collectors.joining(" and ")), partner);
    }
    used.stream()
        .filter(each -> each.open > 0 && !each.partner.equals(partner))
        .findFirst()
        .ifPresent(
            other -> {
              throw new LedgerException(
                  "The ledger at payout.ledger.url was used by several payers, and one ledger now"
                      + " serves one: "
                      + other.open
                      + " files of payout.partner "
                      + other.partner
                      + " are not final. Finish them with the earlier version of this program and"
                      + " the settings of that payer (payout status --open lists them); then start"
                      + " this version for the payer that keeps the ledger, and give each other"
                      + " payer a database or a schema of its own. Nothing was changed.");
            });
  }

  /** Whether it ever accepted a file, or is empty because an operator asked for a new one. */
  private static boolean hasBegun(Database database) {
    return database.read(Stamp::hasBegun);
  }

  private static boolean hasBegun(Sql sql) throws SQLException {
    return value(sql, NEW_LEDGER).isPresent() || sql.number("SELECT MIN(id) FROM payout_file") > 0;
  }

  private static Optional<String> value(Sql sql, String name) throws SQLException {
    return sql.first("SELECT value FROM stamp WHERE name = ?", row -> row.getString(1), name);
  }

  private static void insert(Sql sql, String name, String value) throws SQLException {
    sql.update("INSERT INTO stamp (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING", name, value);
  }

  private static void requireKind(String is, String kind) {
    if (!is.equals(kind)) {
      throw new LedgerException(
          "The ledger at payout.ledger.url is one of "
              + is
              + " and must not be used for "
              + kind
              + "; set payout.ledger.url to another one.");
    }
  }

  private static void requirePartner(String is, String partner) {
    if (!is.equals(partner)) {
      throw refused(is, partner);
    }
  }

  private static LedgerException refused(String is, String partner) {
    return new LedgerException(
        "The ledger at payout.ledger.url is the one of payout.partner "
            + is
            + " and must not be used for "
            + partner
            + ": one ledger serves one payer. Set payout.ledger.url to a database, or a schema"
            + " (?currentSchema=…), of its own.");
  }

  /**
   * A payer who used the ledger.
   *
   * @param open how many of its files are decided and not final
   */
  private record Used(String partner, long open) {

    /** Reads every file, once in the life of a ledger. */
    static List<Used> read(Sql sql) throws SQLException {
      return sql.list(
          "SELECT partner, SUM(CASE WHEN state IN ('SETTLED', 'REJECTED', 'DUPLICATE') THEN 0"
              + " ELSE 1 END) FROM payout_file WHERE state <> 'RECEIVED' GROUP BY partner"
              + " ORDER BY partner",
          row -> new Used(row.getString(1), row.getLong(2)));
    }
  }
}
