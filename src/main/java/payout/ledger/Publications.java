package payout.ledger;

import java.sql.SQLException;
import payout.batch.OutputKind;
import payout.ledger.sql.Sql;

/** Orders files for the outbox, in the transaction of the step that makes them due. */
final class Publications {

  private Publications() {}

  /** Orders one file for a payout file, or for a batch. */
  static void order(Sql sql, long at, long fileId, long batchId, OutputKind kind)
      throws SQLException {
    order(sql, at, fileId, batchId, kind, 1);
  }

  /** Orders one file for a correction. */
  static void orderCorrection(Sql sql, long at, long fileId, int number) throws SQLException {
    order(sql, at, fileId, 0, OutputKind.CORRECTION, number);
  }

  /** Orders one file for a day of China, once, in the transaction that closes the day. */
  static void orderReport(Sql sql, long at, int day) throws SQLException {
    sql.update(
        "INSERT INTO publication (kind, number, created_at) VALUES (?, ?, ?)",
        OutputKind.RECONCILE.name(),
        day,
        at);
  }

  /** Orders one file about a statement of the account, in the transaction that records it. */
  static void orderStatement(Sql sql, long at, long statement, OutputKind kind)
      throws SQLException {
    sql.update(
        "INSERT INTO publication (kind, number, created_at) VALUES (?, ?, ?)",
        kind.name(),
        Math.toIntExact(statement),
        at);
  }

  private static void order(
      Sql sql, long at, long fileId, long batchId, OutputKind kind, int number)
      throws SQLException {
    sql.update(
        "INSERT INTO publication (file_id, batch_id, kind, number, created_at)"
            + " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        fileId,
        batchId,
        kind.name(),
        number,
        at);
  }
}
