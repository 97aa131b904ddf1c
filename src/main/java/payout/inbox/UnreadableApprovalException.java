package payout.inbox;

/** An invalid approval file; the message is the part of a sentence that names its fault. */
public final class UnreadableApprovalException extends Exception {

  private static final long serialVersionUID = 1L;

  UnreadableApprovalException(String what) {
    super(what);
  }
}
