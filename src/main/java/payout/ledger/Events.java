package payout.ledger;

import java.sql.SQLException;
import payout.batch.BatchState;
import payout.ledger.sql.Sql;

/** Writes the audit trail of files and batches, in the transaction of the step that they record. */
final class Events {

  private static final String INTO =
      "INSERT INTO event (at, file_id, batch_id, kind, from_state, to_state, cause, detail, node) ";

  private static final String INSERT = INTO + "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private Events() {}

  static void file(Sql sql, long at, long fileId, String kind, String cause, String detail)
      throws SQLException {
    sql.update(INSERT, at, fileId, null, kind, null, null, cause, detail, sql.node());
  }

  /** What concerns the whole ledger. */
  static void ledger(Sql sql, long at, String kind, String cause, String detail)
      throws SQLException {
    sql.update(INSERT, at, null, null, kind, null, null, cause, detail, sql.node());
  }

  /**
   * An INSERT of one event for each batch of a query, whose arguments are the time, kind, next
   * state, cause, those of the detail, and the node.
   *
   * @param batches a query or the name of one, with the columns {@code id} and {@code file_id}
   * @param from an expression for the state before
   * @param detail an expression
   */
  static String ofEach(String batches, String from, String detail) {
    return INTO
        + "SELECT CAST(? AS BIGINT), file_id, id, CAST(? AS TEXT), "
        + from
        + ", CAST(? AS TEXT), CAST(? AS TEXT), "
        + detail
        + ", CAST(? AS TEXT) FROM "
        + batches;
  }

  static void batch(
      Sql sql, long at, BatchRecord batch, BatchState to, String kind, String cause, String detail)
      throws SQLException {
    String from = batch.state().name();
    sql.update(
        INSERT, at, batch.fileId(), batch.id(), kind, from, to.name(), cause, detail, sql.node());
    TransitionLog.batch(sql, batch.fileId(), batch.batchNo(), from, to.name(), cause);
  }
}
