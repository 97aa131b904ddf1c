package payout.ledger;

import payout.ledger.sql.StaleStateException;

/** A file is no longer for this process to decide, so it writes nothing more about it. */
public class ClaimLostException extends StaleStateException {

  private static final long serialVersionUID = 1L;

  ClaimLostException() {
    super(
        "This process was silent for too long with a file, and another one may have taken it over;"
            + " it is left for the next poll.");
  }

  /**
   * It is left for another reason.
   *
   * @param sentence what is left for a later poll, and why
   */
  ClaimLostException(String sentence) {
    super(sentence);
  }
}
