package payout.ledger;

import java.sql.SQLException;
import java.time.Instant;
import payout.batch.BatchId;
import payout.ledger.sql.Sql;

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
