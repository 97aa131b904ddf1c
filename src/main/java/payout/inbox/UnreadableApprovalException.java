package payout.inbox;

/** An approval file that is none; the message says what it lacks, in half a sentence. */
public final class UnreadableApprovalException extends Exception {

  private static final long serialVersionUID = 1L;

  UnreadableApprovalException(String what) {
    super(what);
  }
}
