package payout.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A row of the table {@code event}, wherever it is: with its id and its exact content.
 *
 * @param id its id, by which events are ordered
 * @param at when, milliseconds since 1970
 * @param kind what happened
 * @param from the state before; null for a file
 * @param to the state after; null for a file
 * @param cause who or what caused it
 * @param detail details; may be empty
 * @param node on which node; empty for a command
 */
record PackedEvent(
    long id,
    long at,
    String kind,
    String from,
    String to,
    String cause,
    String detail,
    String node) {

  static PackedEvent read(ResultSet row) throws SQLException {
    return new PackedEvent(
        row.getLong("id"),
        row.getLong("at"),
        row.getString("kind"),
        row.getString("from_state"),
        row.getString("to_state"),
        row.getString("cause"),
        row.getString("detail"),
        row.getString("node"));
  }
}
