package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import payout.batch.Checkpoint;
import payout.batch.Language;
import payout.batch.LineState;
import payout.batch.Money;
import payout.batch.OutputKind;
import payout.batch.PayoutLine;
import payout.statement.Booking;
import payout.statement.Layout;
import payout.statement.Match;
import payout.statement.MatchRow;
import payout.statement.MatchVerdict;
import payout.statement.RowKind;
import payout.statement.StatementFile;

/** Statements are matched once, count together, and change no payment by themselves. */
@OnBothDatabases
class StatementIntakeTest extends StatementFixture {

  private List<String> said(StatementRecord statement) {
    return publications.matches((int) statement.id()).stream()
        .map(row -> row.serial() + " " + row.verdict() + " " + row.shown())
        .toList();
  }

  @Test
  void what_it_proves_waits_for_an_approver_who_sees_count_and_sum() {
    String batchNo = accepted(2);
    post(Verdicts.unknown());

    StatementRecord statement = take("s", file(DAY, true, payout("B1", "SERIAL-001", DAY, 101)));

    assertThat(resultsOf(batchNo)).containsExactly("OPEN", "OPEN");
    assertThat(state(batchNo)).isEqualTo("UNKNOWN");
    assertThat(entry(statement).proposed().rows()).isEqualTo(1);
    assertThat(entry(statement).proposed().amount()).isEqualTo(new Money(101));
    assertThatThrownBy(() -> acts.prove(statement.id(), seen(2, 101)))
        .isInstanceOf(ActRefusedException.class);
    acts.prove(statement.id(), seen(1, 101));

    assertThat(resultsOf(batchNo)).containsExactly("PAID", "OPEN");
    assertThat(state(batchNo)).isEqualTo("TAKEN");
    assertThat(entry(statement).proposed().rows()).isZero();
    assertThat(eventsOf(batchNo)).contains("PROVED_PAID");
    assertThat(one("SELECT detail FROM event WHERE kind = 'PROVED_PAID'"))
        .contains(statement.sha256(), "row 7", "booking B1");
    assertThatThrownBy(() -> acts.prove(statement.id(), seen(1, 101)))
        .isInstanceOf(ActRefusedException.class);
  }

  @Test
  void a_form_that_is_sent_twice_records_once() {
    String batchNo = accepted(1);
    post(Verdicts.unknown());
    StatementRecord statement = take("s", file(DAY, true, payout("B1", "SERIAL-001", DAY, 101)));
    Act act = seen(1, 101).once(new ActKey("form-0123456789abcdef"));

    String first = acts.prove(statement.id(), act);
    String second = acts.prove(statement.id(), act);

    assertThat(second).isEqualTo(first);
    assertThat(eventsOf(batchNo)).containsOnlyOnce("PROVED_PAID");
  }

  @Test
  void a_dismissed_proposal_leaves_all_as_it_is_and_does_not_come_again() {
    String batchNo = accepted(1);
    post(Verdicts.unknown());
    Booking row = payout("B1", "SERIAL-001", DAY, 101);
    StatementRecord statement = take("s", file(DAY, true, row));

    acts.dismiss(statement.id(), seen(1, 101));
    StatementRecord month = take("month", file(DAY, true, row));

    assertThat(resultsOf(batchNo)).containsExactly("OPEN");
    assertThat(entry(statement).proposed().rows()).isZero();
    assertThat(entry(month).proposed().rows()).isZero();
    pass(Duration.ofHours(2));
    assertThat(sending.claim()).as("it is sent again as before").isPresent();
    assertThat(one("SELECT COUNT(*) FROM audit WHERE kind = 'DISMISS'")).isEqualTo("1");
  }

  @Test
  void only_an_approver_decides_where_some_are_named() {
    String batchNo = accepted(1);
    post(Verdicts.unknown());
    StatementRecord statement = take("s", file(DAY, true, payout("B1", "SERIAL-001", DAY, 101)));
    ActLedger ruled = ledger.acts(new AcceptRules(null, 0, List.of("chen"), Map.of(), null, false));

    assertThatThrownBy(() -> ruled.prove(statement.id(), seen(1, 101)))
        .hasMessageContaining("payout.approval.approvers");
    assertThatThrownBy(() -> ruled.dismiss(statement.id(), seen(1, 101)))
        .hasMessageContaining("payout.approval.approvers");

    assertThat(resultsOf(batchNo)).containsExactly("OPEN");
  }

