package payout.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import payout.ledger.chain.Seal;
import payout.ledger.chain.Seal.Head;
import payout.ledger.chain.Trail;
import payout.ledger.sql.Sql;

/**
 * The tables {@code seal}, {@code seal_gap} and {@code seal_mark}.
 *
 * <p>Invariant: a seal is only added, behind the one that is the last, by the process that has the
 * lease {@code seal}; its number and the hash that it names are unique.
 */
final class SealTable {

  /** Nothing that is older than the chain is left there. */
  static final long DONE = Long.MAX_VALUE;

  static final String PACK = "pack";
  static final String RESTORED = "restored";
  private static final String OLD = "_old";
  private static final String BEGIN = "_begin";

  private SealTable() {}

  /** The newest seal; {@link Head#START} without one. */
  static Head head(Sql sql) throws SQLException {
    return sql.first(
            "SELECT number, hash FROM seal WHERE number = (SELECT MAX(number) FROM seal)",
            row -> new Head(row.getLong(1), row.getString(2)))
        .orElse(Head.START);
  }

  /** The hash of a seal; empty where there is none of this number. */
  static Optional<String> hash(Sql sql, long number) throws SQLException {
    return sql.first("SELECT hash FROM seal WHERE number = ?", row -> row.getString(1), number);
  }

  /** Some seals behind this number, in their order. */
  static List<Seal> behind(Sql sql, long number, int count) throws SQLException {
    return sql.list(
        "SELECT * FROM seal WHERE number > ? ORDER BY number LIMIT ?",
        SealTable::read,
        number,
        count);
  }

  private static Seal read(ResultSet row) throws SQLException {
    return new Seal(
        row.getLong("number"),
        row.getLong("at"),
        row.getString("previous"),
        row.getString("hash"),
        row.getBytes("data"));
  }

  /** When a seal was made, milliseconds since 1970; 0 where there is none of this number. */
  static long at(Sql sql, long number) throws SQLException {
    return sql.number("SELECT at FROM seal WHERE number = ?", number);
  }

  static void add(Sql sql, Seal seal) throws SQLException {
    sql.update(
        "INSERT INTO seal (number, at, previous, hash, data) VALUES (?, ?, ?, ?, ?)",
        seal.number(),
        seal.at(),
        seal.previous(),
        seal.hash(),
        seal.data());
  }

  /** How far the sealer is. */
  static Marks marks(Sql sql) throws SQLException {
    Map<String, Long> marks = new HashMap<>();
    sql.list(
        "SELECT name, value FROM seal_mark", row -> marks.put(row.getString(1), row.getLong(2)));
    return new Marks(marks);
  }

  static void mark(Sql sql, String name, long value) throws SQLException {
    sql.update(
        "INSERT INTO seal_mark (name, value) VALUES (?, ?)"
            + " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        name,
        value);
  }

  /** The ids of a table that were not there when the sealer passed them, in their order. */
  static List<Gap> gaps(Sql sql, Trail trail) throws SQLException {
    return sql.list(
        "SELECT low, high, since FROM seal_gap WHERE trail = ? ORDER BY low",
        row -> new Gap(row.getLong(1), row.getLong(2), row.getLong(3)),
        trail.name());
  }

  static void addGap(Sql sql, Trail trail, Gap gap) throws SQLException {
    sql.update(
        "INSERT INTO seal_gap (trail, low, high, since) VALUES (?, ?, ?, ?)",
        trail.name(),
        gap.low,
        gap.high,
        gap.since);
  }

  static void endGap(Sql sql, Trail trail, Gap gap) throws SQLException {
    sql.update("DELETE FROM seal_gap WHERE trail = ? AND low = ?", trail.name(), gap.low);
  }

  /** Whether every event of a batch is sealed, so that it may be packed. */
  static boolean isSealed(Sql sql, BatchRecord batch) throws SQLException {
    return areSealed(
        sql,
        sql.list(
            "SELECT id FROM event WHERE file_id = ? AND batch_id = ?",
            row -> row.getLong(1),
            batch.fileId(),
            batch.id()));
  }

  /** The same for the events of a file without those of its batches. */
  static boolean isSealed(Sql sql, long fileId) throws SQLException {
    return areSealed(
        sql,
        sql.list(
            "SELECT id FROM event WHERE file_id = ? AND batch_id IS NULL",
            row -> row.getLong(1),
            fileId));
  }

  private static boolean areSealed(Sql sql, List<Long> events) throws SQLException {
    Marks marks = marks(sql);
    List<Gap> gaps = gaps(sql, Trail.EVENT);
    return marks.of(PACK) == DONE
        && events.stream().noneMatch(id -> marks.isPending(Trail.EVENT, id, gaps));
  }

  /**
   * How far the sealer is.
   *
   * @param values by the names of the marks
   */
  record Marks(Map<String, Long> values) {

    long of(String name) {
      return values.getOrDefault(name, 0L);
    }

    /** All rows up to this id are sealed, but for gaps and what is older than the chain. */
    long upTo(Trail trail) {
      return of(trail.table());
    }

    /** Up to this id what is older than the chain is sealed. */
    long old(Trail trail) {
      return of(oldName(trail));
    }

    /** Behind this id begins what is sealed as it comes. */
    long begin(Trail trail) {
      return of(trail.table() + BEGIN);
    }

    /** Whether everything that is older than the chain is sealed. */
    boolean hasCaughtUp() {
      return of(PACK) == DONE
          && old(Trail.EVENT) >= begin(Trail.EVENT)
          && old(Trail.AUDIT) >= begin(Trail.AUDIT);
    }

    /** Whether a row with this id may still be sealed by what these marks say. */
    boolean isPending(Trail trail, long id, List<Gap> gaps) {
      return id > upTo(trail)
          || id > old(trail) && id <= begin(trail)
          || gaps.stream().anyMatch(gap -> gap.low <= id && id <= gap.high);
    }
  }

  static String oldName(Trail trail) {
    return trail.table() + OLD;
  }

  /**
   * Ids that were not there.
   *
   * @param low the first
   * @param high the last
   * @param since when they were passed, milliseconds since 1970
   */
  record Gap(long low, long high, long since) {}
}
