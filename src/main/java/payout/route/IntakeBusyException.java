package payout.route;

/** Another process on this ledger is taking in a file; this one waits for its next poll. */
public class IntakeBusyException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  IntakeBusyException() {
    super("Another process is taking in a file; this inbox waits for its next poll.");
  }
}
