package payout.ledger;

import java.sql.SQLException;
import payout.batch.OutputKind;
import payout.ledger.sql.Sql;

/**
 * The steps of a file with everything that follows from them: its batches, its serials and the
 * files that are ordered for the outbox.
 *
 * <p>Invariant: while a file waits its batches have their numbers, so that no other file can use
 * the same serials or numbers. They have no due time, so that they are not sent. They get a due
 * time in the commit that accepts the file, or are deleted in the one that refuses it.
 */
final class FileSteps {

  private FileSteps() {}

  /** Accepts a file that waited; the reason goes into its ack. */
  static void accept(Sql sql, long now, FileRecord file, String reason, String cause, String detail)
      throws SQLException {
    new FileTable(sql, now, cause).accept(file, reason, detail);
    BatchTable.makeDue(sql, now, file, file.batches());
    RetakeLedger.holdIfInDoubt(sql, now, file);
    Publications.order(sql, now, file.id(), 0, OutputKind.ACK);
  }

  /** Refuses a file that waited; nothing of it can ever be sent, and its serials are free. */
  static void reject(Sql sql, long now, FileRecord file, String reason, String cause)
      throws SQLException {
    new FileTable(sql, now, cause).reject(file, reason);
    Arrivals.deleteStaged(sql, file.id());
    sql.update("UPDATE again SET used_by = NULL WHERE used_by = ?", file.id());
    Publications.order(sql, now, file.id(), 0, OutputKind.ACK);
  }

  /**
   * What follows when a batch has its last result: its result file, and perhaps the file's. It runs
   * in the transaction that makes the batch REFUSED or SETTLED.
   */
  static void batchIsFinal(Sql sql, long now, BatchRecord batch) throws SQLException {
    Publications.order(sql, now, batch.fileId(), batch.id(), OutputKind.BATCH_RESULT);
    long open = files(sql, now).countFinalBatch(batch.fileId());
    if (open == 0) {
      fileIsSettled(sql, now, batch.fileId());
    }
  }

  private static void fileIsSettled(Sql sql, long now, long fileId) throws SQLException {
    files(sql, now).settle(fileId);
    FileTable.recount(sql, fileId);
    Publications.order(sql, now, fileId, 0, OutputKind.RESULT);
    long unpaid = sql.number("SELECT lines - paid_lines FROM payout_file WHERE id = ?", fileId);
    if (unpaid > 0) {
      Publications.order(sql, now, fileId, 0, OutputKind.RETRY);
    }
  }

  private static FileTable files(Sql sql, long now) {
    return new FileTable(sql, now, "last batch");
  }
}
