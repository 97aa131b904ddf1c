package payout.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A row of the table {@code notify} about a batch, with its id and its exact content.
 *
 * @param id its id
 * @param notifyId the gateway's id of it
 * @param digest of its content
 * @param batchNo the number that it names
 * @param verdict what it came to
 * @param detail more about that; may be empty
 * @param receivedAt when it came, milliseconds since 1970
 * @param body the notify as it came
 */
record PackedNotify(
    long id,
    String notifyId,
    String digest,
    String batchNo,
    String verdict,
    String detail,
    long receivedAt,
    byte[] body) {

  static PackedNotify read(ResultSet row) throws SQLException {
    return new PackedNotify(
        row.getLong("id"),
        row.getString("notify_id"),
        row.getString("digest"),
        row.getString("batch_no"),
        row.getString("verdict"),
        row.getString("detail"),
        row.getLong("received_at"),
        NotifyBody.read(row));
  }
}
