package payout.batch;

/**
 * Whether an earlier post of a batch may have arrived, the post being judged not counted. The
 * ledger remembers it as long as it remembers the batch. It separates a first send from a re-send.
 */
public enum Earlier {
  /** No post of it can have been taken: there was none, none left, or each was refused. */
  NONE_ARRIVED,
  /** A post of it may have been taken. */
  MAY_HAVE_ARRIVED
}
