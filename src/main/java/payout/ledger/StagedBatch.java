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
 * @param data the lines as one compact value
 */
public record StagedBatch(int place, int lines, Money amount, byte[] data) {

  /** Adds up and encodes the lines of a batch. */
  public static StagedBatch of(int place, List<PayoutLine> lines) {
    Money sum = Money.ZERO;
    for (PayoutLine line : lines) {
      sum = sum.plus(line.amount());
    }
    return new StagedBatch(place, lines.size(), sum, LineCodec.encodeLines(lines));
  }
}
