package payout.ledger;

import java.sql.SQLException;
import payout.batch.BatchState;

/** What the acts of an operator have in common. */
final class ActSteps {

  private ActSteps() {}

  /** The batch of this number, locked; not one of a file that waits. */
  static BatchRecord batch(Sql sql, String batchNo) throws SQLException {
    BatchRecord batch =
        Contents.locked(sql, batchNo)
            .orElseThrow(
                () -> new ActRefusedException("The ledger holds no batch " + batchNo + "."));
    FileRecord file = Arrivals.get(sql, batch.fileId());
    require(
        !file.state().isWaiting(),
        batch,
        "its file " + file.name() + " is " + file.state() + "; approve or reject that first");
    return batch;
  }

  static void require(boolean holds, BatchRecord batch, String otherwise) {
    if (!holds) {
      throw new ActRefusedException(
          "Batch " + batch.batchNo() + " is " + batch.state() + ": " + otherwise + ".");
    }
  }

  /** Moves a batch to another state and records it; in a dry run only checks the step. */
  static void step(
      Sql sql, long now, BatchRecord batch, BatchState to, Act act, String kind, Long dueAt)
      throws SQLException {
    Transitions.require(batch.state(), to);
    if (act.dryRun()) {
      return;
    }
    sql.updateOne(
        "UPDATE batch SET state = ?, due_at = ?, held_from = ?, taken_at ="
            + " COALESCE(taken_at, ?), maybe_sent = CASE WHEN ? = 'TAKEN' THEN 1 ELSE maybe_sent END,"
            + " trouble_since ="
            + " CASE WHEN ? IN ('UNKNOWN', 'HELD') THEN COALESCE(trouble_since, ?) END"
            + " WHERE id = ? AND state = ?",
        to.name(),
        dueAt,
        to == BatchState.HELD ? batch.state().name() : null,
        to == BatchState.TAKEN ? now : null,
        to.name(),
        to.name(),
        now,
        batch.id(),
        batch.state().name());
    Events.batch(sql, now, batch, to, kind, act.who(), act.reason());
  }

  /** The state that a held batch was in before. */
  static BatchState heldFrom(Sql sql, BatchRecord batch) throws SQLException {
    return BatchState.valueOf(
        sql.first("SELECT held_from FROM batch WHERE id = ?", row -> row.getString(1), batch.id())
            .orElse(BatchState.UNKNOWN.name()));
  }

  /** Makes whoever settles this file's batches, or corrects them, wait. */
  static void lockFile(Sql sql, long fileId) throws SQLException {
    sql.updateOne("UPDATE payout_file SET open_batches = open_batches WHERE id = ?", fileId);
  }

  static String said(Act act, String sentence) {
    return act.dryRun() ? "Dry run, nothing is changed: " + sentence : sentence;
  }

  /** {@code 1 line}, {@code 2 lines}. */
  static String count(long number, String one, String many) {
    return number + " " + (number == 1 ? one : many);
  }
}
