package payout.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A node as the ledger knows it. Times are milliseconds since 1970, by the clock of the database.
 *
 * @param name its name
 * @param owner the process under that name, unique
 * @param version the version of its program
 * @param startedAt when the process joined
 * @param seenAt its last beat
 * @param clockOffsetMs by how many milliseconds its machine's clock was ahead of the database's
 * @param inFlight how many batches it had claimed and not recorded
 */
public record NodeRecord(
    String name,
    String owner,
    String version,
    long startedAt,
    long seenAt,
    long clockOffsetMs,
    int inFlight) {

  /** How long a living node may be silent, milliseconds; after that it counts as gone. */
  static final long SILENCE_MAX_MS = NodeTimes.SILENCE_MS;

  static NodeRecord read(ResultSet row) throws SQLException {
    return new NodeRecord(
        row.getString("name"),
        row.getString("owner"),
        row.getString("version"),
        row.getLong("started_at"),
        row.getLong("seen_at"),
        row.getLong("clock_offset_ms"),
        row.getInt("in_flight"));
  }

  /**
   * Whether it gave a sign of life within the last {@value #SILENCE_MAX_MS} ms.
   *
   * @param now milliseconds since 1970, by the clock of the database
   */
  public boolean isSeen(long now) {
    return now - seenAt <= SILENCE_MAX_MS;
  }
}
