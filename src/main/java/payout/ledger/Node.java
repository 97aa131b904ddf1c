package payout.ledger;

import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.batch.ChinaClock;
import payout.ledger.sql.Database;
import payout.ledger.sql.LedgerException;
import payout.ledger.sql.Sql;

/**
 * This process among those on the ledger: it joins under its name, beats every 2 seconds, and
 * leaves.
 *
 * <p>Invariant: a process that others may consider gone begins nothing. Others consider it gone
 * after a silence during which its own gate has closed ({@link NodeTimes}), and the gate opens only
 * when a beat has found that the process is still the one of its name.
 */
final class Node implements LedgerGate, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Node.class);

  /** No other process can be on an embedded ledger, and each beat of it is a sync of a disk. */
  private static final long EMBEDDED_BEAT_MS = 10_000;

  /** The difference between two clocks with which nothing is claimed. */
  private static final long OFFSET_MAX_MS = 30_000;

  private static final int LEAVE_S = 3;

  private final Database database;
  private final NodeIdentity identity;
  private final NodePlace place;
  private final ChinaClock clock;
  private final DatabaseClock shared;
  private final LongSupplier nanos;
  private final ScheduledExecutorService beats =
      Executors.newSingleThreadScheduledExecutor(Node::thread);

  private volatile IntSupplier inFlight = () -> 0;
  private volatile long beatAt;

  /** Why this process has no place among the nodes; empty while it has. */
  private volatile String lost = "";

  /** Why the tables are not its own; empty while they are. */
  private volatile String outdated = "";

  private String told = "";

  private Node(
      Database database,
      NodeIdentity identity,
      String owner,
      long form,
      ChinaClock clock,
      DatabaseClock shared,
      LongSupplier nanos) {
    this.database = database;
    this.identity = identity;
    this.clock = clock;
    this.shared = shared;
    this.nanos = nanos;
    this.place = new NodePlace(database, identity, owner, form, clock, this::clockOffsetMs);
    this.beatAt = nanos.getAsLong();
  }

  /**
   * Joins the nodes of a ledger. Under a name whose process does not beat any more, takes back what
   * that process held; under one that beats, waits for its end.
   *
   * @param owner this process
   * @param form the form of the tables that this program knows, see {@link Migrations#run}
   * @param wall the clock of this machine
   * @param nanos the monotonic one
   * @throws LedgerException when the other process goes on, when living nodes have other settings,
   *     or when the ledger has a newer form; nothing is changed then
   */
  static Node join(
      Database database,
      NodeIdentity identity,
      String owner,
      long form,
      ChinaClock wall,
      LongSupplier nanos,
      NodePlace.Patience patience) {
    DatabaseClock shared =
        database.isSqlite() ? null : new DatabaseClock(() -> databaseTime(database), wall, nanos);
    ChinaClock clock = shared == null ? wall : new ChinaClock(shared);
    Node node = new Node(database, identity, owner, form, clock, shared, nanos);
    try {
      node.place.take(patience);
      if (nanos.getAsLong() - node.beatAt > NodeTimes.STALE_NS / 2) {
        node.beat(); // it waited for its name, and its gate is about to close
      }
      return node;
    } catch (RuntimeException e) {
      node.place.close();
      throw e;
    }
  }

  /** The time of a PostgreSQL, milliseconds since 1970; not that of the transaction's begin. */
  static long databaseTime(Database database) {
    return database.read(
        sql -> sql.number("SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)"));
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "payout-beat");
    thread.setDaemon(true);
    return thread;
  }

  // ---- beating

  /** Beats from now on. */
  void start() {
    long period = database.isSqlite() ? EMBEDDED_BEAT_MS : NodeTimes.BEAT_MS;
    beats.scheduleWithFixedDelay(this::beatOrWait, period, period, TimeUnit.MILLISECONDS);
  }

  private void beatOrWait() {
    try {
      beat();
    } catch (RuntimeException e) {
      LOG.debug("A beat failed; the next one follows.", e);
    }
    tell();
  }

  /** Gives a sign of life and looks whether this process may go on. */
  void beat() {
    long from = nanos.getAsLong();
    if (shared != null) {
      shared.sync();
    }
    lost = database.write(this::beat) ? "" : whyLost(from);
    beatAt = from;
  }

  private boolean beat(Sql sql) throws SQLException {
    outdated = place.otherForm(sql).orElse("");
    return place.beat(sql, inFlight.getAsInt());
  }

  /** Takes the place back, where only the ledger lost it. */
  private String whyLost(long now) {
    if (!outdated.isEmpty()) {
      return outdated;
    }
    Optional<String> why = place.takeBack(now);
    if (why.isEmpty()) {
      LOG.warn(
          "The ledger did not know this process any more, as after a fail-over to a standby that"
              + " was behind; it took its place among the nodes again.");
    }
    return why.orElse("");
  }

  /** Says in the log when the gate closes, and when it opens. */
  private void tell() {
    String now = closedBecause().orElse("");
    if (!now.equals(told)) {
      if (now.isEmpty()) {
        LOG.info("Node {} claims again.", identity.name());
      } else {
        LOG.warn("Node {} claims nothing: {}", identity.name(), now);
      }
      told = now;
    }
  }

  @Override
  public Optional<String> closedBecause() {
    if (!outdated.isEmpty()) {
      return Optional.of(outdated);
    }
    if (!lost.isEmpty()) {
      return Optional.of(lost);
    }
    if (shared == null) {
      return Optional.empty();
    }
    if (nanos.getAsLong() - beatAt > NodeTimes.STALE_NS) {
      return Optional.of(
          "For over 10 seconds this process could give no sign of life to the ledger, so other"
              + " nodes may consider it gone. It goes on by itself after the next one.");
    }
    if (shared.hasJumped()) {
      return Optional.of(
          "The clock of this machine was set, or the machine was suspended; the time is read from"
              + " the ledger again.");
    }
    return Math.abs(clockOffsetMs()) >= OFFSET_MAX_MS
        ? Optional.of(
            "The clock of this machine differs from the one of the ledger's database by more than"
                + " 30 seconds. Set it right; the process then goes on by itself.")
        : Optional.empty();
  }

  String name() {
    return identity.name();
  }

  String version() {
    return identity.version();
  }

  /** The time by which everything on this ledger goes. */
  ChinaClock clock() {
    return clock;
  }

  /** See {@link DatabaseClock#offsetMs}; 0 on an embedded ledger. */
  long clockOffsetMs() {
    return shared == null ? 0 : shared.offsetMs();
  }

  /** Where a beat finds how many batches are in flight. */
  void count(IntSupplier claimed) {
    inFlight = claimed;
  }

  /** Leaves in order, so that the next process of this name need not wait; takes 3 s at most. */
  @Override
  public void close() {
    Future<?> left = beats.submit(place::leave);
    beats.shutdown();
    try {
      left.get(LEAVE_S, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("This node could not say that it leaves; the next one of its name waits.", e);
    } finally {
      place.close();
    }
  }
}