  @Test
  void by_the_setting_it_is_recorded_without_a_person_and_names_itself() {
    String batchNo = accepted(1);
    post(Verdicts.unknown());
    StatementRecord statement = take("s", file(DAY, true, payout("B1", "SERIAL-001", DAY, 101)));

    assertThat(acts.proveBySetting(statement.id())).hasSize(1);
    assertThat(acts.proveBySetting(statement.id())).isEmpty();

    assertThat(resultsOf(batchNo)).containsExactly("PAID");
    assertThat(one("SELECT who FROM audit WHERE kind = 'PROVE'"))
        .isEqualTo("payout.statement.apply");
  }

  @Test
  void a_notify_that_came_first_leaves_the_rest_of_the_proposal() {
    String batchNo = accepted(2);
    post(Verdicts.taken());
    StatementRecord statement =
        take(
            "s",
            file(
                DAY,
                true,
                payout("B1", "SERIAL-001", DAY, 101),
                payout("B2", "SERIAL-002", DAY, 202)));
    Notify.of("n", batchNo).paid(linesOf(batchNo).get(0)).to(notifies);

    assertThat(entry(statement).proposed().amount()).isEqualTo(new Money(202));
    acts.prove(statement.id(), seen(1, 202));

    assertThat(resultsOf(batchNo)).containsExactly("PAID", "PAID");
  }

  @Test
  void several_files_together_cover_the_days_and_missing_days_are_named() {
    List<PayoutLine> lines = List.of(longLine(1), longLine(2));
    String batchNo = accept("a.csv", List.of(lines)).get(0);
    post(Verdicts.taken());
    Notify.of("n", batchNo).paid(lines.get(0)).to(notifies);

    StatementRecord first = take("1", file(DAY, true, payout("B1", "SERIAL-001", DAY, 101)));
    StatementRecord third = take("3", file(DAY.plusDays(2), true));
    StatementRecord second = take("2", file(DAY.plusDays(1), true));

    assertThat(said(first))
        .contains("SERIAL-002 NOT_YET missing: 2026-03-11 2026-03-12")
        .contains("SERIAL-001 SAME PAYOUT 1.01");
    assertThat(entry(first).missing()).isEmpty();
    assertThat(said(third)).contains("SERIAL-002 NOT_YET missing: 2026-03-11");
    assertThat(said(second)).contains("SERIAL-002 NOT_IN_STATEMENT ");
    assertThat(resultsOf(batchNo)).containsExactly("PAID", "OPEN");
    assertThat(told).isEmpty();
  }

  @Test
  void nothing_is_absent_while_no_payment_of_the_layout_was_found_by_its_number() {
    accepted(1);
    post(Verdicts.taken());

    take("1", file(DAY, true));
    take("2", file(DAY.plusDays(1), true));
    StatementRecord third = take("3", file(DAY.plusDays(2), true));

    assertThat(said(third)).containsExactly("SERIAL-001 NOT_YET ");
  }

  @Test
  void an_unexplained_payout_of_an_earlier_file_keeps_a_line_from_being_absent() {
    List<PayoutLine> lines = List.of(longLine(1), longLine(2));
    String batchNo = accept("a.csv", List.of(lines)).get(0);
    post(Verdicts.taken());
    Notify.of("n", batchNo).paid(lines.get(0)).to(notifies);

    take(
        "1",
        file(
            DAY,
            true,
            payout("B1", "SERIAL-001", DAY, 101),
            payout("B2", "SOMETHING-ELSE", DAY, 202)));
    take("2", file(DAY.plusDays(1), true));
    StatementRecord third = take("3", file(DAY.plusDays(2), true));

    assertThat(said(third)).contains("SERIAL-002 NOT_YET ");
  }

