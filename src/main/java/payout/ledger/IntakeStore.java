package payout.ledger;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import payout.batch.BatchId;
import payout.batch.FileNames;
import payout.batch.Money;
import payout.batch.Payer;
import payout.batch.PayoutLine;
import payout.ledger.serial.SerialIndex;
import payout.ledger.sql.Sql;

/** Where a file is staged while it is checked: the ledger, or a scratch ledger for a dry run. */
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

  /**
   * Where a batch came from.
   *
   * @param file the name of its file
   * @param takenAt when the file was accepted; while it waits, when it came
   */
  public record Origin(String file, Instant takenAt) {

    static Origin of(Sql sql, long batchId) throws SQLException {
      return sql.first(
              "SELECT name, COALESCE(decided_at, received_at) FROM payout_file WHERE id = ?",
              row -> new Origin(row.getString(1), Instant.ofEpochMilli(row.getLong(2))),
              BatchId.fileOf(batchId))
          .orElseThrow();
    }
  }

  /**
   * The result of checking a whole file.
   *
   * @param lines the lines to be paid
   * @param amount their sum
   * @param rejectedLines the lines left out
   * @param batches how many batches were staged
   * @param faults all faults found; 0 for a clean file
   * @param faultData the faults to be reported, as one compact value
   * @param reason why the file is refused; when it is accepted, that lines were left out, otherwise
   *     empty
   * @param batchNo the number of its one batch, as the file states it; empty when numbers are made
   */
  public record Decision(
      long lines,
      Money amount,
      long rejectedLines,
      int batches,
      long faults,
      byte[] faultData,
      String reason,
      String batchNo) {}

  /**
   * A file that is complete in an inbox.
   *
   * @param inbox which inbox
   * @param name its name there
   * @param sha256 of its bytes, 64 hexadecimal digits
   * @param size in bytes
   * @param modifiedAt its last change, milliseconds since 1970
   * @param payer for whom its batches will be made
   */
  public record Arrival(
      String inbox, String name, String sha256, long size, long modifiedAt, Payer payer) {

    private static final int SHORT_HASH = 8;

    /** See {@link FileNames#stemOf}. */
    String stem() {
      return FileNames.stemOf(name);
    }

    String shortHash() {
      return sha256.substring(0, SHORT_HASH);
    }
  }
}
