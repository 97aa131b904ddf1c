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
 * @param batchNo the number of that batch; null for the whole file
 * @param kind what it contains
 * @param number 1, or the correction's number, or the day yyyymmdd
 * @param attempts how often writing it failed
 * @param token a number that grows with each claim of it
 */
public record Publication(
    long id,
    FileRecord file,
    long batchId,
    String batchNo,
    OutputKind kind,
    int number,
    int attempts,
    long token) {

  static final String SELECT =
      "SELECT f.*, p.id AS publication, p.batch_id, p.kind, p.number, p.attempts, p.token,"
          + " (SELECT b.batch_no FROM batch b WHERE b.id = p.batch_id) AS batch_no"
          + " FROM publication p LEFT JOIN payout_file f ON f.id = p.file_id ";

  /** The same file under the next token. */
  Publication claimed() {
    return new Publication(id, file, batchId, batchNo, kind, number, attempts, token + 1);
  }

  /** How many claims before this one ended without a record, as when their process ended. */
  long abandonedBefore() {
    return Math.max(0, token - attempts - 1);
  }

  static Publication read(ResultSet row) throws SQLException {
    return new Publication(
        row.getLong("publication"),
        row.getString("sha256") == null ? null : FileRecord.read(row),
        row.getLong("batch_id"),
        row.getString("batch_no"),
        OutputKind.valueOf(row.getString("kind")),
        row.getInt("number"),
        row.getInt("attempts"),
        row.getLong("token"));
  }
}
