package payout.ledger;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import payout.batch.BatchId;
import payout.ledger.sql.Sql;

/** Writes the batches of a file that is being read, as long as its claim counts. */
final class Staging {

  /** On PostgreSQL, where each statement is a round trip. */
  private static final String AT_ONCE =
      "WITH claim AS (UPDATE intake_claim SET lease_until = ? WHERE id = ? RETURNING id),"
          + " cut AS (INSERT INTO batch (id, file_id, place, state, lines, amount, open_lines,"
          + " largest) SELECT id, CAST(? AS BIGINT), place, 'READY', lines, amount, lines, largest"
          + " FROM unnest(CAST(? AS BIGINT[]), CAST(? AS INT[]), CAST(? AS INT[]),"
          + " CAST(? AS BIGINT[]), CAST(? AS BIGINT[]))"
          + " AS staged (id, place, lines, amount, largest)"
          + " WHERE EXISTS (SELECT 1 FROM claim)),"
          + " kept AS (INSERT INTO batch_lines (batch_id, data) SELECT id, data"
          + " FROM unnest(CAST(? AS BIGINT[]), CAST(? AS BYTEA[])) AS staged (id, data)"
          + " WHERE EXISTS (SELECT 1 FROM claim))"
          + " SELECT id FROM claim";

  private Staging() {}

  /**
   * Writes batches, the only thing in a transaction.
   *
   * @throws ClaimLostException when another process took the file over
   */
  static void stage(Sql sql, FileRecord file, List<StagedBatch> batches, long now)
      throws SQLException {
    if (sql.isSqlite()) {
      FileClaim.require(sql, file.claim(), now);
      stageEach(sql, file, batches);
    } else {
      stageAtOnce(sql, file, batches, now);
    }
  }

  private static void stageAtOnce(Sql sql, FileRecord file, List<StagedBatch> batches, long now)
      throws SQLException {
    long[] ids = batches.stream().mapToLong(each -> id(file, each)).toArray();
    sql.only(
            AT_ONCE,
            row -> row.getLong(1),
            now + FileClaim.LEASE_MS,
            file.claim(),
            file.id(),
            ids,
            batches.stream().mapToInt(StagedBatch::place).toArray(),
            batches.stream().mapToInt(StagedBatch::lines).toArray(),
            batches.stream().mapToLong(each -> each.amount().fen()).toArray(),
            batches.stream().mapToLong(each -> each.largest().fen()).toArray(),
            ids,
            batches.stream().map(StagedBatch::data).toArray(byte[][]::new))
        .orElseThrow(ClaimLostException::new);
  }

  private static void stageEach(Sql sql, FileRecord file, List<StagedBatch> batches)
      throws SQLException {
    try (PreparedStatement batch =
            sql.prepare(
                "INSERT INTO batch (id, file_id, place, state, lines, amount, open_lines, largest)"
                    + " VALUES (?, ?, ?, 'READY', ?, ?, ?, ?)");
        PreparedStatement lines =
            sql.prepare("INSERT INTO batch_lines (batch_id, data) VALUES (?, ?)")) {
      for (StagedBatch each : batches) {
        addBatch(batch, file, each);
        lines.setLong(1, id(file, each));
        lines.setBytes(2, each.data());
        lines.addBatch();
      }
      batch.executeBatch();
      lines.executeBatch();
    }
  }

  private static void addBatch(PreparedStatement insert, FileRecord file, StagedBatch batch)
      throws SQLException {
    insert.setLong(1, id(file, batch));
    insert.setLong(2, file.id());
    insert.setInt(3, batch.place());
    insert.setInt(4, batch.lines());
    insert.setLong(5, batch.amount().fen());
    insert.setInt(6, batch.lines());
    insert.setLong(7, batch.largest().fen());
    insert.addBatch();
  }

  private static long id(FileRecord file, StagedBatch batch) {
    return BatchId.of(file.id(), batch.place());
  }
}
