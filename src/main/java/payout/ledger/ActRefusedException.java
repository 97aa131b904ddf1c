package payout.ledger;

/**
 * An operator's act that would break an invariant, or that does not fit the state; nothing was
 * changed.
 */
public class ActRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Why why;

  /** The sentence names the obstacle and what can be done instead; the state forbids the act. */
  public ActRefusedException(String sentence) {
    this(Why.STATE, sentence);
  }

  /** The same for another obstacle. */
  public ActRefusedException(Why why, String sentence) {
    super(sentence);
    this.why = why;
  }

  /** What kind of obstacle it was. */
  public Why why() {
    return why;
  }

  /** What kind of obstacle an act met. */
  public enum Why {
    /** The state of the file, batch, line or payer forbids it, or it is too early. */
    STATE,
    /** What the person saw is not what it is now. */
    CHANGED,
    /** This person may not do it. */
    PERSON,
    /** The ledger holds nothing of this name, or several. */
    UNKNOWN,
    /** Something that must be said is missing or unreadable. */
    INPUT
  }
}
