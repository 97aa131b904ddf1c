package payout.notify;

import java.util.List;
import payout.batch.LineResult;
import payout.batch.Money;

/**
 * The effect of a notify on a batch.
 *
 * @param results the results after it, in the order of the batch's lines
 * @param newlyPaid how many lines it closed as paid
 * @param newlyPaidAmount their sum
 * @param newlyFailed how many lines it closed as failed
 * @param newlyFailedAmount their sum
 * @param stillOpen how many lines have no result yet
 * @param conflicts the records that contradict what is known and changed nothing
 */
public record Merged(
    List<LineResult> results,
    int newlyPaid,
    Money newlyPaidAmount,
    int newlyFailed,
    Money newlyFailedAmount,
    int stillOpen,
    List<Conflict> conflicts) {

  public Merged {
    results = List.copyOf(results);
    conflicts = List.copyOf(conflicts);
  }

  /** Whether it closed any line; if not, the ledger's results do not change. */
  public boolean changedAnything() {
    return newlyPaid + newlyFailed > 0;
  }
}
