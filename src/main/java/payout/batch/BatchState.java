package payout.batch;

/** The state of a batch. {@code payout.ledger.Transitions} has the legal steps between them. */
public enum BatchState {
  /** Waits for its first post, or for another after a refusal of the whole account. */
  READY,
  /** The intent is durable; a post may be in flight. */
  SENDING,
  /**
   * It is not known whether the gateway took the last post; it is sent again with the same number
   * and lines.
   */
  UNKNOWN,
  /** The gateway has it; the results come by notify. */
  TAKEN,
  /** The gateway took nothing of it. Final. */
  REFUSED,
  /** Waits for an operator: the operator held it, its number is used, or it cannot be sent. */
  HELD,
  /** Every line has its result. Final. */
  SETTLED;

  /** Whether the state is final. */
  public boolean isFinal() {
    return this == REFUSED || this == SETTLED;
  }
}
