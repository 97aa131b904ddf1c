package payout.ledger;

import java.sql.SQLException;
import payout.batch.FileState;
import payout.batch.OutputKind;

/** What follows when a batch has its last result: its result file, and perhaps the file's. */
final class Settling {

  private Settling() {}

  /** In the transaction that makes a batch REFUSED or SETTLED. */
  static void batchIsFinal(Sql sql, long now, BatchRecord batch) throws SQLException {
    Publications.order(sql, now, batch.fileId(), batch.id(), OutputKind.BATCH_RESULT);
    long open =
        sql.first(
                "UPDATE payout_file SET open_batches = open_batches - 1 WHERE id = ?"
                    + " RETURNING open_batches",
                row -> row.getLong(1),
                batch.fileId())
            .orElseThrow();
    if (open == 0) {
      fileIsSettled(sql, now, batch.fileId());
    }
  }

  private static void fileIsSettled(Sql sql, long now, long fileId) throws SQLException {
    FileTransitions.require(FileState.ACCEPTED, FileState.SETTLED);
    sql.updateOne(
        "UPDATE payout_file SET state = 'SETTLED', settled_at = ?"
            + " WHERE id = ? AND state = 'ACCEPTED'",
        now,
        fileId);
    Events.file(sql, now, fileId, "SETTLED", "last batch", "");
    Publications.order(sql, now, fileId, 0, OutputKind.RESULT);
    long unpaid = sql.number("SELECT SUM(lines - paid_lines) FROM batch WHERE file_id = ?", fileId);
    if (unpaid > 0) {
      Publications.order(sql, now, fileId, 0, OutputKind.RETRY);
    }
  }
}
