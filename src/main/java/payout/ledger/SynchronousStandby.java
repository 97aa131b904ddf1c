package payout.ledger;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import payout.ledger.sql.Database;
import payout.ledger.sql.LedgerException;

/**
 * The gate that is open while a synchronous standby follows the database, which is asked each
 * second.
 *
 * <p>While one is required and none follows, PostgreSQL itself lets every commit wait. This gate
 * closes before commits pile up there, and also when nobody requires one any more: then commits
 * would pass that a fail-over loses.
 */
final class SynchronousStandby implements LedgerGate, AutoCloseable {

  private static final long PERIOD_MS = 1_000;

  /** Longer than a question takes that is answered at all. */
  private static final long FORGOTTEN_NS = 8_000_000_000L;

  private static final String QUESTION =
      "SELECT pg_has_role('pg_read_all_stats', 'USAGE'),"
          + " current_setting('synchronous_standby_names') <> '',"
          + " EXISTS (SELECT 1 FROM pg_stat_replication"
          + " WHERE state = 'streaming' AND sync_state IN ('sync', 'quorum'))";

  private final Database database;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Answer answer;

  /**
   * Asks for the first time.
   *
   * @param database over connections that others do not exhaust
   * @throws LedgerException when it cannot be seen whether a standby follows
   */
  SynchronousStandby(Database database) {
    this.database = database;
    this.answer = ask();
    Thread thread = new Thread(this::watch, "payout-standby-watch");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public Optional<String> closedBecause() {
    Answer last = answer;
    return System.nanoTime() - last.at > FORGOTTEN_NS
        ? Optional.of(
            "It is unknown whether a synchronous standby follows the ledger, because the ledger"
                + " does not answer.")
        : last.closedBecause;
  }

  private void watch() {
    try {
      while (!closed.await(PERIOD_MS, TimeUnit.MILLISECONDS)) {
        try {
          answer = ask();
        } catch (LedgerException e) {
          // The last answer counts until it is forgotten.
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Answer ask() {
    return new Answer(
        database.read(
            sql ->
                sql.first(
                        QUESTION,
                        row -> reason(row.getBoolean(1), row.getBoolean(2), row.getBoolean(3)))
                    .orElseThrow()),
        System.nanoTime());
  }

  private static Optional<String> reason(boolean visible, boolean required, boolean follows) {
    if (!visible) {
      throw new LedgerException(
          "The user of payout.ledger.user cannot see whether a standby follows, which"
              + " payout.ledger.standby=synchronous requires. Run: GRANT pg_monitor TO that user.");
    }
    if (!required) {
      return Optional.of(
          "No synchronous standby is required by the server of the ledger (its"
              + " synchronous_standby_names is empty), and payout.ledger.standby is synchronous.");
    }
    return follows
        ? Optional.empty()
        : Optional.of(
            "No synchronous standby follows the ledger, and payout.ledger.standby is synchronous.");
  }

  @Override
  public void close() {
    closed.countDown();
  }

  private record Answer(Optional<String> closedBecause, long at) {}
}
