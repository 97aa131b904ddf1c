package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import payout.batch.BatchState;
import payout.batch.FileState;
import payout.batch.LineState;
import payout.batch.Money;
import payout.ledger.FileList.Filter;

@OnBothDatabases
class FileListTest extends LedgerFixture {

  @Test
  void files_come_in_pages_the_newest_first() {
    for (int i = 1; i <= 7; i++) {
      if (i != 4) {
        pass(Duration.ofMinutes(1)); // two of them come at the same time
      }
      accept("f" + i + ".csv", List.of(lines("F" + i, 1)));
    }

    FileList.Page first = list().page(Filter.ALL, "", 3);
    FileList.Page second = list().page(Filter.ALL, first.next(), 3);
    FileList.Page third = list().page(Filter.ALL, second.next(), 3);

    assertThat(names(first)).containsExactly("f7.csv", "f6.csv", "f5.csv");
    assertThat(names(second)).containsExactly("f4.csv", "f3.csv", "f2.csv");
    assertThat(names(third)).containsExactly("f1.csv");
    assertThat(third.next()).isEmpty();
    assertThatThrownBy(() -> list().page(Filter.ALL, "?", 3))
        .hasMessage("The list has no such position; begin at its start.");
  }

  @Test
  void filters_hold_together() {
    accept("Gehalt-Mai.csv", List.of(lines("A", 1)));
    pass(Duration.ofHours(24));
    accept("Gehalt-Juni.csv", List.of(lines("B", 1)));
    post(Verdicts.refused("ERROR"));
    post(Verdicts.refused("ERROR"));
    accept("bonus.csv", List.of(lines("C", 1)));

    LocalDate day = clock.today();
    assertThat(names(Filter.ALL.named("GEHALT")))
        .containsExactly("Gehalt-Juni.csv", "Gehalt-Mai.csv");
    assertThat(names(Filter.ALL.on(day))).containsExactly("bonus.csv", "Gehalt-Juni.csv");
    assertThat(names(Filter.ALL.on(day.minusDays(1)))).containsExactly("Gehalt-Mai.csv");
    assertThat(names(Filter.ALL.on(day.plusDays(1)))).isEmpty();
    assertThat(names(Filter.ALL.in(FileState.SETTLED).on(day))).containsExactly("Gehalt-Juni.csv");
    assertThat(names(Filter.ALL.in(FileState.ACCEPTED))).containsExactly("bonus.csv");
    assertThat(names(Filter.ALL.of("inbox").named("bonus"))).containsExactly("bonus.csv");
    assertThat(names(Filter.ALL.of("other"))).isEmpty();
    assertThat(names(Filter.ALL.of("other").in(FileState.ACCEPTED))).isEmpty();
  }

  @Test
  void the_first_moment_of_a_day_belongs_to_it_and_the_next_day_does_not() {
    time.set(java.time.Instant.parse("2026-03-09T16:00:00Z"));
    accept("first.csv", List.of(lines("A", 1)));
    time.set(java.time.Instant.parse("2026-03-10T16:00:00Z"));
    accept("next.csv", List.of(lines("B", 1)));

    assertThat(names(Filter.ALL.on(LocalDate.of(2026, 3, 10)))).containsExactly("first.csv");
  }

  @Test
  void a_page_of_rare_files_ends_before_it_has_looked_at_all() {
    accept("rare.csv", List.of(lines("A", 1)));
    change(
        "INSERT INTO payout_file (inbox, name, sha256, size, modified_at, stem, short_hash, arrival,"
            + " state, partner, email, account_name, buyer_account_name, extend_param, gateway,"
            + " charset, received_at) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1"
            + " FROM n WHERE i < 4100) SELECT 'inbox', 'f' || i, 'x', 1, 1, 's' || i, 'h', 1,"
            + " 'REJECTED', 'p', 'e', 'a', '', '', 'g', 'utf-8', "
            + (clock.millis() + 1)
            + " + i FROM n");

    List<Integer> sizes = new ArrayList<>();
    String next = "";
    do {
      FileList.Page page = list().page(Filter.ALL.named("rare"), next, 50);
      sizes.add(page.rows().size());
      next = page.next();
    } while (!next.isEmpty());

    assertThat(sizes).containsExactly(0, 0, 1);
    assertThat(list().page(Filter.ALL, "", 999).rows()).hasSize(200);
  }

