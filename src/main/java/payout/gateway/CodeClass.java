package payout.gateway;

import java.util.Locale;

/** What a code of the gateway says about the batch. The sorting is our judgement. */
public enum CodeClass {
  /** This batch was not taken, for a fault of its own. */
  REFUSED,
  /** No batch of this account would be taken until a person mends something. */
  ACCOUNT,
  /** Nothing certain. */
  UNKNOWN,
  /** The gateway knows the batch number already. */
  TAKEN_ON_RESEND,
  /** About one line, in a notify; in an answer about a batch it says nothing certain. */
  LINE;

  /** The class of its name in the table of codes, {@code taken-on-resend}. */
  static CodeClass of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
