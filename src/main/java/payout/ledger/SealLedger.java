package payout.ledger;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import payout.batch.Checkpoint;
import payout.batch.ChinaClock;
import payout.ledger.chain.Seal;
import payout.ledger.chain.Seal.Head;
import payout.ledger.chain.SealedRow;
import payout.ledger.sql.Database;
import payout.ledger.sql.Sql;

/**
 * The sealer: seals the rows of the trail behind those that write them, who never wait for it.
 *
 * <p>One process at a time does it, by the row {@code seal} of {@code lease}. The commit of each
 * seal takes or extends that lease first, which locks the row, and only then looks what is not
 * sealed and what the last seal is. So of two processes one waits and then adds nothing, however
 * late it is. Each {@link #step} is one commit of at most {@value Unsealed#ROWS_MAX} rows, so a
 * process may end anywhere.
 */
public final class SealLedger {

  /** As long as another process waits when this one dies. */
  private static final long LEASE_MS = TimeUnit.SECONDS.toMillis(4);

  private static final String CAUSE = "seal-trail";

  /** What is older than the chain may be left; it takes as long as it takes. */
  private static final int STEPS_AT_END = 5;

  private final Database database;
  private final ChinaClock clock;
  private final String owner;
  private final LedgerGate gate;

  /** The seal that this process added last; an older ledger does not have it. */
  private Head added = Head.START;

  SealLedger(Database database, ChinaClock clock, String owner, LedgerGate gate) {
    this.database = database;
    this.clock = clock;
    this.owner = owner;
    this.gate = gate;
  }

  /**
   * Seals what is there, at most one seal.
   *
   * @return whether another step may follow at once; false when nothing is left, and when another
   *     process does it
   */
  public synchronized boolean step() {
    if (!gate.isOpen() || database.read(this::hasNothingToDo)) {
      return false;
    }
    Optional<Head> sealed = database.write(this::seal);
    sealed.ifPresent(
        head -> {
          added = head;
          Checkpoint.ROWS_SEALED.pass();
        });
    return sealed.isPresent();
  }

  /** Seals what is left, and lets another process do it from now on. */
  public synchronized void end() {
    int steps = 0;
    while (steps < STEPS_AT_END && step()) {
      steps++;
    }
    if (gate.isOpen()) {
      database.write(
          sql ->
              sql.update(
                  "UPDATE lease SET lease_until = 0 WHERE name = 'seal' AND owner = ?", owner));
    }
  }

  private boolean hasNothingToDo(Sql sql) throws SQLException {
    long now = clock.millis();
    return sql.number(
                "SELECT COUNT(*) FROM lease WHERE name = 'seal' AND owner <> ? AND lease_until >= ?",
                owner,
                now)
            > 0
        || Unsealed.look(sql, now).isNothing();
  }

  /** The newest seal then; empty when another process has the lease, or was faster. */
  private Optional<Head> seal(Sql sql) throws SQLException {
    long now = clock.millis();
    if (!takeLease(sql, now)) {
      return Optional.empty();
    }
    Unsealed found = Unsealed.look(sql, now);
    if (found.isNothing()) {
      return Optional.empty();
    }
    if (hasLost(sql)) {
      Restored.record(
          sql, now, CAUSE, "The ledger does not hold seal " + added.number() + " any more.");
    }
    found.record(sql);
    if (found.rows().isEmpty()) {
      return Optional.of(found.head());
    }
    List<SealedRow> rows = found.rows().stream().map(TrailRow::sealed).toList();
    Seal seal = Seal.behind(found.head(), now, rows);
    SealTable.add(sql, seal);
    return Optional.of(seal.head());
  }

  private boolean takeLease(Sql sql, long now) throws SQLException {
    return sql.update(
            "INSERT INTO lease (name, owner, lease_until) VALUES ('seal', ?, ?)"
                + " ON CONFLICT (name) DO UPDATE SET owner = excluded.owner,"
                + " lease_until = excluded.lease_until"
                + " WHERE lease.owner = excluded.owner OR lease.lease_until < ?",
            owner,
            now + LEASE_MS,
            now)
        == 1;
  }

  /** A standby that was behind may have taken over, with an older end of the chain. */
  private boolean hasLost(Sql sql) throws SQLException {
    return added.number() > 0
        && SealTable.hash(sql, added.number()).filter(added.hash()::equals).isEmpty();
  }
}
