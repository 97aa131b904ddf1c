package payout.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import payout.batch.OutputKind;

/**
 * A file that is due in the outbox.
 *
 * @param id the ledger's own number
 * @param file the payout file that it is about; null for the report of a day
 * @param batchId the batch that it is about; 0 for the whole file
 * @param kind what it contains
 * @param number 1, or the correction's number, or the day yyyymmdd
 * @param attempts how often writing it failed
 * @param token a number that grows with each claim of it
 */
public record Publication(
    long id, FileRecord file, long batchId, OutputKind kind, int number, int attempts, long token) {

  static final String SELECT =
      "SELECT f.*, p.id AS publication, p.batch_id, p.kind, p.number, p.attempts, p.token"
          + " FROM publication p LEFT JOIN payout_file f ON f.id = p.file_id ";

  static Publication read(ResultSet row) throws SQLException {
    return new Publication(
        row.getLong("publication"),
        row.getString("sha256") == null ? null : FileRecord.read(row),
        row.getLong("batch_id"),
        OutputKind.valueOf(row.getString("kind")),
        row.getInt("number"),
        row.getInt("attempts"),
        row.getLong("token"));
  }
}
