package payout.route;

import payout.ledger.sql.LedgerException;

/** The outcome of a post could not be written to the ledger yet. */
public final class OutcomeNotRecordedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  OutcomeNotRecordedException(String batchNo, LedgerException cause) {
    super(
        "The outcome of a post of batch "
            + batchNo
            + " could not be recorded. "
            + cause.getMessage()
            + " The record is retried while the lease holds; after that the batch is UNKNOWN and is"
            + " sent again under the same number.",
        cause);
  }
}
