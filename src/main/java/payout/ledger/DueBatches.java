package payout.ledger;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import payout.batch.ChinaClock;
import payout.ledger.sql.Sql;

/** Finds the batches that are due and may go out under the settings of today. */
final class DueBatches {

  /**
   * Due, and for this payer and gateway: where nodes of two payers share a ledger, each its own.
   * That a batch has a time at all is said for PostgreSQL, which else takes a third of all batches
   * for due and reads every one.
   */
  private static final String DUE =
      " FROM batch b WHERE b.due_at IS NOT NULL AND b.due_at <= ? AND EXISTS"
          + " (SELECT 1 FROM payout_file f WHERE f.id = b.file_id AND "
          + Pin.SAME
          + ")";

  private final SendRules rules;
  private final ChinaClock clock;

  DueBatches(SendRules rules, ChinaClock clock) {
    this.rules = rules;
    this.clock = clock;
  }

  /** Looks without a turn to write. */
  boolean any(Sql sql) throws SQLException {
    return sql.number("SELECT COUNT(*) FROM (SELECT 1" + DUE + " LIMIT 1) due", dueNow()) > 0;
  }

  /** The batch that has been due the longest. */
  Optional<BatchRecord> first(Sql sql) throws SQLException {
    return sql.first(
        "SELECT b.*" + DUE + " ORDER BY b.due_at, b.id LIMIT 1", BatchRecord::read, dueNow());
  }

  private Object[] dueNow() {
    List<Object> arguments = new ArrayList<>(List.of(clock.millis()));
    arguments.addAll(Pin.of(rules.payer()));
    return arguments.toArray();
  }
}
