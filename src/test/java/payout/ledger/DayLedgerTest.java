package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import payout.batch.FileState;
import payout.batch.Language;
import payout.batch.PayoutLine;
import payout.ledger.DayReport.Row;
import payout.statement.StatementFile;

/** The fixture's clock starts at 10 in the morning of 2026-03-10 in China. */
@OnBothDatabases
class DayLedgerTest extends LedgerFixture {

  private static final String MIDNIGHT = "2026-03-10T16:00:00Z";

  @Test
  void a_day_is_closed_after_it_ended_and_once() {
    accept("a.csv", List.of(lines("A", 2)));
    time.set(Instant.parse("2026-03-10T15:59:59.999Z"));
    assertThat(ledger.days().close()).isEmpty();
    time.set(Instant.parse(MIDNIGHT));

    assertThat(ledger.days().close()).containsExactly(LocalDate.parse("2026-03-10"));

    assertThat(ledger.days().close()).isEmpty();
    assertThat(rows("SELECT number FROM publication WHERE kind = 'RECONCILE'"))
        .containsExactly("20260310");
    restart();
    assertThat(ledger.days().close()).isEmpty();
  }

  @Test
  void a_report_names_the_days_without_a_complete_statement_where_statements_come() {
    accept("a.csv", List.of(lines("A", 1)));
    time.set(Instant.parse("2026-03-12T16:00:01Z"));
    assertThat(ledger.statementList().missingDays())
        .as("the statement of the 12th is not ready")
        .containsExactly(LocalDate.parse("2026-03-10"), LocalDate.parse("2026-03-11"));

    ledger.days(true).close();

    assertThat(report(20260312).missing()).isEqualTo("2026-03-10 2026-03-11");
    StatementFile day = StatementFixture.file(LocalDate.parse("2026-03-10"), true);
    ledger.statementIntake(Language.EN).take("s", sha256("s"), day, told -> {});
    assertThat(ledger.statementList().missingDays()).containsExactly(LocalDate.parse("2026-03-11"));
    assertThat(report(20260312).missing()).as("is as it was").hasSize(21);
    time.set(Instant.parse("2026-03-13T02:00:00Z"));
    assertThat(ledger.statementList().missingDays())
        .containsExactly(LocalDate.parse("2026-03-11"), LocalDate.parse("2026-03-12"));
    time.set(Instant.parse("2026-03-14T00:00:00Z"));
    ledger.days().close();
    assertThat(report(20260313).missing()).as("none comes").isEmpty();
  }

  @Test
  void a_ledger_without_files_has_no_days() {
    time.set(Instant.parse("2026-03-20T16:00:00Z"));

    assertThat(ledger.days().close()).isEmpty();
  }

  @Test
  void each_day_that_ended_while_nothing_ran_is_closed() {
    accept("a.csv", List.of(lines("A", 1)));
    time.set(Instant.parse("2026-03-13T02:00:00Z"));

    assertThat(ledger.days().close())
        .containsExactly(
            LocalDate.parse("2026-03-10"),
            LocalDate.parse("2026-03-11"),
            LocalDate.parse("2026-03-12"));
    assertThat(report(20260312).rows()).hasSize(1);
  }

  @Test
  void a_file_that_is_forgotten_while_it_is_read_leaves_the_report_readable() {
    accept("a.csv", List.of(lines("A", 1)));
    FileRecord read = arrive("b.csv", sha256("b.csv")).file();
    time.set(Instant.parse(MIDNIGHT));
    assertThat(ledger.days().close()).hasSize(1);

    intake.forget(read);

    assertThat(names(20260310)).containsExactly("a.csv ACCEPTED");
  }

  @Test
  void one_node_closes_a_day() throws Exception {
    accept("a.csv", List.of(lines("A", 1)));
    time.set(Instant.parse(MIDNIGHT));
    List<Callable<List<LocalDate>>> nodes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      DayLedger node = beside().days();
      nodes.add(node::close);
    }

