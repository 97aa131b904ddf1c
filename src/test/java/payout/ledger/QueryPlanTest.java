package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import payout.batch.Language;
import payout.ledger.sql.Statements;

/**
 * What is asked on a timer, at start, or in a transaction that writes never reads a table from end
 * to end. Every test of the ledger has its statements explained; here is a walk that runs most of
 * them, and what must be found out when it is there.
 */
@OnBothDatabases
class QueryPlanTest extends LedgerFixture {

  private static final AlarmLedger.Rules ALARMS = new AlarmLedger.Rules(900_000, 3_600_000, PAYER);

  @Test
  void finds_out_a_statement_that_reads_a_whole_table() throws SQLException {
    for (String scan :
        List.of(
            "SELECT * FROM batch WHERE amount = ?",
            "SELECT * FROM batch WHERE amount = ? ORDER BY id LIMIT 1",
            "SELECT * FROM batch WHERE state = 'TAKEN' AND taken_at < ? AND overdue_at IS NULL"
                + " OR open_lines = ?",
            "SELECT * FROM payout_file WHERE sha256 LIKE ?",
            "UPDATE batch SET due_at = NULL WHERE lines = ?",
            "DELETE FROM event WHERE detail = ?")) {
      QueryPlans plans = new QueryPlans();
      plans.hear(scan);

      assertThat(faults(plans)).as(scan).hasSize(1);
    }
  }

  @Test
  void walks_through_what_runs_automatically() throws SQLException {
    QueryPlans plans = new QueryPlans();
    Statements.watch(plans::hear);

    restart();
    sending.recover();
    queue.recover();
    status.openForOther(PAYER, 9);
    List<String> numbers = manyBatches(4);
    post(Verdicts.taken());
    post(Verdicts.unknown());
    post(Verdicts.numberIsUsed());
    post(Verdicts.paused("ILLEGAL_SIGN"));
    Notify.of("n", numbers.get(0)).paid(linesOf(numbers.get(0)).get(0)).to(notifies);
    pass(Duration.ofHours(26));
    noteOverdue();
    sending.recoverExpired();
    ledger.alarms(ALARMS).report(each -> {});
    ledger.days().close();
    status.totals();
    status.pause(PARTNER);
    List<Publication> claimed = queue.claim(25);
    queue.finish(List.of(new PublicationQueue.Result.Failed(claimed.get(0), "The disk is full.")));
    sending.giveBack(sending.claim().orElseThrow(), "The process is about to end.");
    WaitingLedger waiting = ledger.waiting(AcceptRules.AT_ONCE, Language.EN);
    waiting.expire(FAILS);
    waiting.acceptWithinLimit(FAILS);
    waiting.count(payout.batch.FileState.AWAITING_APPROVAL);
    waiting.count(payout.batch.FileState.AWAITING_LIMIT);
    waiting.waiting(payout.batch.FileState.AWAITING_APPROVAL, 9);
    waiting.waiting(payout.batch.FileState.AWAITING_LIMIT, 9);
    ledger.archive().hasWaited("inbox");
    ledger.archive().isOver("inbox", ".done/a.csv", 1);

    assertThat(plans.heard()).hasSizeGreaterThan(40);
    assertThat(faults(plans)).isEmpty();
  }

  private List<String> faults(QueryPlans plans) throws SQLException {
    try (Connection connection = engine == Engine.SQLITE ? connect() : GrownLedger.connect()) {
      return plans.faults(connection, engine);
    }
  }
}
