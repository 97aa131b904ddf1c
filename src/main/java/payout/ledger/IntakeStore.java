package payout.ledger;

import java.util.List;
import payout.batch.PayoutLine;
import payout.ledger.serial.SerialIndex;

/** Where a file is put while it is checked: the ledger, or for a dry run a scratch one. */
public interface IntakeStore {

  /** See {@link IntakeLedger#stage}. */
  void stage(FileRecord file, List<StagedBatch> batches);

  /** See {@link IntakeLedger#restage}. */
  void restage(FileRecord file, StagedBatch batch);

  /** See {@link IntakeLedger#stageRejected}. */
  void stageRejected(FileRecord file, int chunk, byte[] data);

  /** See {@link IntakeLedger#addSerials}. */
  List<SerialIndex.Hit> addSerials(FileRecord file, long[] entries);

  /** See {@link IntakeLedger#removeSerials}. */
  void removeSerials(FileRecord file, long[] entries);

  /** See {@link IntakeLedger#stagedLines}. */
  List<PayoutLine> stagedLines(FileRecord file, int place);

  /** See {@link IntakeLedger#content}. */
  BatchContent content(long batchId);

  /** See {@link IntakeLedger#origin}. */
  Origin origin(long batchId);

  /** See {@link IntakeLedger#timesAgain}. */
  int timesAgain(FileRecord file);

  /** See {@link IntakeLedger#isUsed}. */
  boolean isUsed(FileRecord file, String batchNo, List<PayoutLine> lines);

  /** See {@link IntakeLedger#accept}. */
  FileRecord accept(FileRecord file, Decision decision);

  /** See {@link IntakeLedger#reject}. */
  FileRecord reject(FileRecord file, Decision decision);
}
