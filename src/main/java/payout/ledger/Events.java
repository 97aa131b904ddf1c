package payout.ledger;

import java.sql.SQLException;
import payout.batch.BatchState;
import payout.ledger.sql.Sql;

/** Writes the audit trail of files and batches, in the transaction of the step that they record. */
final class Events {

  private static final String INSERT =
      "INSERT INTO event (at, file_id, batch_id, kind, from_state, to_state, cause, detail)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)";

  private Events() {}

  static void file(Sql sql, long at, long fileId, String kind, String cause, String detail)
      throws SQLException {
    sql.update(INSERT, at, fileId, null, kind, null, null, cause, detail);
  }

  static void batch(
      Sql sql, long at, BatchRecord batch, BatchState to, String kind, String cause, String detail)
      throws SQLException {
    String from = batch.state().name();
    sql.update(INSERT, at, batch.fileId(), batch.id(), kind, from, to.name(), cause, detail);
  }
}
