package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import payout.batch.Money;
import payout.batch.PayoutLine;

/** What a statement proved becomes PAID by one act of a person, and nothing else changes. */
@OnBothDatabases
class ProvingTest extends LedgerFixture {

  private static final String STATEMENT = sha256("statement");

  private Proof proof(String batchNo, PayoutLine line) {
    return new Proof(
        batchNo,
        line.serial(),
        line.amount(),
        7,
        "98370000000002",
        LocalDateTime.of(2026, 3, 10, 10, 1));
  }

  private static Act seen(long lines, long fen) {
    return act("statement of 10 March").seeing(Seen.of(lines, new Money(fen)));
  }

  @Test
  void a_line_of_an_unknown_batch_is_paid_and_the_batch_is_taken_and_not_sent_again() {
    String batchNo = oneBatch(2);
    post(Verdicts.unknown());

    acts.prove(STATEMENT, List.of(proof(batchNo, linesOf(batchNo).get(0))), seen(1, 101));

    assertThat(state(batchNo)).isEqualTo("TAKEN");
    assertThat(resultsOf(batchNo)).containsExactly("PAID", "OPEN");
    pass(Duration.ofDays(2));
    assertThat(sending.claim()).isEmpty();
    assertThat(batch(batchNo).paidAmount()).isEqualTo(new Money(101));
  }

  @Test
  void the_last_line_settles_the_batch_and_the_file() {
    String batchNo = oneBatch(2);
    post(Verdicts.taken());
    List<PayoutLine> lines = linesOf(batchNo);

    acts.prove(
        STATEMENT,
        List.of(proof(batchNo, lines.get(0)), proof(batchNo, lines.get(1))),
        seen(2, 303));

    assertThat(state(batchNo)).isEqualTo("SETTLED");
    assertThat(status.files("a.csv").get(0).state().name()).isEqualTo("SETTLED");
  }

  @Test
  void the_record_names_statement_row_and_booking() {
    String batchNo = oneBatch(1);
    post(Verdicts.unknown());

    acts.prove(STATEMENT, List.of(proof(batchNo, linesOf(batchNo).get(0))), seen(1, 101));

    assertThat(status.events(batch(batchNo)))
        .filteredOn(event -> event.kind().equals("PROVED_PAID"))
        .singleElement()
        .extracting(StatusLedger.Event::detail)
        .asString()
        .contains(STATEMENT, "row 7", "booking 98370000000002", "serial A-1");
  }

  @Test
  void nothing_is_recorded_without_the_count_and_sum_that_are_there() {
    String batchNo = oneBatch(1);
    post(Verdicts.unknown());
    List<Proof> proofs = List.of(proof(batchNo, linesOf(batchNo).get(0)));

    for (Act wrong : List.of(act("no count"), seen(2, 101), seen(1, 102))) {
      assertThatThrownBy(() -> acts.prove(STATEMENT, proofs, wrong))
          .isInstanceOf(ActRefusedException.class);
    }

    assertThat(state(batchNo)).isEqualTo("UNKNOWN");
    assertThat(resultsOf(batchNo)).containsExactly("OPEN");
  }

  @Test
  void a_forged_statement_stops_no_batch_unless_an_approver_takes_it() {
    String batchNo = oneBatch(1);
    post(Verdicts.unknown());
    AcceptRules rules = new AcceptRules(null, 0, List.of("chen"), Map.of(), null, false);
    List<Proof> forged = List.of(proof(batchNo, linesOf(batchNo).get(0)));

    assertThatThrownBy(() -> ledger.acts(rules).prove(STATEMENT, forged, seen(1, 101)))
        .isInstanceOf(ActRefusedException.class)
        .hasMessageContaining("payout.approval.approvers");

    pass(Duration.ofHours(2));
    assertThat(sending.claim()).as("it is sent again as before").isPresent();
  }

  @Test
  void a_line_with_another_amount_or_a_result_is_refused_and_with_it_all() {
    String batchNo = oneBatch(3);
    post(Verdicts.taken());
    List<PayoutLine> lines = linesOf(batchNo);
    Notify.of("n", batchNo).failed(lines.get(1)).to(notifies);
    Proof otherAmount =
        new Proof(batchNo, "A-3", new Money(1), 9, "B9", LocalDateTime.of(2026, 3, 10, 10, 1));

    for (Proof bad : List.of(proof(batchNo, lines.get(1)), otherAmount)) {
      List<Proof> proofs = List.of(proof(batchNo, lines.get(0)), bad);
      assertThatThrownBy(
              () ->
                  acts.prove(
                      STATEMENT, proofs, seen(2, lines.get(0).amount().plus(bad.amount()).fen())))
          .isInstanceOf(ActRefusedException.class)
          .hasMessageContaining("nothing is changed");
    }

    assertThat(resultsOf(batchNo)).containsExactly("OPEN", "FAILED", "OPEN");
  }

  @Test
  void a_batch_that_is_held_ready_or_being_sent_is_refused() {
    List<String> numbers = manyBatches(3);
    post(Verdicts.unknown());
    acts.hold(numbers.get(0), act("look"));
    sending.claim().orElseThrow();

    for (String batchNo : numbers) {
      List<Proof> proofs = List.of(proof(batchNo, linesOf(batchNo).get(0)));
      assertThatThrownBy(() -> acts.prove(STATEMENT, proofs, seen(1, 100)))
          .as(state(batchNo))
          .isInstanceOf(ActRefusedException.class);
    }

    assertThat(numbers.stream().map(this::state)).containsExactly("HELD", "SENDING", "READY");
  }

  @Test
  void a_late_notify_that_says_failed_changes_nothing_and_is_a_conflict() {
    String batchNo = oneBatch(1);
    post(Verdicts.unknown());
    PayoutLine line = linesOf(batchNo).get(0);
    acts.prove(STATEMENT, List.of(proof(batchNo, line)), seen(1, 101));

    NotifyLedger.Applied applied = Notify.of("late", batchNo).failed(line).to(notifies);

    assertThat(applied.verdict()).isEqualTo(NotifyLedger.Verdict.CONFLICT);
    assertThat(resultsOf(batchNo)).containsExactly("PAID");
  }

  @Test
  void a_dry_run_changes_nothing() {
    String batchNo = oneBatch(1);
    post(Verdicts.unknown());

    String told = acts.prove(STATEMENT, List.of(proof(batchNo, linesOf(batchNo).get(0))), dryRun());

    assertThat(told).startsWith("Dry run, nothing is changed: 1 line of 1.01 is PAID");
    assertThat(state(batchNo)).isEqualTo("UNKNOWN");
  }
}
