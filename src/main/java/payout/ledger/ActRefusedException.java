package payout.ledger;

/**
 * An operator's act that would break an invariant, or that does not fit the state; nothing was
 * changed.
 */
public class ActRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** The sentence names the obstacle and what can be done instead. */
  public ActRefusedException(String sentence) {
    super(sentence);
  }
}
