package payout.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A file that this program once archived or put into the outbox, and that the ledger does not know.
 *
 * @param place the folder, as the node that found the file calls it
 * @param name the file's name there
 * @param node the node that found it
 * @param foundAt when it did, milliseconds since 1970
 */
public record LostFile(String place, String name, String node, long foundAt) {

  static LostFile read(ResultSet row) throws SQLException {
    return new LostFile(
        row.getString("place"),
        row.getString("name"),
        row.getString("node"),
        row.getLong("found_at"));
  }
}