  @Test
  void a_row_that_proved_too_little_proves_no_more_in_a_later_file() {
    accept("a.csv", List.of(List.of(line("7", 1, 101))));
    post(Verdicts.unknown());
    Booking hidden =
        new Booking(
            0,
            3,
            "B1",
            "",
            "7",
            DAY.atTime(10, 1),
            new Money(101),
            RowKind.PAYOUT,
            "李*",
            List.of());

    StatementRecord first = take("1", file(DAY, true, hidden));
    StatementRecord second = take("2", file(DAY.plusDays(1), true));

    assertThat(said(first)).containsExactly("7 CANDIDATE PAYOUT 1.01");
    assertThat(said(second)).containsExactly("7 CANDIDATE PAYOUT 1.01");
    assertThat(entry(first).proposed().rows()).isZero();
  }

  @Test
  void the_same_bytes_are_matched_once_and_the_same_booking_in_two_files_is_one() {
    String batchNo = accepted(1);
    post(Verdicts.unknown());
    Booking row = payout("B1", "SERIAL-001", DAY, 101);

    StatementRecord first = take("s", file(DAY, true, row));
    StatementRecord again = take("s", file(DAY, true, row));
    assertThat(ledger.statementIntake(Language.EN).again(sha256("s"))).isPresent();
    take("month", file(DAY, true, row));

    assertThat(again.id()).isEqualTo(first.id());
    assertThat(entry(first).statement().seenAgain()).isEqualTo(2);
    assertThat(rows("SELECT id FROM statement")).hasSize(2);
    assertThat(rows("SELECT id FROM publication WHERE kind = 'STATEMENT_MATCH'")).hasSize(2);
    assertThat(rows("SELECT state FROM statement_proof")).containsExactly("OPEN");
    assertThat(told).as("one booking in two files is no second payment").isEmpty();
    assertThat(state(batchNo)).isEqualTo("UNKNOWN");
  }

  @Test
  void a_booking_with_other_content_refuses_the_second_file_and_proves_nothing_any_more() {
    String batchNo = accepted(1);
    post(Verdicts.unknown());
    StatementRecord forged = take("1", file(DAY, true, payout("B1", "SERIAL-001", DAY, 101)));

    StatementRecord second = take("2", file(DAY, true, payout("B1", "SERIAL-999", DAY, 101)));

    assertThat(second.reason()).contains("row 7", "other content");
    assertThat(entry(forged).proposed().rows()).isZero();
    assertThat(acts.proveBySetting(forged.id())).isEmpty();
    assertThat(resultsOf(batchNo)).containsExactly("OPEN");
    assertThat(rows("SELECT kind FROM publication WHERE kind LIKE 'STATEMENT%' ORDER BY id"))
        .containsExactly("STATEMENT_MATCH", "STATEMENT_REFUSED");
  }

  @Test
  void nothing_is_absent_from_a_day_with_a_disputed_booking() {
    List<PayoutLine> lines = List.of(longLine(1), longLine(2));
    String batchNo = accept("a.csv", List.of(lines)).get(0);
    post(Verdicts.taken());
    Notify.of("n", batchNo).paid(lines.get(0)).to(notifies);
    Booking one = payout("B1", "SERIAL-001", DAY, 101);
    take("1", file(DAY, true, one, payout("B2", "SERIAL-002", DAY, 202)));

    take("forged", file(DAY, true, one, payout("B2", "SERIAL-999", DAY, 202)));
    take("2", file(DAY.plusDays(1), true));
    StatementRecord third = take("3", file(DAY.plusDays(2), true));

    assertThat(said(third)).contains("SERIAL-002 NOT_YET missing: 2026-03-10");
    assertThat(resultsOf(batchNo)).containsExactly("PAID", "OPEN");
  }

  @Test
  void a_payment_whose_booking_is_disputed_is_not_said_to_be_missing() {
    List<PayoutLine> lines = List.of(longLine(1), longLine(2));
    String batchNo = accept("a.csv", List.of(lines)).get(0);
    post(Verdicts.taken());
    Notify.of("n", batchNo).paid(lines.get(0)).paid(lines.get(1)).to(notifies);
    Booking one = payout("B1", "SERIAL-001", DAY, 101);
    take("1", file(DAY, true, one, row("B2", "SERIAL-002", DAY, 202, RowKind.IN)));

    take("forged", file(DAY, true, one, payout("B2", "SERIAL-002", DAY, 202)));
    take("2", file(DAY.plusDays(1), true));
    take("3", file(DAY.plusDays(2), true));

    assertThat(told).extracting(Match::verdict).doesNotContain(MatchVerdict.PAID_NOT_SEEN);
  }

