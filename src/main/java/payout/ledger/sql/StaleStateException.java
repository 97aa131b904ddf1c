package payout.ledger.sql;

/** A row was no longer in the state that a step starts from, so the step was not made. */
public class StaleStateException extends LedgerException {

  private static final long serialVersionUID = 1L;

  public StaleStateException(String message) {
    super(message);
  }
}
