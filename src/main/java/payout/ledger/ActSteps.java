package payout.ledger;

import java.sql.SQLException;
import payout.batch.BatchState;
import payout.ledger.sql.Sql;

/** What the acts of an operator have in common. */
final class ActSteps {

  private ActSteps() {}

  /** The batch with this number, locked. Refuses a batch of a file that waits. */
  static BatchRecord batch(Sql sql, String batchNo) throws SQLException {
    BatchRecord batch =
        BatchTable.lock(sql, batchNo)
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

  /** The state that a held batch was in before. */
  static BatchState heldFrom(Sql sql, BatchRecord batch) throws SQLException {
    return BatchState.valueOf(
        sql.first("SELECT held_from FROM batch WHERE id = ?", row -> row.getString(1), batch.id())
            .orElse(BatchState.UNKNOWN.name()));
  }

  static String answer(Act act, String sentence) {
    return act.dryRun() ? "Dry run, nothing is changed: " + sentence : sentence;
  }

  /** {@code 1 line}, {@code 2 lines}. */
  static String count(long number, String one, String many) {
    return number + " " + (number == 1 ? one : many);
  }
}
