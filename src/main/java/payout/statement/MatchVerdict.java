package payout.statement;

/** What a statement says about a payment, or about a row without one. */
public enum MatchVerdict {
  /** Ledger and statement say the same. */
  SAME(Weight.QUIET),
  /** A payment is PAID, and the row with its number has another amount. */
  AMOUNT_DIFFERS(Weight.ALARM),
  /** A payment is PAID, and is on none of its days. It stays PAID. */
  PAID_NOT_SEEN(Weight.ALARM),
  /** An open payment was made: its line becomes PAID by a recorded act. */
  PROVED_PAID(Weight.QUIET),
  /** A row may be of this payment; a person has to look. */
  CANDIDATE(Weight.PERSON),
  /** An open payment is on none of its days. A person may settle it; no machine does. */
  NOT_IN_STATEMENT(Weight.PERSON),
  /** Days are missing before anything can be said. */
  NOT_YET(Weight.QUIET),
  /** A payment that failed or was refused was made. */
  FAILED_BUT_PAID(Weight.HIGHEST),
  /** More payments under a number than lines that may have made them. */
  PAID_TWICE(Weight.HIGHEST),
  /** Money of a payment came back. It stays PAID. */
  RETURNED(Weight.ALARM),
  /** A row has no line. */
  UNKNOWN_TO_US(Weight.QUIET);

  private final Weight weight;

  MatchVerdict(Weight weight) {
    this.weight = weight;
  }

  /** Whether it contradicts the ledger, so that an alarm is raised. */
  public boolean isAlarm() {
    return weight == Weight.ALARM || weight == Weight.HIGHEST;
  }

  /** Whether somebody may have been paid twice, or could be by the next file. */
  public boolean isHighest() {
    return weight == Weight.HIGHEST;
  }

  private enum Weight {
    QUIET,
    PERSON,
    ALARM,
    HIGHEST
  }
}
