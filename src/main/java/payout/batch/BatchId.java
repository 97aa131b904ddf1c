package payout.batch;

/** The ledger's own number of a batch: its file's number and its place in the file. */
public final class BatchId {

  /** A file has fewer batches than this. */
  private static final long IDS_A_FILE = 10_000_000L;

  private BatchId() {}

  /** The id of a batch by its place in the file, from 1. */
  public static long of(long fileId, int place) {
    return fileId * IDS_A_FILE + place;
  }

  /** The id of a batch's file. */
  public static long fileOf(long batchId) {
    return batchId / IDS_A_FILE;
  }
}
