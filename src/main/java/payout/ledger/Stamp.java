package payout.ledger;

import java.sql.SQLException;
import java.util.Optional;
import payout.batch.ChinaClock;
import payout.ledger.sql.Database;
import payout.ledger.sql.LedgerException;
import payout.ledger.sql.Sql;

/**
 * What a ledger records about itself: its kind, and who asked for it if there were files of an
 * earlier one. A ledger without a stamp was never used.
 */
final class Stamp {

  private static final String KIND = "kind";

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
}
