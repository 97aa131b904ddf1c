package payout.ledger;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import payout.batch.LineResult;
import payout.batch.LineState;
import payout.batch.PayoutLine;
import payout.ledger.sql.Sql;

/**
 * A payment that is known as failed or refused, and that a statement of the account shows as made.
 * Until somebody corrects it, it counts like one that was paid: to pay it again would pay it twice.
 *
 * @param batchId its batch
 * @param line itself
 */
public record PaidAfterAll(long batchId, PayoutLine line) {

  /** Usually there is none; more than these are not looked at. */
  private static final int MAX = 10_000;

  /** All of them, the newest first. */
  static List<PaidAfterAll> all(Sql sql) throws SQLException {
    List<long[]> places =
        sql.list(
            "SELECT DISTINCT batch_id, place FROM statement_finding"
                + " WHERE verdict IN ('FAILED_BUT_PAID', 'PAID_TWICE')"
                + " ORDER BY batch_id DESC, place LIMIT ?",
            row -> new long[] {row.getLong(1), row.getLong(2)},
            MAX);
    List<PaidAfterAll> all = new ArrayList<>();
    for (long[] each : places) {
      Contents.find(sql, each[0])
          .filter(batch -> isNotPaid(batch.results().get((int) each[1])))
          .ifPresent(batch -> all.add(new PaidAfterAll(each[0], batch.lines().get((int) each[1]))));
    }
    return all;
  }

  private static boolean isNotPaid(LineResult result) {
    return result.state() == LineState.FAILED || result.state() == LineState.REFUSED;
  }

  /** Without account and name, which must not be logged. */
  @Override
  public String toString() {
    return "serial " + line.serial() + " of batch " + batchId;
  }
}
