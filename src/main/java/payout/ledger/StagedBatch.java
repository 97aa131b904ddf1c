package payout.ledger;

import java.util.List;
import payout.batch.LineCodec;
import payout.batch.Money;
import payout.batch.PayoutLine;

/**
 * A batch of a file that is not decided yet.
 *
 * @param place its place in the file, from 1
 * @param lines how many lines
 * @param amount their sum
 * @param largest the largest amount of a line
 * @param data the lines as one compact value
 */
public record StagedBatch(int place, int lines, Money amount, Money largest, byte[] data) {

  /** Adds up and encodes the lines of a batch. */
  public static StagedBatch of(int place, List<PayoutLine> lines) {
    Money sum = Money.ZERO;
    Money largest = Money.ZERO;
    for (PayoutLine line : lines) {
      sum = sum.plus(line.amount());
      largest = line.amount().isMoreThan(largest) ? line.amount() : largest;
    }
    return new StagedBatch(place, lines.size(), sum, largest, LineCodec.encodeLines(lines));
  }
}
