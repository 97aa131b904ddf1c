package payout.ledger;

import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
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

  /** See {@link IntakeLedger#takeTurn(FileRecord, List, long[])}. */
  Turn takeTurn(FileRecord file, List<StagedBatch> last, long[] serials);

  /** See {@link IntakeLedger#addSerials}. */
  List<SerialIndex.Hit> addSerials(FileRecord file, long[] entries);

  /** See {@link IntakeLedger#removeSerials}. */
  void removeSerials(FileRecord file, long[] entries);

  /** See {@link IntakeLedger#lookback}. */
  Lookback lookback(FileRecord file, LookbackRules rules);

  /** See {@link IntakeLedger#addAccounts(FileRecord, long[], Lookback)}. */
  Lookback.Found addAccounts(FileRecord file, long[] entries, Lookback lookback);

  /** See {@link IntakeLedger#findAccounts}. */
  Lookback.Found findAccounts(FileRecord file, long[] entries, Lookback lookback);

  /** See {@link IntakeLedger#batchesOfSerial}. */
  List<Long> batchesOfSerial(String serial);

  /** See {@link IntakeLedger#lastPayment}. */
  Optional<Payment> lastPayment(String account);

  /** See {@link IntakeLedger#wasPaid}. */
  boolean wasPaid(String account);

  /** See {@link IntakeLedger#paidAfterAll}. */
  PaidAfterAll.Known paidAfterAll();

  /** See {@link IntakeLedger#stagedLines}. */
  List<PayoutLine> stagedLines(FileRecord file, int place);

  /** See {@link IntakeLedger#content}. */
  Optional<BatchContent> content(long batchId);

  /** See {@link IntakeLedger#origin}. */
  Origin origin(long batchId);

  /** See {@link IntakeLedger#timesAgain}. */
  int timesAgain(FileRecord file);

  /** See {@link IntakeLedger#isUsed}. */
  boolean isUsed(FileRecord file, String batchNo, List<PayoutLine> lines);

  /** See {@link IntakeLedger#today}. */
  LocalDate today();

  /** See {@link IntakeLedger#isLost}. */
  boolean isLost(FileRecord file);

  /** See {@link IntakeLedger#keepPayOn}. */
  void keepPayOn(FileRecord file, LocalDate day);

  /** See {@link IntakeLedger#accept(FileRecord, Decision, long[])}. */
  FileRecord accept(FileRecord file, Decision decision, long[] accounts);

  /** See {@link IntakeLedger#reject}. */
  FileRecord reject(FileRecord file, Decision decision);

  /**
   * The turn to decide about a file.
   *
   * @param reception Decided when the same bytes were accepted meanwhile
   * @param hits the batches of files taken before that may hold one of the serials
   */
  public record Turn(Reception reception, List<SerialIndex.Hit> hits) {}

  /**
   * Where a batch came from.
   *
   * @param file the name of its file
   * @param takenAt when the file was accepted; while it waits, when it came
   * @param comparedAt when it was found valid, and compared with others
   * @param endedAt when the batch had its last result, milliseconds since 1970; 0 when it has not
   */
  public record Origin(String file, Instant takenAt, Instant comparedAt, long endedAt) {

    static Origin of(Sql sql, long batchId) throws SQLException {
      return sql.first(
              "SELECT name, COALESCE(decided_at, received_at),"
                  + " COALESCE(waiting_since, decided_at, received_at),"
                  + " (SELECT b.ended_at FROM batch b WHERE b.id = ?)"
                  + " FROM payout_file WHERE id = ?",
              row ->
                  new Origin(
                      row.getString(1),
                      Instant.ofEpochMilli(row.getLong(2)),
                      Instant.ofEpochMilli(row.getLong(3)),
                      row.getLong(4)),
              batchId,
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
   * @param warned what is said about lines that are valid
   * @param paidAfterAll what was known of payments that failed and were made, when its serials were
   *     compared with them; null when there was none to be compared
   */
  public record Decision(
      long lines,
      Money amount,
      long rejectedLines,
      int batches,
      long faults,
      byte[] faultData,
      String reason,
      String batchNo,
      Warned warned,
      PaidAfterAll.Mark paidAfterAll) {

    /** One without warnings. */
    public Decision(
        long lines,
        Money amount,
        long rejectedLines,
        int batches,
        long faults,
        byte[] faultData,
        String reason,
        String batchNo) {
      this(
          lines,
          amount,
          rejectedLines,
          batches,
          faults,
          faultData,
          reason,
          batchNo,
          Warned.NONE,
          null);
    }

    /** The same with warnings, and with what its serials were compared with. */
    public Decision with(Warned said, PaidAfterAll.Mark compared) {
      return new Decision(
          lines,
          amount,
          rejectedLines,
          batches,
          faults,
          faultData,
          reason,
          batchNo,
          said,
          compared);
    }
  }

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

    static final int SHORT_HASH = 8;

    /** See {@link FileNames#stemOf}. */
    String stem() {
      return FileNames.stemOf(name);
    }

    String shortHash() {
      return sha256.substring(0, SHORT_HASH);
    }
  }
}
