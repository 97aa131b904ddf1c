package payout.inbox;

import java.util.ArrayList;
import java.util.List;
import payout.batch.Money;
import payout.batch.PayoutLine;

/**
 * Aggregates sound lines, in the order of the file, into batches of at most 1000 (document section
 * 4.2, {@code batch_num}) and hands each on to be staged. It holds one batch.
 */
final class Cutter {

  private final int linesMax;
  private final Stager stager;
  private List<PayoutLine> current = new ArrayList<>();
  private int place = 1;
  private long lines;
  private Money amount = Money.ZERO;

  Cutter(int linesMax, Stager stager) {
    this.linesMax = linesMax;
    this.stager = stager;
  }

  /** Adds a line and tells the place of its batch. */
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

  /** Hands over what is left, and waits until all of it is staged. */
  void finish() {
    if (!current.isEmpty()) {
      cut();
    }
    stager.finish();
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
