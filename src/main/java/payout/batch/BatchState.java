package payout.batch;

/** Where a batch stands. The legal steps between them are {@code payout.ledger.Transitions}. */
public enum BatchState {
  /** Waits for its first post, or for another after a refusal of the whole account. */
  READY,
  /** The intent is durable, a post is or may be in the air. */
  SENDING,
  /** Nobody knows whether the last post was taken; sent again with the same number and lines. */
  UNKNOWN,
  /** The gateway has it; the results come by notify. */
  TAKEN,
  /** The gateway took nothing of it. Final. */
  REFUSED,
  /** Stopped for a person: its number was used by somebody else, or a person held it. */
  HELD,
  /** Every line has its result. Final. */
  SETTLED;

  /** Whether nothing more is to come. */
  public boolean isFinal() {
    return this == REFUSED || this == SETTLED;
  }
}