    assertThat(atOnce(nodes)).filteredOn(days -> !days.isEmpty()).hasSize(1);
    assertThat(rows("SELECT id FROM publication WHERE kind = 'RECONCILE'")).hasSize(1);
    assertThat(report(20260310).rows()).hasSize(1);
  }

  @Test
  void the_lines_of_a_file_add_up_by_state() {
    List<PayoutLine> second = lines("B", 3);
    List<String> numbers =
        accept(
            "a.csv", List.of(lines("A", 2), second, lines("C", 1), lines("D", 2), lines("E", 1)));
    post(Verdicts.taken());
    Notify all = Notify.of("n1", numbers.get(0));
    all.paid(linesOf(numbers.get(0)).get(0)).failed(linesOf(numbers.get(0)).get(1)).to(notifies);
    post(Verdicts.taken());
    Notify.of("n2", numbers.get(1)).paid(second.get(1)).to(notifies);
    post(Verdicts.refused("ILLEGAL_ARGUMENT"));
    post(Verdicts.unknown());
    time.set(Instant.parse("2026-03-11T04:30:00Z"));
    noteOverdue();
    change(
        "UPDATE batch SET overdue_at = 5, taken_at = "
            + (clock.millis() - 3_600_000L * 26)
            + " WHERE state = 'TAKEN'");

    ledger.days().close();

    Row row = report(20260310).rows().get(0);
    assertThat(row.state()).isEqualTo(FileState.ACCEPTED);
    assertThat(text(row.all())).isEqualTo("9 14.14");
    assertThat(text(row.paid())).isEqualTo("2 3.03");
    assertThat(text(row.failed())).isEqualTo("1 2.02");
    assertThat(text(row.refused())).isEqualTo("1 1.01");
    assertThat(text(row.open())).isEqualTo("5 8.08");
    assertThat(text(row.unknown())).isEqualTo("2 3.03");
    assertThat(row.unknownHours()).isEqualTo(26);
    assertThat(text(row.overdue())).isEqualTo("2 4.04");
    assertThat(row.overdueHours()).isEqualTo(26);
  }

  @Test
  void a_file_is_in_the_report_of_each_day_on_which_it_was_open() {
    accept("settled.csv", List.of(lines("A", 1)));
    String batchNo = number("settled.csv", 1, 1);
    post(Verdicts.taken());
    refuse("refused.csv");
    time.set(Instant.parse("2026-03-11T02:00:00Z"));
    ledger.days().close();
    Notify.of("n", batchNo).paid(linesOf(batchNo).get(0)).to(notifies);
    accept("new.csv", List.of(lines("N", 1)));
    time.set(Instant.parse("2026-03-13T02:00:00Z"));
    ledger.days().close();

    assertThat(names(20260310)).containsExactly("settled.csv ACCEPTED", "refused.csv REJECTED");
    assertThat(names(20260311)).containsExactly("settled.csv SETTLED", "new.csv ACCEPTED");
    assertThat(names(20260312)).containsExactly("new.csv ACCEPTED");
  }

  @Test
  void what_happens_later_does_not_change_the_report() {
    accept("a.csv", List.of(lines("A", 1)));
    String batchNo = number("a.csv", 1, 1);
    post(Verdicts.taken());
    time.set(Instant.parse(MIDNIGHT));
    ledger.days().close();
    List<String> before = rows("SELECT * FROM closed_day");
    Notify.of("n", batchNo).paid(linesOf(batchNo).get(0)).to(notifies);
    ledger.days().close();

    assertThat(rows("SELECT * FROM closed_day")).isEqualTo(before);
    assertThat(text(report(20260310).rows().get(0).open())).isEqualTo("1 1.01");
  }

  private void refuse(String name) {
    FileRecord file = arrive(name, sha256(name)).file();
    intake.reject(
        file,
        new IntakeStore.Decision(
            0, payout.batch.Money.ZERO, 0, 0, 0, new byte[0], "NO_LINES: none", ""));
  }

  private List<String> names(int day) {
    return report(day).rows().stream().map(row -> row.file().name() + " " + row.state()).toList();
  }

  private DayReport report(int day) {
    return publications.report(day);
  }

  private static String text(DayReport.Sum sum) {
    return sum.lines() + " " + sum.amount();
  }
}
