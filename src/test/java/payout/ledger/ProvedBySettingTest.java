package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import payout.batch.Language;
import payout.statement.Match;
import payout.statement.MatchVerdict;
import payout.statement.RowKind;

/** Where the setting records proofs, each statement records what earlier ones left, if it holds. */
@OnBothDatabases
class ProvedBySettingTest extends StatementFixture {

  private static final LocalDate NEXT = DAY.plusDays(1);

  /** What the service does after each statement. */
  private void applyAll() {
    ledger.statementIntake(Language.EN).undecided().forEach(each -> acts.proveBySetting(each.id()));
  }

  @Test
  void what_an_earlier_statement_left_open_is_recorded_in_its_name() {
    String batchNo = accepted(2);
    post(Verdicts.unknown());
    StatementRecord first = take("1", file(DAY, true, payout("B1", "SERIAL-001", DAY, 101)));

    StatementRecord second = take("2", file(NEXT, true, payout("B2", "SERIAL-002", NEXT, 202)));
    applyAll();

    assertThat(resultsOf(batchNo)).containsExactly("PAID", "PAID");
    assertThat(rows("SELECT detail FROM event WHERE kind = 'PROVED_PAID' ORDER BY id"))
        .satisfiesExactly(
            one -> assertThat(one).contains(first.sha256(), "row 7", "booking B1"),
            two -> assertThat(two).contains(second.sha256(), "row 7", "booking B2"));
    assertThat(rows("SELECT who FROM audit WHERE kind = 'PROVE'"))
        .containsOnly("payout.statement.apply")
        .hasSize(2);
  }

  @Test
  void a_batch_that_was_held_when_its_proof_came_is_recorded_with_a_later_statement() {
    String batchNo = accepted(1);
    post(Verdicts.unknown());
    take("1", file(DAY, true, payout("B1", "SERIAL-001", DAY, 101)));
    acts.hold(batchNo, act("wait"));
    applyAll();
    assertThat(resultsOf(batchNo)).containsExactly("OPEN");

    acts.release(batchNo, act("go on"));
    take("2", file(NEXT, true));
    applyAll();

    assertThat(resultsOf(batchNo)).containsExactly("PAID");
  }

  @Test
  void a_payment_that_a_later_statement_shows_twice_waits_for_a_person() {
    String batchNo = accepted(1);
    post(Verdicts.unknown());
    StatementRecord first = take("1", file(DAY, true, payout("B1", "SERIAL-001", DAY, 101)));

    take("2", file(NEXT, true, payout("B2", "SERIAL-001", NEXT, 101)));
    applyAll();

    assertThat(told).extracting(Match::verdict).containsOnly(MatchVerdict.PAID_TWICE);
    assertThat(resultsOf(batchNo)).containsExactly("OPEN");
    assertThat(entry(first).proposed().rows()).as("a person may say so").isEqualTo(1);
    acts.prove(first.id(), seen(1, 101));
    assertThat(resultsOf(batchNo)).containsExactly("PAID");
  }

  @Test
  void a_payment_that_came_back_meanwhile_waits_for_a_person_and_the_others_do_not() {
    String batchNo = accepted(2);
    post(Verdicts.unknown());
    take(
        "1",
        file(
            DAY, true, payout("B1", "SERIAL-001", DAY, 101), payout("B2", "SERIAL-002", DAY, 202)));

    take("2", file(NEXT, true, row("B3", "SERIAL-001", NEXT, 101, RowKind.IN)));
    applyAll();

    assertThat(told).extracting(Match::verdict).containsExactly(MatchVerdict.RETURNED);
    assertThat(resultsOf(batchNo)).containsExactly("OPEN", "PAID");
  }

  @Test
  void what_a_person_dismissed_or_a_notify_decided_is_not_touched() {
    List<payout.batch.PayoutLine> lines = List.of(longLine(1));
    String dismissed = accept("a.csv", List.of(lines)).get(0);
    post(Verdicts.unknown());
    StatementRecord first = take("1", file(DAY, true, payout("B1", "SERIAL-001", DAY, 101)));
    acts.dismiss(first.id(), seen(1, 101));
    List<payout.batch.PayoutLine> others = List.of(longLine(2), longLine(3));
    String told = accept("b.csv", List.of(others)).get(0);
    post(Verdicts.taken());
    take("2", file(DAY, true, payout("B2", "SERIAL-002", DAY, 202)));
    Notify.of("n", told).failed(others.get(0)).to(notifies);

    pass(Duration.ofMinutes(1));
    applyAll();

    assertThat(resultsOf(dismissed)).containsExactly("OPEN");
    assertThat(resultsOf(told)).containsExactly("FAILED", "OPEN");
  }

  @Test
  void two_nodes_that_apply_at_once_record_it_once() throws Exception {
    String batchNo = accepted(1);
    post(Verdicts.unknown());
    StatementRecord first = take("1", file(DAY, true, payout("B1", "SERIAL-001", DAY, 101)));

    List<Boolean> done =
        atOnce(
            List.of(
                () -> !acts.proveBySetting(first.id()).isEmpty(),
                () -> !acts.proveBySetting(first.id()).isEmpty()));

    assertThat(done).containsExactlyInAnyOrder(true, false);
    assertThat(eventsOf(batchNo)).containsOnlyOnce("PROVED_PAID");
  }

  @Test
  void what_a_person_dismisses_at_the_same_time_is_either_recorded_or_dismissed() throws Exception {
    String batchNo = accepted(1);
    post(Verdicts.unknown());
    StatementRecord first = take("1", file(DAY, true, payout("B1", "SERIAL-001", DAY, 101)));

    List<Boolean> done =
        atOnce(List.of(() -> !acts.proveBySetting(first.id()).isEmpty(), () -> isDismissed(first)));

    assertThat(done).containsExactlyInAnyOrder(true, false);
    assertThat(resultsOf(batchNo)).containsExactly(done.get(0) ? "PAID" : "OPEN");
    assertThat(rows("SELECT state FROM statement_proof"))
        .containsExactly(done.get(0) ? "DONE" : "DISMISSED");
  }

  private boolean isDismissed(StatementRecord statement) {
    try {
      return !acts.dismiss(statement.id(), seen(1, 101)).isEmpty();
    } catch (ActRefusedException e) {
      return false;
    }
  }

  @Test
  void a_batch_that_cannot_be_recorded_keeps_no_other_one_back() {
    String first = accept("a.csv", List.of(List.of(longLine(1)))).get(0);
    String second = accept("b.csv", List.of(List.of(longLine(2)))).get(0);
    post(Verdicts.unknown());
    post(Verdicts.unknown());
    take(
        "1",
        file(
            DAY, true, payout("B1", "SERIAL-001", DAY, 101), payout("B2", "SERIAL-002", DAY, 202)));
    change("UPDATE statement_proof SET amount = 1 WHERE serial = 'SERIAL-001'");

    assertThatThrownBy(this::applyAll)
        .isInstanceOf(ActRefusedException.class)
        .hasMessageContaining("SERIAL-001", "another amount");

    assertThat(resultsOf(first)).containsExactly("OPEN");
    assertThat(resultsOf(second)).containsExactly("PAID");
  }
}
