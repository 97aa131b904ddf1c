package payout.ledger;

import java.sql.SQLException;
import java.util.List;
import payout.batch.Money;
import payout.ledger.ActRefusedException.Why;
import payout.ledger.sql.Sql;

/**
 * Records that a person dealt with the contradictions of a statement.
 *
 * <p>Invariant: it changes no payment, and lifts no refusal: a payment that failed and was made
 * still counts as paid for new files.
 */
final class Acknowledging {

  private static final String OPEN = "WHERE statement_id = ? AND acknowledged_at IS NULL";

  private Acknowledging() {}

  /** What it would do. Contradictions that were found since it was shown change count and sum. */
  static ActPlan plan(Sql sql, long now, AcceptRules rules, StatementRecord statement, Act act)
      throws SQLException {
    act.requireReason();
    ActSteps.requireApprover(rules, act);
    List<StatementFinding> open =
        sql.list(
            StatementFinding.SELECT + OPEN + " ORDER BY id",
            StatementFinding::read,
            statement.id());
    if (open.isEmpty()) {
      throw new ActRefusedException(
          Why.STATE, "The statement contradicts nothing that is not acknowledged.");
    }
    List<Preview.Move> moves = open.stream().map(Acknowledging::move).toList();
    Seen touches = ActSteps.sum(moves);
    String sentence =
        Counted.of(open.size(), "contradiction", "contradictions")
            + " of statement "
            + statement.start()
            + (open.size() == 1 ? " is" : " are")
            + " acknowledged; no payment changes.";
    return new ActPlan(
        Preview.of(ActKind.ACKNOWLEDGE, ActResult.DONE, sentence, moves, touches),
        About.thing("statement " + statement.sha256()),
        () -> record(sql, now, statement, open));
  }

  private static Preview.Move move(StatementFinding finding) {
    String verdict = finding.verdict().name();
    Money amount = finding.amount();
    return new Preview.Move(finding.serial(), verdict, verdict, 1, amount);
  }

  private static void record(
      Sql sql, long now, StatementRecord statement, List<StatementFinding> open)
      throws SQLException {
    int done =
        sql.update("UPDATE statement_finding SET acknowledged_at = ? " + OPEN, now, statement.id());
    if (done != open.size()) {
      throw new ActRefusedException(
          Why.CHANGED, "The contradictions of the statement changed just now; nothing is changed.");
    }
  }
}
