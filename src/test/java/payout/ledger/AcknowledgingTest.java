package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import payout.batch.PayoutLine;

/** A person says that a contradiction is dealt with; nothing else changes by that. */
@OnBothDatabases
class AcknowledgingTest extends StatementFixture {

  private static final List<PayoutLine> LINES = List.of(longLine(1));

  private String batchNo;

  /** A payment that failed by its notify and was made by the statement. */
  private StatementRecord contradicted() {
    batchNo = accept("a.csv", List.of(LINES)).get(0);
    post(Verdicts.taken());
    Notify.of("n", batchNo).failed(LINES.get(0)).to(notifies);
    return take("s", file(DAY, true, payout("B1", "SERIAL-001", DAY, 101)));
  }

  private List<OverviewLedger.Need.Kind> needs() {
    return ledger.overview().needs().stream().map(OverviewLedger.Need::kind).toList();
  }

  @Test
  void it_ends_the_alarm_and_changes_no_payment() {
    StatementRecord statement = contradicted();
    assertThat(needs()).contains(OverviewLedger.Need.Kind.CONTRADICTED);

    String done = acts.acknowledge(statement.id(), seen(1, 101));

    assertThat(done).contains("1 contradiction of statement " + statement.start());
    assertThat(needs()).doesNotContain(OverviewLedger.Need.Kind.CONTRADICTED);
    assertThat(resultsOf(batchNo)).containsExactly("FAILED");
    assertThat(status.paidAfterAll()).as("it is not paid again").hasSize(1);
    assertThat(ledger.statementList().findings(statement.id()).get(0).acknowledgedAt())
        .isEqualTo(clock.millis());
    assertThat(
            one(
                "SELECT who || ' ' || reason || ' ' || subject FROM audit WHERE kind = 'ACKNOWLEDGE'"))
        .isEqualTo("wang as the statement says statement " + statement.sha256());
  }

  @Test
  void it_is_told_no_more_by_later_statements_and_a_new_one_needs_a_person_again() {
    StatementRecord statement = contradicted();
    acts.acknowledge(statement.id(), seen(1, 101));

    take("month", file(DAY, true, payout("B1", "SERIAL-001", DAY, 101)));
    assertThat(needs()).doesNotContain(OverviewLedger.Need.Kind.CONTRADICTED);
    take("2", file(DAY, true, payout("B2", "SERIAL-001", DAY, 101)));

    assertThat(needs()).contains(OverviewLedger.Need.Kind.CONTRADICTED);
  }

  @Test
  void it_needs_a_reason_an_approver_and_the_count_and_sum_that_are_open() {
    StatementRecord statement = contradicted();
    ActLedger ruled = ledger.acts(new AcceptRules(null, 0, List.of("chen"), Map.of(), null, false));

    assertThatThrownBy(() -> acts.acknowledge(statement.id(), act("")))
        .isInstanceOf(ActRefusedException.class);
    assertThatThrownBy(() -> ruled.acknowledge(statement.id(), seen(1, 101)))
        .hasMessageContaining("payout.approval.approvers");
    assertThatThrownBy(() -> acts.acknowledge(statement.id(), seen(2, 101)))
        .isInstanceOf(ActRefusedException.class);
    assertThat(acts.previewOfStatement(ActKind.ACKNOWLEDGE, statement.id(), dryRun()).touches())
        .isEqualTo(Seen.of(1, new payout.batch.Money(101)));
    assertThat(needs()).contains(OverviewLedger.Need.Kind.CONTRADICTED);
    acts.acknowledge(statement.id(), seen(1, 101));

    assertThatThrownBy(() -> acts.acknowledge(statement.id(), seen(1, 101)))
        .hasMessageContaining("contradicts nothing");
  }
}
