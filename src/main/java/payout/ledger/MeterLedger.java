package payout.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import payout.batch.BatchState;
import payout.batch.ChinaClock;
import payout.batch.FileState;
import payout.ledger.LedgerNumbers.Sum;
import payout.ledger.LedgerNumbers.Today;
import payout.ledger.chain.Trail;
import payout.ledger.sql.Database;
import payout.ledger.sql.Sql;

/**
 * Reads the numbers behind the meters, over connections with short limits. Changes nothing.
 *
 * <p>Only what is open, or came today, is added up: partial indexes hold it, so the age of the
 * ledger does not matter. Acts of persons are few; those since the readings began are counted.
 */
public final class MeterLedger {

  /** Of one state, which stands in the text: an index of files by state answers. */
  private static final String FILES =
      "SELECT COUNT(*), SUM(lines), SUM(amount), MIN(COALESCE(waiting_since, received_at))"
          + " FROM payout_file WHERE state = '";

  private static final String TODAY =
      "SELECT COUNT(*), SUM(lines), SUM(open_lines), SUM(paid_lines), SUM(rejected_lines),"
          + " SUM(amount), SUM(paid_amount) FROM payout_file WHERE received_at >= ? AND state = '";

  private static final String BATCHES =
      "SELECT state, COUNT(*), SUM(open_lines), SUM(amount - paid_amount), MIN(";

  private static final List<String> OF_BATCHES =
      List.of(
          BATCHES
              + "due_at) FROM batch WHERE due_at IS NOT NULL AND state = 'READY' GROUP BY state",
          BATCHES
              + "trouble_since) FROM batch WHERE state IN ('UNKNOWN', 'HELD', 'SENDING')"
              + " GROUP BY state",
          BATCHES
              + "taken_at) FROM batch WHERE state = 'TAKEN' AND overdue_at IS NULL GROUP BY state");

  private static final String OVERDUE =
      BATCHES
          + "overdue_at) FROM batch WHERE state = 'TAKEN' AND overdue_at IS NOT NULL"
          + " GROUP BY state";

  /** An index of the audit trail by kind and time answers. */
  private static final String ACTS =
      LedgerNumbers.ACTS.stream()
          .map(act -> "'" + act + "'")
          .collect(
              Collectors.joining(
                  ", ",
                  "SELECT kind, COUNT(*) FROM audit WHERE kind IN (",
                  ") AND at >= ? GROUP BY kind"));

  private static final Map<Trail, String> UNSEALED = new EnumMap<>(Trail.class);

  static {
    for (Trail trail : Trail.values()) {
      UNSEALED.put(
          trail,
          "SELECT 1, at FROM "
              + trail.table()
              + " WHERE id > COALESCE((SELECT value FROM seal_mark WHERE name = '"
              + trail.table()
              + "'), 0) ORDER BY id LIMIT 1");
    }
  }

  private final Database database;
  private final ChinaClock clock;
  private final long begunAt;

  MeterLedger(Database database, ChinaClock clock) {
    this.database = database;
    this.clock = clock;
    this.begunAt = clock.millis();
  }

  /** The time of the ledger, milliseconds since 1970. */
  public long now() {
    return clock.millis();
  }

  /**
   * How the ledger stands now.
   *
   * @throws payout.ledger.sql.LedgerException when it cannot be read
   */
  public LedgerNumbers read() {
    return database.read(sql -> new Reading(sql).all());
  }

  /**
   * The size of the database, bytes.
   *
   * @throws payout.ledger.sql.LedgerException when it cannot be read
   */
  public long bytes() {
    return database.read(
        sql ->
            sql.isSqlite()
                ? sql.number("PRAGMA page_count") * sql.number("PRAGMA page_size")
                : sql.number("SELECT pg_database_size(current_database())"));
  }

  /** One reading. */
  private final class Reading {

    private final Sql sql;
    private final Map<FileState, Sum> files = new EnumMap<>(FileState.class);
    private final Map<BatchState, Sum> batches = new EnumMap<>(BatchState.class);
    private final Map<FileState, Long> todaysFiles = new EnumMap<>(FileState.class);
    private final Map<Today, Sum> today = Today.none();
    private final Map<String, Long> oldest = new HashMap<>();

