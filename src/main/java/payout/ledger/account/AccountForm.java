package payout.ledger.account;

import payout.batch.BatchId;
import payout.ledger.page.HashEntry;
import payout.ledger.page.PairForm;

/**
 * 31 bits of the account's hash and 32 of the file make the long; 8 bits of the amount's hash and
 * the place of the batch the int. A page is cut between two files too, because one account may be
 * paid by each of them.
 */
enum AccountForm implements PairForm {
  FORM;

  static final long FILE_MAX = 0xffffffffL;
  private static final int PLACE_BITS = Integer.SIZE - AccountEntry.AMOUNT_BITS;
  private static final int PLACE_MASK = (1 << PLACE_BITS) - 1;

  /** The first bound that an account of this hash could have. */
  static long firstBound(long account) {
    return account << Integer.SIZE;
  }

  /** The bound of an account of this hash in a file. */
  static long boundIn(long account, long fileId) {
    return firstBound(account) | fileId;
  }

  /** The last bound that an account of this hash could have. */
  static long lastBound(long account) {
    return boundIn(account, FILE_MAX);
  }

  /** The file of a pair. */
  static long fileOf(long upper) {
    return upper & FILE_MAX;
  }

  @Override
  public long upper(long fileId, long entry) {
    if (fileId < 0 || fileId > FILE_MAX) {
      throw new IllegalArgumentException("The index of accounts has no room for file " + fileId);
    }
    return boundIn(AccountEntry.account(HashEntry.hash(entry)), fileId);
  }

  @Override
  public int lower(long fileId, long entry) {
    return (int) entry;
  }

  @Override
  public long bound(long upper) {
    return upper;
  }

  /** The hash of the payment. */
  @Override
  public long hash(long upper, int lower) {
    return upper >>> Integer.SIZE << AccountEntry.AMOUNT_BITS | lower >>> PLACE_BITS;
  }

  @Override
  public long batchId(long upper, int lower) {
    return BatchId.of(fileOf(upper), lower & PLACE_MASK);
  }
}
