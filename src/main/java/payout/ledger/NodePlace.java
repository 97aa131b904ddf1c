package payout.ledger;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.batch.ChinaClock;
import payout.ledger.sql.Database;
import payout.ledger.sql.HomeLock;
import payout.ledger.sql.LedgerException;
import payout.ledger.sql.Sql;

/**
 * The place of a process among the nodes: the row of its name. How it is taken, and how it is taken
 * back after a fail-over lost it.
 *
 * <p>What the last process of the name held is free with it. Only its posts stay with their leases
 * unless it is certainly dead: they may be under way, and a batch is posted by one process at a
 * time.
 */
final class NodePlace {

  private static final Logger LOG = LoggerFactory.getLogger(NodePlace.class);
  private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(250);

  private final Database database;
  private final NodeIdentity identity;
  private final String owner;
  private final ChinaClock clock;
  private final LongSupplier offsetMs;
  private final HomeLock lock;

  /** The form of the tables that this program made or found when it started. */
  private final long form;

  private long startedAt;

  /** What a fail-over left under the name, and since when it was seen without a beat. */
  private NodeRecord left;

  private long leftSince;

  private boolean replaced;

  NodePlace(
      Database database,
      NodeIdentity identity,
      String owner,
      long form,
      ChinaClock clock,
      LongSupplier offsetMs) {
    this.database = database;
    this.identity = identity;
    this.owner = owner;
    this.form = form;
    this.clock = clock;
    this.offsetMs = offsetMs;
    this.lock = HomeLock.take(database.isSqlite() ? null : identity.lock(), owner);
  }

  /** The process is about to end. */
  void close() {
    lock.close();
  }

  // ---- joining

  /**
   * Takes the place; under a name whose process beats, waits for its end.
   *
   * @throws LedgerException when that process goes on, when living nodes have other settings, or
   *     when the ledger has a newer form; nothing is changed then
   */
  void take(Patience patience) {
    long start = System.nanoTime();
    Optional<NodeRecord> seen = look();
    long changedAt = System.nanoTime(); // what the look waited for is no silence
    while (true) {
      Optional<NodeRecord> before = seen;
      boolean silent = hasPassed(changedAt, patience.watchMs());
      if (isFree(before, silent) && database.write(sql -> join(sql, before))) {
        before.ifPresent(this::sayTaken);
        return;
      }
      LockSupport.parkNanos(LOOK_NS);
      seen = look();
      if (!seen.equals(before)) {
        changedAt = System.nanoTime();
        if (seen.isPresent() && hasPassed(start, patience.waitMs())) {
          throw stillThere(seen.get());
        }
      }
    }
  }

  private Optional<NodeRecord> look() {
    return database.read(sql -> NodeTable.find(sql, identity.name()));
  }

  private static boolean hasPassed(long since, long ms) {
    return System.nanoTime() - since >= TimeUnit.MILLISECONDS.toNanos(ms);
  }

  private boolean isFree(Optional<NodeRecord> there, boolean silent) {
    return there.isEmpty() || silent || isDead(there.get()) || !there.get().isSeen(clock.millis());
  }

  /** On an embedded ledger this process is the only one. */
  private boolean isDead(NodeRecord there) {
    return database.isSqlite() || lock.isDead(there.owner());
  }

  /** False when the row changed since it was looked at. */
  private boolean join(Sql sql, Optional<NodeRecord> there) throws SQLException {
    NodeTable.lock(sql);
    if (!NodeTable.findLocked(sql, identity.name()).equals(there)) {
      return false;
    }
    if (NodeTable.form(sql) > form) {
      throw new LedgerException(
          "A newer version of this program brought the ledger up to date while this one started;"
              + " start that version, this one must not touch it.");
    }
    long now = clock.millis();
    List<NodeRecord> others =
        NodeTable.all(sql).stream().filter(each -> !each.name().equals(identity.name())).toList();
    agree(sql, others.stream().filter(each -> isLiving(each, now)).toList(), others);
    put(sql, there, now);
    return true;
  }

  private void put(Sql sql, Optional<NodeRecord> there, long now) throws SQLException {
    if (there.isPresent()) {
      NodeTable.takeBack(sql, there.get().owner(), isDead(there.get()));
    }
    NodeTable.put(
        sql,
        new NodeRecord(
            identity.name(), owner, identity.version(), now, now, offsetMs.getAsLong(), 0));
    NodeTable.forgetSilent(sql, now);
    startedAt = now;
  }

  private boolean isLiving(NodeRecord other, long now) {
    return !database.isSqlite() && other.isSeen(now);
  }

