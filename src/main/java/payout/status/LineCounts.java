package payout.status;

import java.util.List;
import payout.batch.BatchState;
import payout.batch.Money;
import payout.ledger.BatchRecord;

/**
 * How many lines are in which state.
 *
 * @param open without a result
 * @param paid paid
 * @param failed taken by the gateway and not paid
 * @param refused in batches of which the gateway took nothing
 * @param paidAmount the sum of the paid lines
 */
public record LineCounts(long open, long paid, long failed, long refused, Money paidAmount) {

  /** The counts of these batches together. */
  public static LineCounts of(List<BatchRecord> batches) {
    long open = 0;
    long paid = 0;
    long failed = 0;
    long refused = 0;
    Money amount = Money.ZERO;
    for (BatchRecord batch : batches) {
      long rest = batch.lines() - batch.openLines() - batch.paidLines();
      boolean isRefused = batch.state() == BatchState.REFUSED;
      open += batch.openLines();
      paid += batch.paidLines();
      failed += isRefused ? 0 : rest;
      refused += isRefused ? rest : 0;
      amount = amount.plus(batch.paidAmount());
    }
    return new LineCounts(open, paid, failed, refused, amount);
  }

  /** The counts of a batch. */
  public static LineCounts of(BatchRecord batch) {
    return of(List.of(batch));
  }
}
