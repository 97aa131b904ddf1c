package payout.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import payout.batch.LineResult;
import payout.batch.PayoutLine;
import payout.ledger.sql.Sql;

/**
 * One payment: a line with its result, its batch and where it came from.
 *
 * @param origin its batch and its file
 * @param place its place in the batch, from 0
 * @param line what was to be paid
 * @param result what is known of it
 */
public record Payment(Origin origin, int place, PayoutLine line, LineResult result) {

  /**
   * A batch and the file that it was cut from. Times are milliseconds since 1970; 0 for what did
   * not happen.
   *
   * @param batch the batch
   * @param fileName the name of its file
   * @param receivedAt when the file came
   * @param acceptedAt when the file was accepted
   * @param sentAt when the last post of the batch began
   * @param takenAt when it was known that the gateway has it
   * @param endedAt when it had its last result, or was refused
   */
  public record Origin(
      BatchRecord batch,
      String fileName,
      long receivedAt,
      long acceptedAt,
      long sentAt,
      long takenAt,
      long endedAt) {

    /** Empty for a batch that is gone, or of a file that was not found valid (yet). */
    static Optional<Origin> find(Sql sql, long batchId) throws SQLException {
      return sql.first(
          "SELECT b.*, f.name AS file_name, f.received_at, f.decided_at"
              + " FROM batch b JOIN payout_file f ON f.id = b.file_id"
              + " WHERE b.id = ? AND b.batch_no IS NOT NULL",
          Origin::read,
          batchId);
    }

    private static Origin read(ResultSet row) throws SQLException {
      return new Origin(
          BatchRecord.read(row),
          row.getString("file_name"),
          row.getLong("received_at"),
          row.getLong("decided_at"),
          row.getLong("sent_at"),
          row.getLong("taken_at"),
          row.getLong("ended_at"));
    }
  }
}
