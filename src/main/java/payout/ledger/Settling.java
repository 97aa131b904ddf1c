package payout.ledger;

import java.sql.SQLException;
import payout.batch.OutputKind;
import payout.ledger.sql.Sql;

/** What follows when a batch has its last result: its result file, and perhaps the file's. */
final class Settling {

  private Settling() {}

  /** In the transaction that makes a batch REFUSED or SETTLED. */
  static void batchIsFinal(Sql sql, long now, BatchRecord batch) throws SQLException {
    Publications.order(sql, now, batch.fileId(), batch.id(), OutputKind.BATCH_RESULT);
    long open = files(sql, now).countFinalBatch(batch.fileId());
    if (open == 0) {
      fileIsSettled(sql, now, batch.fileId());
    }
  }

  private static void fileIsSettled(Sql sql, long now, long fileId) throws SQLException {
    files(sql, now).settle(fileId);
    Publications.order(sql, now, fileId, 0, OutputKind.RESULT);
    long unpaid = sql.number("SELECT SUM(lines - paid_lines) FROM batch WHERE file_id = ?", fileId);
    if (unpaid > 0) {
      Publications.order(sql, now, fileId, 0, OutputKind.RETRY);
    }
  }

  private static FileTable files(Sql sql, long now) {
    return new FileTable(sql, now, "last batch");
  }
}