  @Test
  void seconds_that_a_spreadsheet_dropped_are_no_other_content() {
    accepted(1);
    post(Verdicts.unknown());
    take("1", file(DAY, true, payout("B1", "SERIAL-001", DAY, 101)));
    Booking resaved =
        new Booking(
            0,
            7,
            "B1",
            "",
            "SERIAL-001",
            LocalDateTime.of(DAY, java.time.LocalTime.of(10, 1, 0)),
            new Money(101),
            RowKind.PAYOUT,
            "张三",
            List.of());

    assertThat(take("2", file(Layout.SEARCH, DAY, false, resaved)).isRefused()).isFalse();
  }

  @Test
  void a_contradiction_is_told_once_however_many_files_show_it() {
    List<PayoutLine> lines = List.of(longLine(1));
    String batchNo = accept("a.csv", List.of(lines)).get(0);
    post(Verdicts.taken());
    Notify.of("n", batchNo).failed(lines.get(0)).to(notifies);
    Booking row = payout("B1", "SERIAL-001", DAY, 101);

    StatementRecord first = take("1", file(DAY, true, row));
    take("2", file(DAY.plusDays(1), true));
    take("month", file(DAY, true, row));

    assertThat(told).extracting(Match::verdict).containsExactly(MatchVerdict.FAILED_BUT_PAID);
    assertThat(ledger.statementList().findings(first.id()))
        .extracting(StatementFinding::serial)
        .containsExactly("SERIAL-001");
    assertThat(resultsOf(batchNo)).containsExactly("FAILED");
    assertThat(ledger.overview().needs())
        .extracting(OverviewLedger.Need::kind)
        .containsExactly(OverviewLedger.Need.Kind.CONTRADICTED);
    assertThat(status.paidAfterAll()).extracting(PaidAfterAll::line).containsExactly(lines.get(0));
  }

  @Test
  void two_payments_in_two_files_are_one_too_many() {
    accepted(1);
    post(Verdicts.taken());

    take("1", file(DAY, true, payout("B1", "SERIAL-001", DAY, 101)));
    take("2", file(DAY.plusDays(1), true, payout("B2", "SERIAL-001", DAY.plusDays(1), 101)));

    assertThat(told).extracting(Match::verdict).containsOnly(MatchVerdict.PAID_TWICE).hasSize(2);
  }

  @Test
  void a_failed_payment_that_was_made_twice_is_not_made_again() {
    List<PayoutLine> lines = List.of(longLine(1));
    String batchNo = accept("a.csv", List.of(lines)).get(0);
    post(Verdicts.taken());
    Notify.of("n", batchNo).failed(lines.get(0)).to(notifies);

    take(
        "1",
        file(
            DAY, true, payout("B1", "SERIAL-001", DAY, 101), payout("B2", "SERIAL-001", DAY, 101)));

    assertThat(told).extracting(Match::verdict).containsOnly(MatchVerdict.PAID_TWICE);
    assertThat(status.paidAfterAll()).extracting(PaidAfterAll::line).containsExactly(lines.get(0));
  }

  @Test
  void a_payment_that_failed_after_a_statement_showed_it_is_not_made_again() {
    List<PayoutLine> lines = List.of(longLine(1), longLine(2));
    String batchNo = accept("a.csv", List.of(lines)).get(0);
    post(Verdicts.taken());
    StatementRecord statement = take("s", file(DAY, true, payout("B1", "SERIAL-001", DAY, 101)));
    assertThat(status.paidAfterAll()).as("it is open").isEmpty();

    NotifyLedger.Applied applied =
        Notify.of("n", batchNo).failed(lines.get(0)).failed(lines.get(1)).to(notifies);

    assertThat(applied.failedButPaid()).containsExactly("SERIAL-001");
    assertThat(status.paidAfterAll()).extracting(PaidAfterAll::line).containsExactly(lines.get(0));
    assertThat(ledger.statementList().findings(statement.id()))
        .extracting(StatementFinding::verdict)
        .containsExactly(MatchVerdict.FAILED_BUT_PAID);
    take("month", file(DAY, true, payout("B1", "SERIAL-001", DAY, 101)));
    assertThat(told).as("the notify told it").isEmpty();
    change("DELETE FROM statement_finding");
    assertThat(status.paidAfterAll())
        .as("the proof is enough")
        .extracting(PaidAfterAll::line)
        .containsExactly(lines.get(0));
  }

