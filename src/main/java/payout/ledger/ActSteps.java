package payout.ledger;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import payout.batch.BatchState;
import payout.batch.LineState;
import payout.batch.Money;
import payout.ledger.sql.Sql;

/** What the acts of an operator have in common. */
final class ActSteps {

  private ActSteps() {}

  /** The last batch that was made under this number; locked unless the act is only described. */
  static BatchRecord batch(Sql sql, String batchNo, Act act) throws SQLException {
    Optional<BatchRecord> batch =
        act.dryRun() ? BatchTable.find(sql, batchNo) : BatchTable.lock(sql, batchNo);
    return batch.orElseThrow(
        () ->
            new ActRefusedException(
                ActRefusedException.Why.UNKNOWN, "The ledger holds no batch " + batchNo + "."));
  }

  /** The file of this id; locked unless the act is only described. */
  static FileRecord file(Sql sql, long fileId, Act act) throws SQLException {
    return act.dryRun() ? Arrivals.get(sql, fileId) : FileTable.lock(sql, fileId);
  }

  static void require(boolean holds, BatchRecord batch, String otherwise) {
    if (!holds) {
      throw new ActRefusedException(ActsAllowed.sentence(batch, otherwise));
    }
  }

  /** The state that a held batch was in before. */
  static BatchState heldFrom(Sql sql, BatchRecord batch) throws SQLException {
    return BatchState.valueOf(
        sql.first("SELECT held_from FROM batch WHERE id = ?", row -> row.getString(1), batch.id())
            .orElse(BatchState.UNKNOWN.name()));
  }

  /** The open lines of a batch and their sum. */
  static Seen open(Sql sql, BatchRecord batch) throws SQLException {
    boolean all = batch.openLines() == batch.lines();
    return Seen.of(
        batch.openLines(),
        all
            ? batch.amount()
            : SettledLines.allOpen(Contents.read(sql, batch), LineState.PAID).amount());
  }

  /** The sum of what some moves touch. */
  static Seen sum(List<Preview.Move> moves) {
    long lines = 0;
    Money amount = Money.ZERO;
    for (Preview.Move each : moves) {
      lines += each.lines();
      amount = amount.plus(each.amount());
    }
    return Seen.of(lines, amount);
  }

  /** Requires one of the approvers, where some are named. */
  static void requireApprover(AcceptRules rules, Act act) {
    if (!rules.approvers().isEmpty() && !rules.approvers().contains(act.who())) {
      throw new ActRefusedException(
          ActRefusedException.Why.PERSON,
          act.who()
              + " is not among those who may approve, payout.approval.approvers; what a statement"
              + " proves is recorded by one of them.");
    }
  }

  static String answer(Act act, String sentence) {
    return act.dryRun() ? "Dry run, nothing is changed: " + sentence : sentence;
  }
}
