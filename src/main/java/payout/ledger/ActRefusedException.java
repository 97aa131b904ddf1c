package payout.ledger;

/**
 * A person's act that would break a promise, or that does not fit the state; nothing was changed.
 */
public class ActRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** The sentence says what stands in the way and what can be done instead. */
  public ActRefusedException(String sentence) {
    super(sentence);
  }
}
