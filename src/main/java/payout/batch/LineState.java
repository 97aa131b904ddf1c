package payout.batch;

/** The state of a line. */
public enum LineState {
  /** No result yet. */
  OPEN,
  /** The gateway paid it. */
  PAID,
  /** The gateway took it and did not pay it. */
  FAILED,
  /** The gateway took nothing of its batch. */
  REFUSED,
  /** It was never sent: a fault was found at intake. */
  REJECTED;

  /** Whether this state changes only by a recorded act of an operator. */
  public boolean isFinal() {
    return this != OPEN;
  }
}
