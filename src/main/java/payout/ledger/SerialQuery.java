package payout.ledger;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Looks up which batches of other files hold serials with given hashes. */
final class SerialQuery {

  private static final int HASHES_A_QUERY = 500;

  private SerialQuery() {}

  /** A hit for each entry whose hash a batch of another, taken file holds. */
  static List<SerialHit> find(Sql sql, long fileId, long[] entries) throws SQLException {
    List<SerialHit> hits = new ArrayList<>();
    int whole = entries.length - entries.length % HASHES_A_QUERY;
    find(sql, fileId, entries, 0, whole, HASHES_A_QUERY, hits);
    find(sql, fileId, entries, whole, entries.length, entries.length - whole, hits);
    return hits;
  }

  /** Asks for the entries from..to, so many at once, by one statement: to prepare it costs most. */
  private static void find(
      Sql sql, long fileId, long[] entries, int from, int to, int atOnce, List<SerialHit> hits)
      throws SQLException {
    if (from == to) {
      return;
    }
    try (PreparedStatement query = sql.prepare(text(atOnce))) {
      for (int next = from; next < to; next += atOnce) {
        ask(query, fileId, entries, next, next + atOnce, hits);
      }
    }
  }

  /** Adds a hit for each entry from..to whose hash a batch of another, taken file holds. */
  private static void ask(
      PreparedStatement query, long fileId, long[] entries, int from, int to, List<SerialHit> hits)
      throws SQLException {
    for (int i = from; i < to; i++) {
      query.setLong(i - from + 1, SerialEntry.hash(entries[i]));
    }
    query.setLong(to - from + 1, fileId);
    try (ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        add(rows.getLong(1), rows.getLong(2), entries, from, to, hits);
      }
    }
  }

  /** The batches, of any file that was taken, that may hold a serial with this hash. */
  static List<Long> batches(Sql sql, long hash) throws SQLException {
    return sql.list(
        "SELECT s.batch_id FROM serial s JOIN batch b ON b.id = s.batch_id"
            + " WHERE s.hash = ? AND b.batch_no IS NOT NULL ORDER BY s.batch_id",
        row -> row.getLong(1),
        hash);
  }

  private static String text(int count) {
    return "SELECT s.hash, s.batch_id FROM serial s JOIN batch b ON b.id = s.batch_id"
        + " WHERE s.hash IN (?"
        + ", ?".repeat(count - 1)
        + ") AND b.file_id <> ? AND b.batch_no IS NOT NULL";
  }

  private static void add(
      long hash, long batchId, long[] entries, int from, int to, List<SerialHit> hits) {
    for (int i = from; i < to; i++) {
      if (SerialEntry.hash(entries[i]) == hash) {
        hits.add(new SerialHit(batchId, entries[i]));
      }
    }
  }
}
