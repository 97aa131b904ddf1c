package payout.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A step of a file or a batch.
 *
 * @param at when, milliseconds since 1970
 * @param kind what happened
 * @param from the state before; null for a file
 * @param to the state after; null for a file
 * @param cause who or what caused it
 * @param detail more of it; may be empty
 */
public record EventRecord(
    long at, String kind, String from, String to, String cause, String detail) {

  static EventRecord read(ResultSet row) throws SQLException {
    return new EventRecord(
        row.getLong("at"),
        row.getString("kind"),
        row.getString("from_state"),
        row.getString("to_state"),
        row.getString("cause"),
        row.getString("detail"));
  }
}
