package payout.ledger.serial;

import payout.batch.BatchId;
import payout.ledger.page.PairForm;

/**
 * 39 bits of hash and 56 of the batch's id make a long and an int. A page is cut only between two
 * hashes.
 */
enum SerialForm implements PairForm {
  FORM;

  private static final int UPPER_BATCH_BITS = 56 - Integer.SIZE;
  private static final long UPPER_BATCH_MASK = (1L << UPPER_BATCH_BITS) - 1;
  private static final long INT_MASK = 0xffffffffL;

  @Override
  public long upper(long fileId, long entry) {
    return SerialEntry.hash(entry) << UPPER_BATCH_BITS | id(fileId, entry) >>> Integer.SIZE;
  }

  @Override
  public int lower(long fileId, long entry) {
    return (int) id(fileId, entry);
  }

  @Override
  public long bound(long upper) {
    return upper >>> UPPER_BATCH_BITS;
  }

  @Override
  public long hash(long upper, int lower) {
    return upper >>> UPPER_BATCH_BITS;
  }

  @Override
  public long batchId(long upper, int lower) {
    return (upper & UPPER_BATCH_MASK) << Integer.SIZE | lower & INT_MASK;
  }

  private static long id(long fileId, long entry) {
    return BatchId.of(fileId, SerialEntry.place(entry));
  }
}
