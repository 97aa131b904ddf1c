package payout.ledger;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import payout.batch.BatchState;
import payout.ledger.sql.Sql;

/** The acts that move one batch or make it due. */
final class BatchActs {

  private final Sql sql;
  private final Act act;
  private final BatchTable batches;

  BatchActs(Sql sql, long now, Act act) {
    this.sql = sql;
    this.act = act;
    this.batches = new BatchTable(sql, now, act.who());
  }

  /**
   * What an act would do to a batch.
   *
   * @param kind HOLD, RELEASE, OURS or RESEND
   * @throws ActRefusedException when its state forbids it, or a payment of it may go out, or went
   *     out, in another batch
   */
  ActPlan plan(ActKind kind, String batchNo) throws SQLException {
    if (kind == ActKind.RELEASE) {
      Rivals.lock(sql, act);
    }
    BatchRecord batch = ActSteps.batch(sql, batchNo, act);
    ActsAllowed.require(kind, batch, Arrivals.get(sql, batch.fileId()));
    Optional<String> rival = kind == ActKind.RELEASE ? Rivals.fault(sql, batch) : Optional.empty();
    ActSteps.require(rival.isEmpty(), batch, rival.orElse(""));
    BatchState to = next(kind, batch);
    Seen open = ActSteps.open(sql, batch);
    Preview.Move move =
        new Preview.Move(batchNo, batch.state().name(), to.name(), open.lines(), open.amount());
    return new ActPlan(
        Preview.of(kind, ActResult.DONE, sentence(batch, to), List.of(move), open),
        About.of(batch),
        () -> perform(kind, batch, to));
  }

  private BatchState next(ActKind kind, BatchRecord batch) throws SQLException {
    return switch (kind) {
      case HOLD -> BatchState.HELD;
      case RELEASE -> ActSteps.heldFrom(sql, batch);
      case OURS -> BatchState.TAKEN;
      case RESEND -> batch.state();
      default -> throw new IllegalArgumentException(kind + " is no act of one batch.");
    };
  }

  private static String sentence(BatchRecord batch, BatchState to) {
    if (to == batch.state()) {
      return "Batch " + batch.batchNo() + " is due now, under the same number.";
    }
    Transitions.require(batch.state(), to);
    return "Batch " + batch.batchNo() + " goes from " + batch.state() + " to " + to + ".";
  }

  private void perform(ActKind kind, BatchRecord batch, BatchState to) throws SQLException {
    switch (kind) {
      case HOLD -> batches.hold(batch, act.reason());
      case RELEASE -> batches.release(batch, to, act.reason());
      case OURS -> batches.takeForOurs(batch, act.reason());
      default -> batches.resend(batch, act.reason());
    }
  }
}
