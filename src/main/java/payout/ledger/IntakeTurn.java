package payout.ledger;

import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import payout.batch.ChinaClock;
import payout.ledger.sql.Database;
import payout.ledger.sql.Sql;

/**
 * The turn to decide about a file, which one claim at a time has over all processes: the row {@code
 * intake} of {@code lease}.
 *
 * <p>Invariant: a claim takes the turn once, and every change of the index of serials and every
 * acceptance requires it. So nothing was indexed or accepted between the taking of the turn and
 * what requires it, but by the same claim.
 */
final class IntakeTurn {

  private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(10);

  /** A file that waits for its turn renews its claim so often. */
  private static final long LOOKS_NS = TimeUnit.SECONDS.toNanos(3);

  private final Database database;
  private final ChinaClock clock;
  private final String owner;

  IntakeTurn(Database database, ChinaClock clock, String owner) {
    this.database = database;
    this.clock = clock;
    this.owner = owner;
  }

  /**
   * Takes the turn, unless a claim of another process has it that was not silent for too long;
   * returns whether. One that this process has is left from an earlier file, because a process
   * reads one file at a time.
   */
  boolean take(Sql sql, long claim) throws SQLException {
    long now = clock.millis();
    return sql.update(
            "INSERT INTO lease (name, owner, claim, lease_until) VALUES ('intake', ?, ?, ?)"
                + " ON CONFLICT (name) DO UPDATE SET owner = excluded.owner,"
                + " claim = excluded.claim, lease_until = excluded.lease_until"
                + " WHERE lease.owner = excluded.owner OR lease.lease_until < ?",
            owner,
            claim,
            now + FileClaim.LEASE_MS,
            now)
        == 1;
  }

  /**
   * Renews the turn, and locks it until the end of the transaction.
   *
   * @throws ClaimLostException when this claim does not have it, or another one took it meanwhile
   */
  void require(Sql sql, long claim) throws SQLException {
    int rows =
        sql.update(
            "UPDATE lease SET lease_until = ?"
                + " WHERE name = 'intake' AND owner = ? AND claim = ? AND lease_until > 0",
            clock.millis() + FileClaim.LEASE_MS,
            owner,
            claim);
    if (rows != 1) {
      throw new ClaimLostException();
    }
  }

  /**
   * Locks the turn until the end of the transaction if nobody has it, for a change of an index that
   * belongs to no file which is being decided; returns whether.
   */
  static boolean lockIfFree(Sql sql, long now) throws SQLException {
    return sql.update(
            "INSERT INTO lease (name, owner, claim, lease_until) VALUES ('intake', '', 0, 0)"
                + " ON CONFLICT (name) DO UPDATE SET owner = lease.owner"
                + " WHERE lease.lease_until < ?",
            now)
        == 1;
  }

  /** Waits until the turn may be free, for some seconds. Looks often: a decision is short. */
  void await() {
    long end = System.nanoTime() + LOOKS_NS;
    do {
      LockSupport.parkNanos(LOOK_NS);
      if (Thread.currentThread().isInterrupted()) {
        throw new IllegalStateException("The wait for the turn of a file was interrupted.");
      }
    } while (System.nanoTime() - end < 0 && !isFree());
  }

  private boolean isFree() {
    String text =
        "SELECT COUNT(*) FROM lease WHERE name = 'intake' AND owner <> ? AND lease_until >= ?";
    return database.read(sql -> sql.number(text, owner, clock.millis())) == 0;
  }
}
