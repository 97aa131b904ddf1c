package payout.ledger;

/**
 * Which earlier payments the lines of a file are compared with.
 *
 * @param days how many days before today payments count that were made; 0 for no comparison
 * @param failures whether the last payment to each payee is looked at, too
 */
public record LookbackRules(int days, boolean failures) {

  /** Nothing is looked at. */
  public static final LookbackRules NONE = new LookbackRules(0, false);

  /** Whether nothing is looked at. */
  public boolean isOff() {
    return days == 0 && !failures;
  }
}
