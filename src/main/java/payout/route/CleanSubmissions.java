package payout.route;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.ledger.SubmissionLedger;

/**
 * The step of the route {@code clean-submissions}: deletes the bytes of submitted files from the
 * ledger when files of the archive would be deleted, and what unfinished uploads left.
 */
public final class CleanSubmissions {

  private static final Logger LOG = LoggerFactory.getLogger(CleanSubmissions.class);

  private final SubmissionLedger ledger;
  private final int keepDays;

  /**
   * Deletes from this ledger.
   *
   * @param keepDays how long the bytes of settled and refused files are kept, in days; 0 for ever
   */
  public CleanSubmissions(SubmissionLedger ledger, int keepDays) {
    this.ledger = ledger;
    this.keepDays = keepDays;
  }

  /** Deletes what is due for deletion. */
  public void deleteExpired() {
    int deleted = ledger.clean(keepDays);
    if (deleted > 0) {
      LOG.info("The bytes of {} submitted files were deleted from the ledger.", deleted);
    }
  }
}