    Reading(Sql sql) {
      this.sql = sql;
    }

    LedgerNumbers all() throws SQLException {
      files();
      batches();
      long midnight = ChinaClock.startOf(clock.today());
      for (FileState state : FileState.values()) {
        sql.list(TODAY + state + "'", row -> today(state, row), midnight);
      }
      long publications =
          one(
              LedgerNumbers.OUTPUT,
              "SELECT COUNT(*), MIN(created_at) FROM publication WHERE published_at IS NULL");
      one(
          LedgerNumbers.NOT_NOTIFIED,
          "SELECT COUNT(*), MIN(taken_at) FROM batch WHERE state = 'TAKEN'"
              + " AND notified_at IS NULL");
      long pauses = one(LedgerNumbers.PAUSE, "SELECT COUNT(*), MIN(since) FROM pause");
      for (Trail trail : Trail.values()) {
        one(LedgerNumbers.UNSEALED, UNSEALED.get(trail));
      }
      long now = clock.millis();
      long nodes = NodeTable.all(sql).stream().filter(node -> node.isSeen(now)).count();
      return new LedgerNumbers(
          now, files, batches, todaysFiles, today, oldest, publications, pauses > 0, nodes, acts());
    }

    private Map<AuditKind, Long> acts() throws SQLException {
      Map<AuditKind, Long> acts = new EnumMap<>(AuditKind.class);
      sql.list(ACTS, row -> acts.put(AuditKind.valueOf(row.getString(1)), row.getLong(2)), begunAt);
      return acts;
    }

    private void files() throws SQLException {
      for (FileState state : LedgerNumbers.OPEN_FILES) {
        sql.list(
            FILES + state + "'",
            row -> {
              note(state.name(), row.getLong(4));
              return files.put(state, sum(row, 1));
            });
      }
    }

    private void batches() throws SQLException {
      for (String query : OF_BATCHES) {
        sql.list(query, row -> batch(row, null));
      }
      sql.list(OVERDUE, row -> batch(row, LedgerNumbers.OVERDUE));
    }

    /** A batch that is posted again is in trouble since its first post. */
    private Sum batch(ResultSet row, String as) throws SQLException {
      BatchState state = BatchState.valueOf(row.getString(1));
      String kind = state == BatchState.SENDING ? BatchState.UNKNOWN.name() : state.name();
      note(as == null ? kind : as, row.getLong(5));
      return batches.merge(state, sum(row, 2), Sum::plus);
    }

    private boolean today(FileState state, ResultSet row) throws SQLException {
      if (row.getLong(1) == 0) {
        return false;
      }
      todaysFiles.put(state, row.getLong(1));
      long lines = row.getLong(2);
      long open = row.getLong(3);
      long paid = row.getLong(4);
      long fen = row.getLong(6);
      long paidFen = row.getLong(7);
      if (state == FileState.REJECTED || state == FileState.DUPLICATE) {
        add(Today.REJECTED, lines + row.getLong(5), fen);
        return true;
      }
      boolean settled = state == FileState.SETTLED;
      add(Today.REJECTED, row.getLong(5), 0);
      add(Today.PAID, paid, paidFen);
      add(Today.FAILED, lines - open - paid, settled ? fen - paidFen : 0);
      add(Today.OPEN, open, settled ? 0 : fen - paidFen);
      return true;
    }

    private void add(Today state, long lines, long fen) {
      today.merge(state, new Sum(0, lines, fen), Sum::plus);
    }

    private long one(String kind, String query) throws SQLException {
      return sql.first(
              query,
              row -> {
                note(kind, row.getLong(2));
                return row.getLong(1);
              })
          .orElse(0L);
    }

    private void note(String kind, long since) {
      if (since > 0) {
        oldest.merge(kind, since, Math::min);
      }
    }

    /** Of three columns, from this one on. */
    private static Sum sum(ResultSet row, int from) throws SQLException {
      return new Sum(row.getLong(from), row.getLong(from + 1), row.getLong(from + 2));
    }
  }
}
