package payout.inbox;

import java.util.ArrayList;
import java.util.List;
import payout.batch.Money;
import payout.batch.PayoutLine;
import payout.ledger.StagedBatch;

/**
 * Aggregates valid lines, in the order of the file, into batches of at most 1000 (document section
 * 4.2, {@code batch_num}) and passes each on to be staged. It holds one batch.
 */
final class BatchBuilder {

  private final int linesMax;
  private final Stager stager;
  private List<PayoutLine> current = new ArrayList<>();
  private int place = 1;
  private long lines;
  private Money amount = Money.ZERO;

  BatchBuilder(int linesMax, Stager stager) {
    this.linesMax = linesMax;
    this.stager = stager;
  }

  /** Adds a line and returns the place of its batch. */
  int add(PayoutLine line) {
    int its = place;
    current.add(line);
    lines++;
    amount = amount.plus(line.amount());
    if (current.size() == linesMax) {
      cut();
    }
    return its;
  }

  /**
   * Passes on the last batch, and waits until all of them are staged but for those that it returns.
   */
  List<StagedBatch> finish() {
    if (!current.isEmpty()) {
      cut();
    }
    return stager.finish();
  }

  long lines() {
    return lines;
  }

  Money amount() {
    return amount;
  }

  int batches() {
    return place - 1;
  }

  private void cut() {
    stager.add(place, current);
    current = new ArrayList<>(linesMax);
    place++;
  }
}