  @Test
  void a_row_knows_what_is_paid_failed_and_open() {
    List<String> numbers = accept("a.csv", List.of(lines("A", 3), lines("B", 2), lines("C", 1)));
    assertThat(sums("a.csv")).isEqualTo("open 6, paid 0 of 0.00, failed 0");

    post(Verdicts.taken());
    post(Verdicts.refused("ERROR"));
    Notify.of("n", numbers.get(0)).paid(linesOf(numbers.get(0)).get(1)).to(notifies);
    assertThat(sums("a.csv")).isEqualTo("open 3, paid 1 of 2.02, failed 2");
    Notify.of("m", numbers.get(0)).failed(linesOf(numbers.get(0)).get(0)).to(notifies);
    assertThat(sums("a.csv")).isEqualTo("open 2, paid 1 of 2.02, failed 3");
    acts.settle(Settlement.line(numbers.get(0), "A-3", LineState.PAID), act("seen"));
    assertThat(sums("a.csv")).isEqualTo("open 1, paid 2 of 5.05, failed 3");

    post(Verdicts.taken());
    Notify.of("o", numbers.get(2)).paid(linesOf(numbers.get(2)).get(0)).to(notifies);
    assertThat(sums("a.csv")).isEqualTo("open 0, paid 3 of 6.06, failed 3");
    change("UPDATE publication SET published_at = 1");
    acts.settle(
        Settlement.line(numbers.get(0), "A-3", LineState.FAILED).correcting().evenEarly(),
        act("not"));
    assertThat(sums("a.csv")).isEqualTo("open 0, paid 2 of 3.03, failed 4");
    acts.settle(Settlement.line(numbers.get(0), "A-1", LineState.PAID).correcting(), act("paid"));
    assertThat(sums("a.csv")).isEqualTo("open 0, paid 3 of 4.04, failed 3");
  }

  @Test
  void a_file_that_is_refused_after_it_waited_has_no_open_and_no_failed_line() {
    AcceptRules rules =
        new AcceptRules(Money.ZERO, 1000, List.of("chen"), java.util.Map.of(), null, false);
    intake = ledger.intake(rules, payout.batch.Language.EN);
    take(arrive("a.csv", sha256("a.csv")).file(), List.of(lines("A", 2)));
    assertThat(sums("a.csv")).isEqualTo("open 2, paid 0 of 0.00, failed 0");

    ledger.waiting(rules, payout.batch.Language.EN).reject("a.csv", act("no"));

    assertThat(sums("a.csv")).isEqualTo("open 0, paid 0 of 0.00, failed 0");
  }

  @Test
  void the_batches_of_a_file_come_by_place_and_added_up_by_state() {
    manyBatches(5);
    post(Verdicts.taken());
    post(Verdicts.unknown());
    FileRow file = list().page(Filter.ALL, "", 1).rows().get(0);

    assertThat(list().batches(file.file().id(), 3))
        .extracting(BatchRecord::place)
        .containsExactly(4, 5);
    assertThat(list().file(file.file().id())).contains(file);
    assertThat(list().file(999)).isEmpty();
    assertThat(list().sums(file.file().id()))
        .containsExactly(
            sum(BatchState.READY, 3), sum(BatchState.TAKEN, 1), sum(BatchState.UNKNOWN, 1));
  }

  private static FileList.BatchSum sum(BatchState state, int batches) {
    return new FileList.BatchSum(
        state, batches, batches, new Money(100L * batches), batches, 0, Money.ZERO);
  }

  private String sums(String name) {
    FileRow row = list().page(Filter.ALL.named(name), "", 1).rows().get(0);
    assertThat(rows("SELECT SUM(open_lines), SUM(paid_lines), SUM(paid_amount) FROM batch"))
        .as("what the batches say")
        .containsAnyOf(
            row.openLines() + " " + row.paidLines() + " " + row.paidAmount().fen(),
            "null null null");
    return "open "
        + row.openLines()
        + ", paid "
        + row.paidLines()
        + " of "
        + row.paidAmount()
        + ", failed "
        + row.failedLines();
  }

  private List<String> names(Filter filter) {
    return names(list().page(filter, "", 200));
  }

  private static List<String> names(FileList.Page page) {
    return page.rows().stream().map(row -> row.file().name()).toList();
  }

  private FileList list() {
    return ledger.files();
  }

  @Test
  void a_page_goes_on_behind_a_file_and_has_none_before_a_time() {
    for (String name : List.of("a.csv", "b.csv", "c.csv")) {
      accept(name, List.of(lines(name.substring(0, 1), 1)));
      pass(Duration.ofMinutes(1));
    }
    FileList.Page first = list().page(Filter.ALL, "", 1);
    FileRow last = first.rows().get(0);

    assertThat(list().pageBehind(Filter.ALL, last.file().id(), 2).rows())
        .extracting(row -> row.file().name())
        .containsExactly("b.csv", "a.csv");
    assertThat(list().pageBehind(Filter.ALL, 999, 2).rows()).isEmpty();
    assertThat(list().page(Filter.ALL.since(last.receivedAt()), "", 9).rows())
        .extracting(row -> row.file().name())
        .containsExactly("c.csv");
    assertThat(list().page(Filter.ALL.since(last.receivedAt() + 1), "", 9).rows()).isEmpty();
  }
}
