package payout.ledger;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import payout.ledger.sql.Sql;

/** The table {@code node}, and what a process that is gone still holds. */
final class NodeTable {

  /** How long a node that is gone is remembered. */
  static final long REMEMBERED_MS = TimeUnit.DAYS.toMillis(1);

  private NodeTable() {}

  /** Lets one process at a time join; until the end of the transaction. */
  static void lock(Sql sql) throws SQLException {
    sql.update("UPDATE stamp SET value = value WHERE name = 'kind'");
  }

  static Optional<NodeRecord> find(Sql sql, String name) throws SQLException {
    return sql.first("SELECT * FROM node WHERE name = ?", NodeRecord::read, name);
  }

  /** The same, and waits for a beat that is being written; no beat follows in this transaction. */
  static Optional<NodeRecord> findLocked(Sql sql, String name) throws SQLException {
    return sql.first(
        "UPDATE node SET owner = owner WHERE name = ? RETURNING *", NodeRecord::read, name);
  }

  static List<NodeRecord> all(Sql sql) throws SQLException {
    return sql.list("SELECT * FROM node ORDER BY name", NodeRecord::read);
  }

  static void put(Sql sql, NodeRecord node) throws SQLException {
    sql.update(
        "INSERT INTO node (name, owner, version, started_at, seen_at, clock_offset_ms)"
            + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET owner = excluded.owner,"
            + " version = excluded.version, started_at = excluded.started_at,"
            + " seen_at = excluded.seen_at, clock_offset_ms = excluded.clock_offset_ms,"
            + " in_flight = 0",
        node.name(),
        node.owner(),
        node.version(),
        node.startedAt(),
        node.seenAt(),
        node.clockOffsetMs());
  }

  /** Records a sign of life; false when the process is not the one of its name any longer. */
  static boolean beat(Sql sql, String name, String owner, long now, long offsetMs, int inFlight)
      throws SQLException {
    return sql.update(
            "UPDATE node SET seen_at = ?, clock_offset_ms = ?, in_flight = ?"
                + " WHERE name = ? AND owner = ?",
            now,
            offsetMs,
            inFlight,
            name,
            owner)
        == 1;
  }

  /** Removes a process that ended in order. */
  static void remove(Sql sql, String name, String owner) throws SQLException {
    sql.update("DELETE FROM node WHERE name = ? AND owner = ?", name, owner);
  }

  /** Forgets the processes that were silent for long; should one wake, it has nothing any more. */
  static void forgetSilent(Sql sql, long now) throws SQLException {
    List<String> owners =
        sql.list(
            "DELETE FROM node WHERE seen_at < ? RETURNING owner",
            row -> row.getString(1),
            now - REMEMBERED_MS);
    for (String owner : owners) {
      takeBack(sql, owner, false);
    }
  }

  /**
   * Ends every lease of a process that is gone, and its right to what it leased: others may claim
   * it at once. Its batches are UNKNOWN at the next recovery if it is dead; otherwise a post of
   * them may be under way, or an outcome about to be recorded, and their leases stay.
   */
  static void takeBack(Sql sql, String owner, boolean isDead) throws SQLException {
    sql.update("UPDATE lease SET owner = '', lease_until = 0 WHERE owner = ?", owner);
    sql.update("DELETE FROM intake_claim WHERE owner = ?", owner);
    if (isDead) {
      BatchTable.endLeases(sql, owner);
    }
    sql.update(
        "UPDATE publication SET owner = NULL, lease_until = NULL"
            + " WHERE owner = ? AND published_at IS NULL",
        owner);
  }

  /** How many migrations the ledger went through. */
  static long form(Sql sql) throws SQLException {
    return sql.number("SELECT MAX(installed_rank) FROM flyway_schema_history");
  }
}
