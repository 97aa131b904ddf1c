package payout.ledger;

import java.sql.SQLException;
import java.util.Optional;
import payout.batch.ChinaClock;
import payout.ledger.sql.Database;
import payout.ledger.sql.LedgerException;
import payout.ledger.sql.Sql;

/**
 * Runs the acts of persons: all of them pass here.
 *
 * <p>Invariant: in one transaction an act takes its key, is judged with what it concerns locked, is
 * compared with what the person saw, changes something, and is recorded in the audit trail with its
 * outcome. A refused act changes nothing, and its refusal is kept under the key as well.
 */
final class ActRun {

  private final Database database;
  private final ChinaClock clock;

  ActRun(Database database, ChinaClock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Judges an act within a transaction; locks what it concerns unless it is only described. */
  @FunctionalInterface
  interface Planner {

    /** What the act would do, or an {@link ActRefusedException}. */
    ActPlan plan(Sql sql) throws SQLException;
  }

  /** What an act would do now, or why it is refused; reads only. */
  Preview preview(ActKind kind, Planner planner) {
    try {
      return database.read(planner::plan).preview();
    } catch (ActRefusedException e) {
      return Preview.refused(kind, e);
    }
  }

  /**
   * Performs an act, or describes it in a dry run.
   *
   * @param what which act on what: the same text means the same act
   * @return the outcome, of the first act where it has the key of an earlier one
   * @throws ActRefusedException with a sentence, after the commit where it is recorded
   */
  ActOutcome run(String what, Act act, Planner planner) {
    if (act.dryRun()) {
      ActOutcome outcome = ActOutcome.of(dryRun(act, planner)).orThrow();
      return new ActOutcome(
          outcome.result(), null, "Dry run, nothing is changed: " + outcome.sentence());
    }
    return perform(what, act, planner).orThrow();
  }

  private Preview dryRun(Act act, Planner planner) {
    Preview preview = database.read(planner::plan).preview();
    requireSeen(act, preview);
    return preview;
  }

  private ActOutcome perform(String what, Act act, Planner planner) {
    try {
      return database.write(sql -> perform(sql, what, act, planner));
    } catch (ActRefusedException e) {
      keepRefusal(what, act, e);
      throw e;
    }
  }

  private ActOutcome perform(Sql sql, String what, Act act, Planner planner) throws SQLException {
    if (act.key().isPresent()) {
      Optional<ActOutcome> earlier =
          ActKeys.take(sql, clock.millis(), act.key().get(), what, act.who());
      if (earlier.isPresent()) {
        return earlier.get();
      }
    }
    ActPlan plan = planner.plan(sql);
    requireSeen(act, plan.preview());
    if (plan.work() != ActPlan.Work.NONE) {
      plan.work().run();
      AuditTable.add(sql, clock.millis(), act, plan);
    }
    ActOutcome outcome = ActOutcome.of(plan.preview());
    if (act.key().isPresent()) {
      ActKeys.keep(sql, act.key().get(), outcome);
    }
    return outcome;
  }

  private static void requireSeen(Act act, Preview preview) {
    if (act.seen().isPresent() && !preview.isRefused()) {
      act.seen().get().require(preview.touches());
    }
  }

  /**
   * The transaction of a refused act is rolled back, and the key with it. What was missing can be
   * said under the same key.
   */
  private void keepRefusal(String what, Act act, ActRefusedException refusal) {
    if (act.key().isEmpty() || refusal.why() == ActRefusedException.Why.INPUT) {
      return;
    }
    ActKey key = act.key().get();
    try {
      database.write(
          sql -> {
            if (ActKeys.take(sql, clock.millis(), key, what, act.who()).isEmpty()) {
              ActKeys.keep(sql, key, ActOutcome.of(refusal));
            }
            return null;
          });
    } catch (LedgerException | ActRefusedException e) {
      refusal.addSuppressed(e);
    }
  }
}
