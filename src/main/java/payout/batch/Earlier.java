package payout.batch;

/**
 * Whether an earlier post of a batch may have arrived, not counting the post being judged. The
 * ledger keeps it as long as the batch. It distinguishes a first send from a resend.
 */
public enum Earlier {
  /** No post of it can have been taken: there was none, no byte left, or each was refused. */
  NONE_ARRIVED,
  /** A post of it may have been taken. */
  MAY_HAVE_ARRIVED
}