  /**
   * Requires the settings of the living nodes. Where none lives, these settings count from now on,
   * and a node that was only silent must not go on with the old ones: it loses its place.
   */
  private void agree(Sql sql, List<NodeRecord> living, List<NodeRecord> others)
      throws SQLException {
    List<String> differences = CommonSettings.differences(sql, identity.common());
    if (differences.isEmpty()) {
      CommonSettings.add(sql, identity.common());
      return;
    }
    if (!living.isEmpty()) {
      throw new LedgerException(
          "Other nodes run on this ledger with other settings ("
              + living.stream().map(NodeRecord::name).collect(Collectors.joining(", "))
              + "): "
              + String.join("; ", differences)
              + ". All nodes of a payer need the same. Give this node the settings of the others;"
              + " or, to change a setting, stop all nodes and start them with the new value.");
    }
    for (NodeRecord each : others) {
      NodeTable.takeBack(sql, each.owner(), isDead(each));
      NodeTable.remove(sql, each.name(), each.owner());
    }
    CommonSettings.replace(sql, identity.common());
  }

  private void sayTaken(NodeRecord before) {
    LOG.warn(
        "The last process of the node {} did not end in order (last seen {}); what it had claimed"
            + " is taken back.",
        identity.name(),
        ChinaClock.iso(before.seenAt()));
    if (!isDead(before)) {
      LOG.warn(
          "Whether that process is dead cannot be known here, so its posts are left to it until"
              + " their leases are over.");
    }
  }

  private LedgerException stillThere(NodeRecord there) {
    return new LedgerException(
        "Another process runs on this ledger under the name "
            + identity.name()
            + " since "
            + ChinaClock.iso(there.startedAt())
            + " and goes on. End it, or give this one another payout.node.name.");
  }

  // ---- keeping it

  /** Gives a sign of life; false when the place is not this process's any longer. */
  boolean beat(Sql sql, int inFlight) throws SQLException {
    return NodeTable.beat(
        sql, identity.name(), owner, clock.millis(), offsetMs.getAsLong(), inFlight);
  }

  /** Why the tables are not those of this program; empty when they are. */
  Optional<String> otherForm(Sql sql) throws SQLException {
    long now = NodeTable.form(sql);
    if (now == form) {
      return Optional.empty();
    }
    return Optional.of(
        now > form
            ? "A newer version of this program brought the ledger up to date. This process finishes"
                + " what it began and claims nothing more; end it and start the newer version."
            : "The ledger lost the last update of its tables, as after a fail-over to a standby"
                + " that was behind. This process claims nothing more; start it again.");
  }

  /**
   * Takes a place back that the ledger lost, as after a fail-over to a standby that was behind.
   * Nobody else may have taken it: there is no row of the name, or that of a process from before
   * this one, which does not beat. And the settings of the nodes must still be this process's.
   *
   * @return why it is not taken now; empty when it is
   */
  Optional<String> takeBack(long nowNs) {
    Optional<NodeRecord> there = look();
    replaced |= there.isPresent() && there.get().startedAt() >= startedAt;
    if (replaced) {
      return Optional.of(
          "Another process runs under the name "
              + identity.name()
              + " since this one was silent for too long (frozen, or cut off from the ledger)."
              + " This one claims nothing more; end it.");
    }
    if (there.isPresent() && !isSilent(there.get(), nowNs)) {
      return Optional.of(
          "The ledger does not know this process any more, as after a fail-over to a standby that"
              + " was behind, and holds an earlier one under the name "
              + identity.name()
              + ". If that one gives no sign of life, this one goes on by itself within 20 seconds.");
    }
    return database.write(
        sql -> {
          NodeTable.lock(sql);
          if (!NodeTable.findLocked(sql, identity.name()).equals(there)) {
            return Optional.of("The place of this process among the nodes is being taken.");
          }
          if (!CommonSettings.differences(sql, identity.common()).isEmpty()) {
            return Optional.of(
                "This process was silent for too long (frozen, or cut off from the ledger), and"
                    + " lost its place among the nodes: another one started with other settings. It"
                    + " claims nothing more; start it again.");
          }
          CommonSettings.add(sql, identity.common());
          put(sql, there, clock.millis());
          return Optional.empty();
        });
  }

  private boolean isSilent(NodeRecord there, long nowNs) {
    if (!there.equals(left)) {
      left = there;
      leftSince = nowNs;
    }
    return isDead(there)
        || nowNs - leftSince >= NodeTimes.WATCH_NS
        || !there.isSeen(clock.millis());
  }

  void leave() {
    database.write(
        sql -> {
          NodeTable.remove(sql, identity.name(), owner);
          return null;
        });
  }

  /**
   * How long a process waits for another one of its name.
   *
   * @param watchMs how long the other one must be silent to count as gone
   * @param waitMs how long this one waits for the end of one that beats
   */
  record Patience(long watchMs, long waitMs) {
    static final Patience DEFAULT = new Patience(NodeTimes.WATCH_MS, NodeTimes.WAIT_MS);
  }
}
