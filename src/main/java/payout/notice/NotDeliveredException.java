package payout.notice;

/** A notice was not delivered, for a reason that may be shown: it quotes nothing from outside. */
public final class NotDeliveredException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** With a sentence that says why. */
  public NotDeliveredException(String why) {
    super(why);
  }
}
