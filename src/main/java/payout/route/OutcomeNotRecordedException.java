package payout.route;

import payout.ledger.LedgerException;

/** What a post came to could not be written to the ledger yet. */
public final class OutcomeNotRecordedException extends RuntimeException {

  OutcomeNotRecordedException(String batchNo, LedgerException cause) {
    super(
        "What the post of batch "
            + batchNo
            + " came to could not be recorded. "
            + cause.getMessage()
            + " It is tried again while the claim of the batch holds; after that the batch is"
            + " UNKNOWN and is sent again under the same number.",
        cause);
  }
}
