package payout.ledger;

/** A file that is not taken from the console; nothing of it is kept. */
public class SubmissionRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** The sentence names what is wrong and what can be done instead. */
  public SubmissionRefusedException(Reason reason, String sentence) {
    super(sentence);
    this.reason = reason;
  }

  /** Why it is refused, for programs. */
  public Reason reason() {
    return reason;
  }

  /** Why a submission is refused. */
  public enum Reason {
    /** No payout file can have its name. */
    NAME,
    /** It is larger than {@code payout.file.bytes-max}. */
    TOO_LARGE,
    /** It ended before or after the size that was announced. */
    CUT_OFF,
    /** A file of this name and other bytes is not decided yet. */
    CONFLICT,
    /** So much of the same person is not decided yet that nothing more can wait. */
    TOO_MANY
  }
}
