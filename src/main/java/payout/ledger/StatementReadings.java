package payout.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import payout.batch.ChinaClock;
import payout.ledger.sql.Database;
import payout.ledger.sql.Sql;

/**
 * How often the reading of a statement began and did not end in order: it could not be read to its
 * end, or the process ended with it. Whatever ends a reading in order deletes the count.
 *
 * <p>A statement that ends the process that reads it would end each process in turn, for ever. So
 * it is read as often as may be chance, with a pause in between, and then given up; unlike a payout
 * file, it can be downloaded again.
 */
public final class StatementReadings {

  /** From so many on a statement is given up; the same as for payout files. */
  public static final int OFTEN = BrokenOff.OFTEN;

  private static final long PAUSE_MS = TimeUnit.MINUTES.toMillis(1);

  private final Database database;
  private final ChinaClock clock;

  StatementReadings(Database database, ChinaClock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Begins a reading, unless too many were broken off.
   *
   * @param name its name in the folder
   * @param size in bytes
   * @param modifiedAt its last change, milliseconds since 1970; with another size or change it is
   *     another file
   * @return how many earlier ones were broken off; with {@link #OFTEN} it is not to be read
   * @throws FileRestsException when the last one was broken off just now
   */
  public int begin(String name, long size, long modifiedAt) {
    return database.write(
        sql -> {
          long now = clock.millis();
          int broken = broken(sql, name, size, modifiedAt, now);
          if (broken < OFTEN) {
            record(sql, name, size, modifiedAt, broken + 1, now);
          }
          return broken;
        });
  }

  private static int broken(Sql sql, String name, long size, long modifiedAt, long now)
      throws SQLException {
    Optional<Begun> last =
        sql.first(
            "SELECT times, begun_at FROM statement_reading"
                + " WHERE name = ? AND size = ? AND modified_at = ?",
            Begun::read,
            name,
            size,
            modifiedAt);
    if (last.isEmpty()) {
      return 0;
    }
    int times = last.get().times;
    long pause = PAUSE_MS << times - 1;
    if (times < OFTEN && Math.abs(now - last.get().at) < pause) {
      throw new FileRestsException(name, times, pause);
    }
    return times;
  }

  private static void record(Sql sql, String name, long size, long modifiedAt, int times, long now)
      throws SQLException {
    sql.update(
        "INSERT INTO statement_reading (name, size, modified_at, times, begun_at)"
            + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET size = excluded.size,"
            + " modified_at = excluded.modified_at, times = excluded.times,"
            + " begun_at = excluded.begun_at",
        name,
        size,
        modifiedAt,
        times,
        now);
  }

  /** It ended in order, or is given up. */
  public void end(String name) {
    database.write(sql -> sql.update("DELETE FROM statement_reading WHERE name = ?", name));
  }

  private record Begun(int times, long at) {

    static Begun read(ResultSet row) throws SQLException {
      return new Begun(row.getInt("times"), row.getLong("begun_at"));
    }
  }
}