  @Test
  void a_line_that_a_statement_shows_is_not_marked_as_failed_before_someone_decided_on_it() {
    String batchNo = accepted(2);
    post(Verdicts.taken());
    StatementRecord statement = take("s", file(DAY, true, payout("B1", "SERIAL-001", DAY, 101)));
    pass(Duration.ofHours(27));

    assertThatThrownBy(
            () ->
                acts.settle(
                    Settlement.line(batchNo, "SERIAL-001", LineState.FAILED), act("it failed")))
        .isInstanceOf(ActRefusedException.class)
        .hasMessageContaining(statement.start());
    acts.settle(Settlement.line(batchNo, "SERIAL-002", LineState.FAILED), act("it failed"));
    assertThat(resultsOf(batchNo)).containsExactly("OPEN", "FAILED");
    acts.dismiss(statement.id(), seen(1, 101));
    acts.settle(
        Settlement.line(batchNo, "SERIAL-001", LineState.FAILED), act("the row was forged"));

    assertThat(resultsOf(batchNo)).containsExactly("FAILED", "FAILED");
  }

  @Test
  void a_retry_that_is_about_to_be_sent_is_held_when_a_statement_shows_the_payment() {
    String retry = retryOfFailed();

    take("s", file(DAY, true, payout("B1", "SERIAL-001", DAY, 101)));

    assertThat(told).extracting(Match::verdict).containsExactly(MatchVerdict.FAILED_BUT_PAID);
    assertThat(told).extracting(Match::note).containsExactly(retry);
    assertThat(state(retry)).isEqualTo("HELD");
    assertThat(sending.claim()).isEmpty();
  }

  @Test
  void a_retry_that_waits_is_in_doubt_when_a_statement_shows_the_payment() {
    String retry = retryOfFailed();
    change(
        "UPDATE payout_file SET state = 'AWAITING_APPROVAL' WHERE id = " + batch(retry).fileId());

    take("s", file(DAY, true, payout("B1", "SERIAL-001", DAY, 101)));

    FileRecord file = status.file(batch(retry).fileId());
    assertThat(file.retaken()).isEqualTo(Retaken.DOUBT);
    assertThat(file.reason()).contains("A statement of the account", "all its batches are HELD");
    assertThat(file.reason()).doesNotContain("lost");
    assertThat(one("SELECT cause FROM event WHERE kind = 'RETAKEN'")).isEqualTo("statement");
    assertThat(told).extracting(Match::note).containsExactly(retry);
  }

  @Test
  void a_statement_that_concerns_more_payments_than_fit_is_refused_and_reads_none() {
    accepted(1);
    post(Verdicts.taken());
    change("UPDATE batch SET lines = 200001");
    StatementFile file = file(DAY, true, payout("B1", "SERIAL-001", DAY, 101));

    StatementRecord refused = take("s", file);
    change("UPDATE batch SET lines = 1");

    assertThat(refused.reason()).contains("200001 payments", "at most 200000");
    assertThat(rows("SELECT kind FROM publication WHERE kind LIKE 'STATEMENT%'"))
        .containsExactly("STATEMENT_REFUSED");
    assertThat(take("s", file).isRefused()).as("it may come right later").isFalse();
  }

  @Test
  void what_was_sent_by_an_earlier_ledger_can_be_recorded() {
    String batchNo = accepted(1);
    post(Verdicts.unknown());
    StatementRecord statement = take("s", file(DAY, true, payout("B1", "SERIAL-001", DAY, 101)));
    change("UPDATE batch SET state = 'TAKEN', attempts = 0, maybe_sent = 1");

    acts.prove(statement.id(), seen(1, 101));

    assertThat(resultsOf(batchNo)).containsExactly("PAID");
  }

