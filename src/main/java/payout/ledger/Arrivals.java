package payout.ledger;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import payout.batch.BatchId;
import payout.batch.Payer;
import payout.ledger.sql.Sql;

/** Finds files, and writes and deletes the rows of undecided ones. */
final class Arrivals {

  private Arrivals() {}

  static FileRecord get(Sql sql, long fileId) throws SQLException {
    return sql.first(FileRecord.SELECT + "WHERE id = ?", FileRecord::read, fileId).orElseThrow();
  }

  /** The same file, if it was begun, or decided and not moved yet. */
  static Optional<FileRecord> sameArrival(Sql sql, IntakeStore.Arrival arrival)
      throws SQLException {
    return sql.first(
        FileRecord.SELECT
            + "WHERE inbox = ? AND name = ? AND archived_at IS NULL AND sha256 = ?"
            + " AND modified_at = ? ORDER BY id DESC LIMIT 1",
        FileRecord::read,
        arrival.inbox(),
        arrival.name(),
        arrival.sha256(),
        arrival.modifiedAt());
  }

  static FileRecord insert(Sql sql, IntakeStore.Arrival arrival, long now) throws SQLException {
    long seen =
        sql.number(
            "SELECT MAX(arrival) FROM payout_file WHERE stem = ? AND short_hash = ?",
            arrival.stem(),
            arrival.shortHash());
    long id =
        sql.number(
            "INSERT INTO payout_file (inbox, name, sha256, size, modified_at, stem, short_hash,"
                + " arrival, state, partner, email, account_name, buyer_account_name, extend_param,"
                + " gateway, charset, received_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'RECEIVED', ?,"
                + " ?, ?, ?, ?, ?, ?, ?) RETURNING id",
            arrival.inbox(),
            arrival.name(),
            arrival.sha256(),
            arrival.size(),
            arrival.modifiedAt(),
            arrival.stem(),
            arrival.shortHash(),
            seen + 1,
            arrival.payer().partner(),
            arrival.payer().email(),
            arrival.payer().accountName(),
            arrival.payer().buyerAccountName(),
            arrival.payer().extendParam(),
            arrival.payer().gateway(),
            arrival.payer().charset().toString(),
            now);
    Events.file(sql, now, id, "RECEIVED", "receive-file", arrival.inbox());
    return get(sql, id);
  }

  /** Pins a file that was begun under other settings, and is read again, to the current payer. */
  static FileRecord pin(Sql sql, FileRecord file, Payer payer) throws SQLException {
    FileTable.pin(sql, file, payer);
    return get(sql, file.id());
  }

  /** Deletes a file whose reading ended in a crash, and that was then replaced under its name. */
  static void forgetReplaced(Sql sql, IntakeStore.Arrival arrival) throws SQLException {
    List<Long> begun =
        sql.list(
            "SELECT id FROM payout_file WHERE inbox = ? AND name = ? AND archived_at IS NULL"
                + " AND state = 'RECEIVED'",
            row -> row.getLong(1),
            arrival.inbox(),
            arrival.name());
    for (long id : begun) {
      forget(sql, id);
    }
  }

  /** Deletes a file with everything that was staged of it. */
  static void forget(Sql sql, long fileId) throws SQLException {
    deleteStaged(sql, fileId);
    sql.update("DELETE FROM event WHERE file_id = ?", fileId);
    sql.update("DELETE FROM payout_file WHERE id = ? AND state = 'RECEIVED'", fileId);
  }

  /** Writes batches of a file that is being read, and returns how many. */
  static int stage(Sql sql, FileRecord file, List<StagedBatch> batches) throws SQLException {
    try (PreparedStatement batch =
            sql.prepare(
                "INSERT INTO batch (id, file_id, place, state, lines, amount, open_lines)"
                    + " VALUES (?, ?, ?, 'READY', ?, ?, ?)");
        PreparedStatement lines =
            sql.prepare("INSERT INTO batch_lines (batch_id, data) VALUES (?, ?)")) {
      for (StagedBatch each : batches) {
        addBatch(batch, file.id(), each);
        lines.setLong(1, BatchId.of(file.id(), each.place()));
        lines.setBytes(2, each.data());
        lines.addBatch();
      }
      batch.executeBatch();
      return lines.executeBatch().length;
    }
  }

  private static void addBatch(PreparedStatement insert, long fileId, StagedBatch batch)
      throws SQLException {
    insert.setLong(1, BatchId.of(fileId, batch.place()));
    insert.setLong(2, fileId);
    insert.setInt(3, batch.place());
    insert.setInt(4, batch.lines());
    insert.setLong(5, batch.amount().fen());
    insert.setInt(6, batch.lines());
    insert.addBatch();
  }

  static void deleteStaged(Sql sql, long fileId) throws SQLException {
    sql.update(
        "DELETE FROM batch_lines WHERE batch_id IN (SELECT id FROM batch WHERE file_id = ?)",
        fileId);
    sql.update("DELETE FROM batch WHERE file_id = ?", fileId);
    sql.update("DELETE FROM rejected_lines WHERE file_id = ?", fileId);
  }

  /** The files of this name, or whose SHA-256 starts so (8 digits or more); the newest first. */
  static List<FileRecord> named(Sql sql, String nameOrHash) throws SQLException {
    boolean canBeHash = nameOrHash.matches("[0-9a-f]{8,64}");
    // As a range, which an index answers; no SHA-256 is the empty text. g follows f.
    return sql.list(
        FileRecord.SELECT + "WHERE name = ? OR sha256 >= ? AND sha256 < ? ORDER BY id DESC",
        FileRecord::read,
        nameOrHash,
        canBeHash ? nameOrHash : "",
        canBeHash ? nameOrHash + "g" : "");
  }
}
