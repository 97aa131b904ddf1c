package payout.batch;

/** The state of a payout file. */
public enum FileState {
  /** It is being read and checked; nothing of it can be sent. */
  RECEIVED,
  /** Valid, but it has to be approved first. */
  AWAITING_APPROVAL,
  /** Valid, but it names a later day to be paid on. */
  AWAITING_DATE,
  /** Valid, but it would exceed the limit of the day. */
  AWAITING_LIMIT,
  /** Accepted as a whole; its batches are sent. */
  ACCEPTED,
  /** Refused as a whole; nothing of it was or will be sent. */
  REJECTED,
  /** The same bytes as a file accepted before; nothing of it will be sent. */
  DUPLICATE,
  /** Every line has its final state. */
  SETTLED;

  /** Whether it is valid and waits: for approval, for its day, or for the limit of a day. */
  public boolean isWaiting() {
    return this == AWAITING_APPROVAL || this == AWAITING_DATE || this == AWAITING_LIMIT;
  }
}