  @Test
  void money_that_comes_back_in_a_later_file_is_told() {
    List<PayoutLine> lines = List.of(longLine(1));
    String batchNo = accept("a.csv", List.of(lines)).get(0);
    post(Verdicts.taken());
    Notify.of("n", batchNo).paid(lines.get(0)).to(notifies);

    take("1", file(DAY, true, payout("B1", "SERIAL-001", DAY, 101)));
    LocalDate next = DAY.plusDays(1);
    take("2", file(next, true, row("B2", "SERIAL-001", next, 101, RowKind.IN)));

    assertThat(told).extracting(Match::verdict).containsExactly(MatchVerdict.RETURNED);
    assertThat(resultsOf(batchNo)).containsExactly("PAID");
  }

  @Test
  void what_was_said_stays_what_was_said() {
    String batchNo = accepted(1);
    post(Verdicts.unknown());
    StatementRecord statement = take("s", file(DAY, true, payout("B1", "SERIAL-001", DAY, 101)));
    List<MatchRow> before = publications.matches((int) statement.id());

    acts.prove(statement.id(), seen(1, 101));

    assertThat(state(batchNo)).isEqualTo("SETTLED");
    assertThat(publications.matches((int) statement.id())).isEqualTo(before);
    assertThat(queue.claim(25)).extracting(Publication::kind).contains(OutputKind.STATEMENT_MATCH);
  }

  @Test
  void a_refusal_is_recorded_once_for_the_same_bytes_and_reason() {
    StatementIntake intake = ledger.statementIntake(Language.EN);

    StatementRecord first = intake.refuse("s", sha256("s"), "It is of another account.");
    StatementRecord again = intake.refuse("s", sha256("s"), "It is of another account.");
    StatementRecord other = intake.refuse("s", sha256("s"), "It is cut.");

    assertThat(again.id()).isEqualTo(first.id());
    assertThat(other.start()).isEqualTo(first.start() + "-2");
    assertThat(rows("SELECT id FROM publication WHERE kind = 'STATEMENT_REFUSED'")).hasSize(2);
    assertThat(intake.again(sha256("s"))).as("it may come right later").isEmpty();
  }

  @Test
  void a_process_that_ends_before_or_after_the_record_doubles_nothing() {
    String batchNo = accepted(1);
    post(Verdicts.unknown());
    StatementFile file = file(DAY, true, payout("B1", "SERIAL-001", DAY, 101));

    for (Checkpoint each : EnumSet.of(Checkpoint.STATEMENT_COMPARED)) {
      Checkpoint.watch(
          passed -> {
            if (passed == each) {
              throw new IllegalStateException("The process ends here.");
            }
          });
      assertThatThrownBy(() -> take("s", file)).isInstanceOf(IllegalStateException.class);
      Checkpoint.watch(null);
      assertThat(rows("SELECT id FROM statement")).isEmpty();
    }
    take("s", file);
    restart();
    StatementRecord again = ledger.statementIntake(Language.EN).again(sha256("s")).orElseThrow();
    acts.proveBySetting(again.id());
    restart();
    acts.proveBySetting(again.id());

    assertThat(rows("SELECT id FROM statement")).hasSize(1);
    assertThat(rows("SELECT id FROM publication WHERE kind = 'STATEMENT_MATCH'")).hasSize(1);
    assertThat(eventsOf(batchNo)).containsOnlyOnce("PROVED_PAID");
  }

  @Test
  void statements_that_are_matched_at_the_same_time_know_each_other() throws Exception {
    accepted(1);
    post(Verdicts.taken());

    atOnce(
        List.of(
            () -> take("1", file(DAY, true, payout("B1", "SERIAL-001", DAY, 101))),
            () -> take("2", file(DAY, true, payout("B2", "SERIAL-001", DAY, 101)))));

    assertThat(told).extracting(Match::verdict).containsOnly(MatchVerdict.PAID_TWICE);
  }
}
