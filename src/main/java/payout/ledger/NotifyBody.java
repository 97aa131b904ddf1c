package payout.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import payout.batch.Deflated;

/**
 * The body of a notify as the table {@code notify} keeps it: compressed, because bodies would be
 * half of the ledger; those that an earlier program stored are as they came.
 */
final class NotifyBody {

  /** The form of a compressed body; 0 is one as it came. */
  static final int COMPRESSED = 1;

  /** No notify is larger. */
  private static final int BYTES_MAX = 4 << 20;

  private NotifyBody() {}

  /**
   * The value of the column {@code body} in the form {@link #COMPRESSED}. The gateway waits for it;
   * it is compressed better when its batch is packed.
   */
  static byte[] stored(byte[] body) {
    return Deflated.quickly(body);
  }

  /** The body as it came, from the columns {@code body} and {@code form}. */
  static byte[] read(ResultSet row) throws SQLException {
    byte[] stored = row.getBytes("body");
    return row.getInt("form") == COMPRESSED ? Deflated.inflate(stored, BYTES_MAX) : stored;
  }
}
