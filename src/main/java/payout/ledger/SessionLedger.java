package payout.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import payout.batch.ChinaClock;
import payout.ledger.sql.Database;
import payout.ledger.sql.Sql;

/**
 * Who is logged in to the console: on every node, and over restarts. A session ends 15 minutes
 * after its last request and 8 hours after its log-in.
 *
 * <p>Sessions are named by the hash of their secret, so that nobody who reads the ledger can use
 * one.
 */
public final class SessionLedger {

  /** Milliseconds without a request after which a session ends. */
  public static final long IDLE_MAX_MS = TimeUnit.MINUTES.toMillis(15);

  /** Milliseconds after its log-in in which a session ends. */
  public static final long AGE_MAX_MS = TimeUnit.HOURS.toMillis(8);

  /** A session is written again when its last request is older, milliseconds. */
  private static final long SEEN_AGAIN_MS = 10_000;

  private final Database database;
  private final ChinaClock clock;

  SessionLedger(Database database, ChinaClock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Starts a session, and forgets those that ended.
   *
   * @param id the hash of its secret
   * @param proved whether a second factor was given
   */
  public void start(String id, String user, String address, boolean proved) {
    long now = clock.millis();
    database.write(
        sql -> {
          sql.update(
              "DELETE FROM console_session WHERE started_at < ? OR seen_at < ?",
              now - AGE_MAX_MS,
              now - IDLE_MAX_MS);
          return sql.update(
              "INSERT INTO console_session (id, user_name, address, proved, started_at, seen_at)"
                  + " VALUES (?, ?, ?, ?, ?, ?)",
              id,
              user,
              address,
              proved ? 1 : 0,
              now,
              now);
        });
  }

  /** A session that has not ended, for a page that renews itself: that nobody did anything. */
  public Optional<Session> peek(String id) {
    long now = clock.millis();
    return database
        .read(sql -> sql.first("SELECT * FROM console_session WHERE id = ?", Session::read, id))
        .filter(session -> session.isAliveAt(now));
  }

  /** A session that has not ended; this is a request of it. */
  public Optional<Session> find(String id) {
    long now = clock.millis();
    Optional<Session> found = peek(id);
    if (found.filter(session -> now - session.seenAt() > SEEN_AGAIN_MS).isPresent()) {
      database.write(
          sql ->
              sql.update(
                  "UPDATE console_session SET seen_at = ? WHERE id = ? AND seen_at < ?",
                  now,
                  id,
                  now));
    }
    return found;
  }

  /** Ends a session; it may have ended already. */
  public void end(String id) {
    database.write(sql -> sql.update("DELETE FROM console_session WHERE id = ?", id));
  }

  /** Ends all sessions of a user; how many there were. */
  static int endAll(Sql sql, String user) throws SQLException {
    return sql.update("DELETE FROM console_session WHERE user_name = ?", user);
  }

  /**
   * Uses up a code of a second factor.
   *
   * @param step the number of the code's half minute
   * @return false when this code, or a later one, was used before
   */
  public boolean useCode(String user, long step) {
    return database.write(
        sql ->
            sql.update(
                    "INSERT INTO console_code (user_name, step) VALUES (?, ?)"
                        + " ON CONFLICT (user_name) DO UPDATE SET step = excluded.step"
                        + " WHERE console_code.step < excluded.step",
                    user,
                    step)
                == 1);
  }

  /** The sessions that have not ended, the newest first, at most so many. */
  public List<Session> all(int count) {
    long now = clock.millis();
    return database
        .read(
            sql ->
                sql.list(
                    "SELECT * FROM console_session WHERE started_at >= ? ORDER BY started_at DESC"
                        + " LIMIT ?",
                    Session::read,
                    now - AGE_MAX_MS,
                    count))
        .stream()
        .filter(session -> session.isAliveAt(now))
        .toList();
  }

  /** The sessions of a user that have not ended, the newest first, at most so many. */
  public List<Session> of(String user, int count) {
    long now = clock.millis();
    return database
        .read(
            sql ->
                sql.list(
                    "SELECT * FROM console_session WHERE user_name = ? ORDER BY started_at DESC"
                        + " LIMIT ?",
                    Session::read,
                    user,
                    count))
        .stream()
        .filter(session -> session.isAliveAt(now))
        .toList();
  }

  /**
   * Somebody who is logged in.
   *
   * @param id the hash of its secret
   * @param user who it is
   * @param address from where the log-in came
   * @param proved whether a second factor was given
   * @param startedAt when, milliseconds since 1970
   * @param seenAt about when the last request came, milliseconds since 1970
   */
  public record Session(
      String id, String user, String address, boolean proved, long startedAt, long seenAt) {

    static Session read(ResultSet row) throws SQLException {
      return new Session(
          row.getString("id"),
          row.getString("user_name"),
          row.getString("address"),
          row.getInt("proved") == 1,
          row.getLong("started_at"),
          row.getLong("seen_at"));
    }

    private boolean isAliveAt(long now) {
      return now - startedAt < AGE_MAX_MS && now - seenAt < IDLE_MAX_MS;
    }
  }
}
