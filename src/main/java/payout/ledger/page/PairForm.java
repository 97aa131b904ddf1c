package payout.ledger.page;

/**
 * How an index makes a pair of a hash and a batch: a long, not below 0, and an int without a sign,
 * which are also the order of the pairs.
 */
public interface PairForm {

  /** The first part of the pair of an entry of a file, see {@link HashEntry}. */
  long upper(long fileId, long entry);

  /** The second part. */
  int lower(long fileId, long entry);

  /**
   * Where a pair lies among the pages. It grows with the first part, and all pairs with one bound
   * are in one page.
   */
  long bound(long upper);

  /** The hash of a pair. */
  long hash(long upper, int lower);

  /** The batch of a pair. */
  long batchId(long upper, int lower);
}
