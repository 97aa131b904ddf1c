package payout.ledger;

import java.util.List;
import payout.batch.LineState;
import payout.batch.Money;

/**
 * The result that an operator gives to lines of a batch, or to all its open lines.
 *
 * @param batchNo the batch's number
 * @param serials the serial numbers of the lines; empty for all open lines
 * @param as PAID or FAILED
 * @param open how many open lines the operator saw, and their sum; null where lines are named, and
 *     where the act carries what was seen
 * @param corrects whether a result that is final already may change; for one line only
 * @param early whether lines may be marked as failed although the gateway may still pay them
 */
public record Settlement(
    String batchNo,
    List<String> serials,
    LineState as,
    Seen open,
    boolean corrects,
    boolean early) {

  public Settlement {
    serials = List.copyOf(serials);
  }

  /** One line. */
  public static Settlement line(String batchNo, String serial, LineState as) {
    return lines(batchNo, List.of(serial), as);
  }

  /**
   * Some lines, each of which is open.
   *
   * @param serials at least one
   */
  public static Settlement lines(String batchNo, List<String> serials, LineState as) {
    if (serials.isEmpty()) {
      throw new ActRefusedException(ActRefusedException.Why.INPUT, "Name a line to be settled.");
    }
    return new Settlement(batchNo, serials, as, null, false, false);
  }

  /** Every line that is open, if these are so many of this sum. */
  public static Settlement all(String batchNo, LineState as, long lines, Money amount) {
    return new Settlement(batchNo, List.of(), as, Seen.of(lines, amount), false, false);
  }

  /** Every line that is open; the act must carry how many the operator saw, see {@link Act}. */
  public static Settlement all(String batchNo, LineState as) {
    return new Settlement(batchNo, List.of(), as, null, false, false);
  }

  /** The same, also where the line's result is final already. */
  public Settlement correcting() {
    return new Settlement(batchNo, serials, as, open, true, early);
  }

  /** The same, also while the gateway may still pay the lines marked as failed. */
  public Settlement evenEarly() {
    return new Settlement(batchNo, serials, as, open, corrects, true);
  }

  boolean isOfAllLines() {
    return serials.isEmpty();
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
