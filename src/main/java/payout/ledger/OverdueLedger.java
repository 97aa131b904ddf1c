package payout.ledger;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import payout.batch.ChinaClock;
import payout.ledger.sql.Database;
import payout.ledger.sql.Sql;

/**
 * Batches that the gateway took and did not settle in time: after 25 hours it sends no more
 * notifies (document section 7.2).
 */
public final class OverdueLedger {

  private static final long OVERDUE_MS = TimeUnit.HOURS.toMillis(25);

  /** The most batches that one transaction marks; the next poll finds the rest. */
  private static final int AT_ONCE = 1000;

  private final Database database;
  private final ChinaClock clock;

  OverdueLedger(Database database, ChinaClock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Marks the batches that became overdue, at most 1000 of them, and reports each within the
   * transaction that marks it. If the process ends in between, it is reported again, never omitted.
   * Writes nothing when there is none.
   *
   * @param reporter must be quick and must not use the ledger
   */
  public void report(Consumer<BatchRecord> reporter) {
    List<Long> late = database.read(this::late);
    if (!late.isEmpty()) {
      database.write(
          sql -> {
            mark(sql, late).forEach(reporter);
            return null;
          });
    }
  }

  private List<Long> late(Sql sql) throws SQLException {
    return sql.list(
        "SELECT id FROM batch WHERE state = 'TAKEN' AND overdue_at IS NULL AND taken_at < ?"
            + " ORDER BY taken_at LIMIT ?",
        row -> row.getLong(1),
        clock.millis() - OVERDUE_MS,
        AT_ONCE);
  }

  private List<BatchRecord> mark(Sql sql, List<Long> late) throws SQLException {
    BatchTable batches = new BatchTable(sql, clock.millis(), "watch");
    List<BatchRecord> marked = new ArrayList<>();
    for (long batchId : late) {
      batches.markOverdue(batchId).ifPresent(marked::add);
    }
    return marked;
  }
}
