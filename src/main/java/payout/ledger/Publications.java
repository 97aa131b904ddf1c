package payout.ledger;

import java.sql.SQLException;
import payout.batch.OutputKind;

/** Orders files for the outbox, in the transaction of the step that makes them due. */
final class Publications {

  private Publications() {}

  static void order(Sql sql, long at, long fileId, long batchId, OutputKind kind)
      throws SQLException {
    sql.update(
        "INSERT INTO publication (file_id, batch_id, kind, created_at) VALUES (?, ?, ?, ?)"
            + " ON CONFLICT DO NOTHING",
        fileId,
        batchId,
        kind.name(),
        at);
  }
}
