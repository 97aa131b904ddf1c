package payout.inbox;

import java.util.function.Predicate;
import payout.batch.Money;
import payout.batch.PayoutLine;
import payout.ledger.LookbackRules;

/**
 * What is said about valid lines, and when a file waits for it.
 *
 * @param repeatDays how many days before today payments count that were made; 0 for no comparison
 * @param holdPercent from which share of repeated lines on a file waits for a person, 1 to 100
 * @param newAmountMin the smallest amount to a payee unknown so far that is mentioned; null for
 *     none
 * @param remarkAmountMin the smallest amount that needs a remark; null for none
 * @param isAboutPayee which codes of a failed payment are about its payee
 */
public record WarningRules(
    int repeatDays,
    int holdPercent,
    Money newAmountMin,
    Money remarkAmountMin,
    Predicate<String> isAboutPayee) {

  /** From this amount on the gateway fails a payment without a remark. */
  public static final Money GATEWAY_REMARK_MIN = Money.parse("50000.00");

  /** Nothing is said. */
  public static final WarningRules NONE = new WarningRules(0, 100, null, null, code -> false);

  private static final int PERCENT = 100;

  LookbackRules lookback() {
    return new LookbackRules(repeatDays, this != NONE);
  }

  boolean findsRepeats() {
    return repeatDays > 0;
  }

  boolean lacksRemark(PayoutLine line) {
    return line.remark().isEmpty() && isFrom(remarkAmountMin, line);
  }

  /** Whether it matters that the payee of a line is unknown. */
  boolean asksForPayee(PayoutLine line) {
    return isFrom(newAmountMin, line);
  }

  private static boolean isFrom(Money least, PayoutLine line) {
    return least != null && !least.isMoreThan(line.amount());
  }

  /**
   * Whether a file waits for a person.
   *
   * @param repeated how many of its lines repeat another payment
   * @param same how many of these have the same name and remark, too
   * @param lines how many lines it has
   */
  boolean isHeld(long repeated, long same, long lines) {
    boolean isShare = repeated >= 2 && repeated * PERCENT >= holdPercent * lines;
    return findsRepeats() && (isShare || same > 0 && same == lines);
  }
}
