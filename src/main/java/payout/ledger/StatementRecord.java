package payout.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A statement of the account that came through its folder.
 *
 * @param id the ledger's own number
 * @param sha256 of its bytes, 64 hexadecimal digits
 * @param name its name in the folder
 * @param start how the name of its file in the outbox begins, {@code statement.<date>.<id>}
 * @param layout its layout; empty when it is refused
 * @param from where its period begins, in China, as it states it; empty when it is refused
 * @param to where it ends, exclusive; the same
 * @param rows how many rows it has
 * @param reason why it is refused, as a sentence; empty for one that was matched
 * @param incomplete why movements may be missing in it, as a sentence; empty when none is
 * @param receivedAt when it was taken, milliseconds since 1970
 * @param seenAgain how often the same bytes came again
 */
public record StatementRecord(
    long id,
    String sha256,
    String name,
    String start,
    String layout,
    String from,
    String to,
    long rows,
    String reason,
    String incomplete,
    long receivedAt,
    long seenAgain) {

  static final String SELECT =
      "SELECT id, sha256, name, start, layout, from_at, to_at, lines, reason, incomplete,"
          + " received_at, seen_again FROM statement ";

  static StatementRecord read(ResultSet row) throws SQLException {
    return new StatementRecord(
        row.getLong("id"),
        row.getString("sha256"),
        row.getString("name"),
        row.getString("start"),
        row.getString("layout"),
        row.getString("from_at"),
        row.getString("to_at"),
        row.getLong("lines"),
        row.getString("reason"),
        row.getString("incomplete"),
        row.getLong("received_at"),
        row.getLong("seen_again"));
  }

  /** Whether nothing was concluded from it. */
  public boolean isRefused() {
    return !reason.isEmpty();
  }
}
