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
 * Batches that the gateway took and did not settle in time: after 25 hours it tells no more by
 * itself (document section 7.2).
 */
public final class OverdueLedger {

  private static final long OVERDUE_MS = TimeUnit.HOURS.toMillis(25);

  /** What one transaction notes at most; the next look finds the rest. */
  private static final int AT_ONCE = 1000;

  private final Database database;
  private final ChinaClock clock;

  OverdueLedger(Database database, ChinaClock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Notes the batches that became overdue, at most 1000 of them, and tells of each inside of the
   * transaction that notes it: who is ended in between tells it again, and never not at all. Where
   * there is none, nothing is written.
   *
   * @param teller must be quick and must not use the ledger
   */
  public void tell(Consumer<BatchRecord> teller) {
    List<Long> late = database.read(this::late);
    if (!late.isEmpty()) {
      database.write(
          sql -> {
            mark(sql, late).forEach(teller);
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
