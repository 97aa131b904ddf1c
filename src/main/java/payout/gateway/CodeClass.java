package payout.gateway;

import java.util.Locale;

/** What a code of the gateway means for the batch. The classification is our judgement. */
public enum CodeClass {
  /** This batch was not taken, for a reason that concerns only this batch. */
  REFUSED,
  /** No batch of this account is taken until an operator fixes the cause. */
  ACCOUNT,
  /** The outcome is uncertain. */
  UNKNOWN,
  /** The gateway knows the batch number already. */
  TAKEN_ON_RESEND,
  /** About one line, in a notify; in an answer about a batch the outcome is uncertain. */
  LINE,
  /** The same, for a reason that concerns the payee. */
  PAYEE;

  /** The name in the table of codes. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The class with this name in the table of codes, such as {@code taken-on-resend}. */
  static CodeClass of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
