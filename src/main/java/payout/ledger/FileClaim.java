package payout.ledger;

import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.batch.ChinaClock;
import payout.ledger.sql.Database;
import payout.ledger.sql.LedgerException;
import payout.ledger.sql.Sql;

/**
 * The right of this process to take one file of a folder: a row of {@code intake_claim}. It ends
 * when it is released, or when another process takes the file over after a silence.
 *
 * <p>Invariant: whoever writes anything about the file renews the claim first, in the same
 * transaction. So a process whose file was taken over fails at its next write.
 *
 * <p>There is no timer behind a claim. What reads and decides reports its own progress, so that a
 * read that hangs keeps no file from the other processes.
 */
public final class FileClaim {

  /** How long a silent process keeps a claim, and the turn to decide. */
  static final long LEASE_MS = 20_000;

  private static final Logger LOG = LoggerFactory.getLogger(FileClaim.class);
  private static final long BEAT_NS = TimeUnit.SECONDS.toNanos(3);

  private final Database database;
  private final ChinaClock clock;
  private final LongSupplier nanos;
  private final long id;
  private volatile long renewedNs;
  private volatile boolean released;

  /** A claim that was just made. */
  FileClaim(Database database, ChinaClock clock, LongSupplier nanos, long id) {
    this.database = database;
    this.clock = clock;
    this.nanos = nanos;
    this.id = id;
    this.renewedNs = nanos.getAsLong();
  }

  long id() {
    return id;
  }

  /**
   * There is progress with the file: renews the claim every few seconds, and the turn to decide if
   * it has it. A failure is left to the next write, which requires the claim.
   */
  public void beat() {
    long now = nanos.getAsLong();
    if (now - renewedNs < BEAT_NS) {
      return;
    }
    renewedNs = now;
    try {
      database.write(
          sql -> {
            require(sql, id, clock.millis());
            return sql.update(
                "UPDATE lease SET lease_until = ?"
                    + " WHERE name = 'intake' AND claim = ? AND lease_until > 0",
                clock.millis() + LEASE_MS,
                id);
          });
    } catch (LedgerException e) {
      LOG.debug("The claim of a file is not renewed.", e);
    }
  }

  /** Whether it is certain that no other process takes the file now. */
  public boolean isHeld() {
    String text = "SELECT COUNT(*) FROM intake_claim WHERE id = ? AND lease_until >= ?";
    try {
      return database.read(sql -> sql.number(text, id, clock.millis())) > 0;
    } catch (LedgerException e) {
      LOG.debug("The ledger cannot be asked for the claim of a file.", e);
      return false;
    }
  }

  /** Lets other processes take the file; if the ledger does not answer, they wait for a while. */
  public void release() {
    if (released) {
      return;
    }
    try {
      database.write(
          sql -> {
            end(sql);
            freeTurn(sql, id);
            return null;
          });
      isReleased();
    } catch (LedgerException e) {
      LOG.debug("The claim of a file is not released.", e);
    }
  }

  /** Ends the claim within a transaction; {@link #isReleased} follows its commit. */
  void end(Sql sql) throws SQLException {
    sql.update("DELETE FROM intake_claim WHERE id = ?", id);
  }

  void isReleased() {
    released = true;
  }

  /**
   * Renews a claim, and locks it until the end of the transaction.
   *
   * @throws ClaimLostException when another process took the file over
   */
  static void require(Sql sql, long claim, long now) throws SQLException {
    if (sql.update("UPDATE intake_claim SET lease_until = ? WHERE id = ?", now + LEASE_MS, claim)
        != 1) {
      throw new ClaimLostException();
    }
  }

  /** Lets another file be decided, if this claim has the turn. */
  static void freeTurn(Sql sql, long claim) throws SQLException {
    sql.update(
        "UPDATE lease SET lease_until = 0"
            + " WHERE name = 'intake' AND claim = ? AND lease_until > 0",
        claim);
  }
}
