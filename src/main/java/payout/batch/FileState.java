package payout.batch;

/** Where a payout file stands. */
public enum FileState {
  /** It is being read and checked; nothing of it can be sent. */
  RECEIVED,
  /** Sound, but a person has to approve it first. */
  AWAITING_APPROVAL,
  /** Sound, but it would pass the limit of the day. */
  AWAITING_LIMIT,
  /** Taken whole; its batches go out. */
  ACCEPTED,
  /** Refused whole; nothing of it was or will be sent. */
  REJECTED,
  /** The same bytes as a file taken before; nothing of it will be sent. */
  DUPLICATE,
  /** Every line has its final state. */
  SETTLED;

  /** Whether it is sound and waits for a person or for another day. */
  public boolean isWaiting() {
    return this == AWAITING_APPROVAL || this == AWAITING_LIMIT;
  }
}
