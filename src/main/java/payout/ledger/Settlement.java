package payout.ledger;

import payout.batch.LineState;
import payout.batch.Money;

/**
 * The result that an operator gives to one line of a batch, or to all its open lines.
 *
 * @param batchNo the batch's number
 * @param serial the line's serial number; empty for all open lines
 * @param as PAID or FAILED
 * @param lines how many open lines the operator saw; 0 where one line is named
 * @param amount their sum; zero where one line is named
 * @param corrects whether a result that is final already may change
 * @param early whether lines may be marked as failed although the gateway may still pay them
 */
public record Settlement(
    String batchNo,
    String serial,
    LineState as,
    long lines,
    Money amount,
    boolean corrects,
    boolean early) {

  /** One line. */
  public static Settlement line(String batchNo, String serial, LineState as) {
    return new Settlement(batchNo, serial, as, 0, Money.ZERO, false, false);
  }

  /** Every line that is open, if these are so many of this sum. */
  public static Settlement all(String batchNo, LineState as, long lines, Money amount) {
    return new Settlement(batchNo, "", as, lines, amount, false, false);
  }

  /** The same, also where the line's result is final already. */
  public Settlement correcting() {
    return new Settlement(batchNo, serial, as, lines, amount, true, early);
  }

  /** The same, also while the gateway may still pay the lines marked as failed. */
  public Settlement evenEarly() {
    return new Settlement(batchNo, serial, as, lines, amount, corrects, true);
  }

  boolean isOfAllLines() {
    return serial.isEmpty();
  }

  /**
   * The result of settling lines by hand.
   *
   * @param sentence what was done, or in a dry run would be done, for the operator
   * @param isDone whether the lines have their result; false while a second person has to confirm
   *     it
   */
  public record Result(String sentence, boolean isDone) {}
}
