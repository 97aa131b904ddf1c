package payout.ledger.sql;

/**
 * The ledger could not be reached, read or written for a reason that passes without a change of the
 * settings: its server is down, busy, read-only or full, or a limit of time was over.
 */
public class LedgerUnavailableException extends LedgerException {

  private static final long serialVersionUID = 1L;

  public LedgerUnavailableException(String message) {
    super(message);
  }

  public LedgerUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
