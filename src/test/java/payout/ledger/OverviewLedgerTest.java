package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static payout.ledger.OverviewLedger.Need.Kind.APPROVAL;
import static payout.ledger.OverviewLedger.Need.Kind.CONFLICT;
import static payout.ledger.OverviewLedger.Need.Kind.HELD;
import static payout.ledger.OverviewLedger.Need.Kind.LIMIT;
import static payout.ledger.OverviewLedger.Need.Kind.OVERDUE;
import static payout.ledger.OverviewLedger.Need.Kind.PAUSED;
import static payout.ledger.OverviewLedger.Need.Kind.PROPOSAL;
import static payout.ledger.OverviewLedger.Need.Kind.UNKNOWN;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import payout.batch.FileState;
import payout.batch.Language;
import payout.batch.LineState;
import payout.batch.Money;
import payout.ledger.OverviewLedger.FileSum;
import payout.ledger.OverviewLedger.Need;

@OnBothDatabases
class OverviewLedgerTest extends LedgerFixture {

  private static final AcceptRules APPROVAL_RULES =
      new AcceptRules(Money.ZERO, 3_600_000, List.of("chen", "zhao"), Map.of(), null, false);

  @Test
  void nothing_needs_a_person_where_everything_goes_its_way() {
    manyBatches(2);
    post(Verdicts.taken());

    assertThat(needs()).isEmpty();
  }

  @Test
  void files_that_wait_are_counted_with_their_sum_and_since_when() {
    long first = clock.millis();
    intake = ledger.intake(APPROVAL_RULES, Language.EN);
    take(arrive("a.csv", sha256("a.csv")).file(), List.of(lines("A", 1)));
    pass(Duration.ofMinutes(1));
    take(arrive("b.csv", sha256("b.csv")).file(), List.of(lines("B", 2)));
    intake =
        ledger.intake(
            new AcceptRules(null, 0, List.of(), Map.of(), Money.parse("1.00"), true), Language.EN);
    take(arrive("c.csv", sha256("c.csv")).file(), List.of(lines("C", 1)));

    assertThat(needs())
        .containsExactly(need(APPROVAL, 2, "4.04", first), need(LIMIT, 1, "1.01", clock.millis()));
  }

  @Test
  void files_that_should_be_in_the_outbox_for_minutes_are_told_with_the_reason() {
    long made = clock.millis();
    manyBatches(2);
    pass(Duration.ofMinutes(5).minusMillis(1));
    assertThat(ledger.overview().unwritten()).as("it may be in work").isEmpty();
    pass(Duration.ofMillis(1));
    change("UPDATE publication SET reason = 'The server is away.'");

    assertThat(ledger.overview().unwritten().orElseThrow())
        .extracting(OverviewLedger.Unwritten::since, OverviewLedger.Unwritten::reason)
        .containsExactly(made, "The server is away.");
    change("UPDATE publication SET published_at = 1");
    assertThat(ledger.overview().unwritten()).isEmpty();
  }

  @Test
  void batches_in_trouble_are_counted_also_while_they_are_sent_again() {
    long first = clock.millis();
    manyBatches(4);
    post(Verdicts.unknown());
    pass(Duration.ofMillis(10));
    post(Verdicts.unknown());
    post(Verdicts.numberIsUsed());
    long held = clock.millis();
    pass(Duration.ofMinutes(2));
    post(Verdicts.taken());
    sending.claim().orElseThrow();

    assertThat(needs())
        .containsExactly(need(UNKNOWN, 2, "2.00", first), need(HELD, 1, "1.00", held));
  }

  @Test
  void a_refusal_of_the_account_needs_a_person_also_when_nothing_is_due() {
    manyBatches(2);
    post(Verdicts.paused("ILLEGAL_SIGN"));
    long since = clock.millis();
    pass(Duration.ofMinutes(1));

    assertThat(needs())
        .containsExactly(
            new Need(PAUSED, 2, Money.parse("2.00"), since, since, "ILLEGAL_SIGN", false));
    change("UPDATE batch SET due_at = NULL");
    assertThat(needs())
        .containsExactly(new Need(PAUSED, 0, Money.ZERO, since, since, "ILLEGAL_SIGN", false));
  }

  @Test
  void an_overdue_batch_is_counted_with_what_is_not_paid() {
    String batchNo = oneBatch(3);
    post(Verdicts.taken());
    Notify.of("n", batchNo).paid(linesOf(batchNo).get(0)).to(notifies);
    pass(Duration.ofHours(26));
    noteOverdue();

    assertThat(needs()).containsExactly(need(OVERDUE, 1, "5.05", clock.millis()));
  }

  @Test
  void a_contradiction_is_shown_for_a_week_once_for_each_batch() {
    String batchNo = oneBatch(1);
    post(Verdicts.taken());
    Notify.of("n", batchNo).paid(linesOf(batchNo).get(0), "9.99").to(notifies);
    long since = clock.millis();
    pass(Duration.ofMinutes(1));
    Notify.of("m", batchNo).paid(linesOf(batchNo).get(0), "8.88").to(notifies);

    assertThat(needs()).containsExactly(need(CONFLICT, 1, "1.01", since));
    Notify.of("o", batchNo).paid(linesOf(batchNo).get(0)).to(notifies);
    pass(Duration.ofDays(8));
    assertThat(needs()).isEmpty();
  }

  @Test
  void a_proposal_waits_for_a_second_person_until_it_is_confirmed_or_void() {
    intake = ledger.intake(APPROVAL_RULES, Language.EN);
    FileRecord file = take(arrive("a.csv", sha256("a.csv")).file(), List.of(lines("A", 2)));
    ledger
        .waiting(APPROVAL_RULES, Language.EN)
        .approve("a.csv", file.sha256(), new Act("chen", "", false));
    String batchNo = number("a.csv", 1, 1);
    post(Verdicts.taken());
    pass(Duration.ofHours(27));
    ActLedger two = ledger.acts(APPROVAL_RULES);
    Settlement failed = Settlement.line(batchNo, "A-1", LineState.FAILED);
    two.settle(failed, new Act("zhao", "the bank", false));

    assertThat(needs()).containsExactly(need(PROPOSAL, 1, "1.01", clock.millis()));
    two.settle(failed, new Act("chen", "the bank", false));
    assertThat(needs()).isEmpty();

    two.settle(
        Settlement.line(batchNo, "A-2", LineState.FAILED), new Act("zhao", "the bank", false));
    pass(Duration.ofHours(73));
    assertThat(needs()).isEmpty();
  }

  @Test
  void counting_ends_at_ten_thousand() {
    oneBatch(1);
    change(
        "INSERT INTO batch (id, file_id, place, batch_no, state, lines, amount, open_lines,"
            + " trouble_since) WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n"
            + " WHERE i < 10500) SELECT file_id * 10000000 + i, file_id, i, 'b' || i, 'UNKNOWN', 1,"
            + " 100, 1, 5 FROM n, (SELECT id AS file_id FROM payout_file) f");

    Need unknown = needs().get(0);

    assertThat(unknown.count()).isEqualTo(OverviewLedger.COUNTED_MAX);
    assertThat(unknown.isMore()).isTrue();
  }

  @Test
  void files_under_way_and_the_sums_of_today() {
    accept("old.csv", List.of(lines("O", 1)));
    pass(Duration.ofDays(1));
    String batchNo = accept("a.csv", List.of(lines("A", 2))).get(0);
    accept("b.csv", List.of(lines("B", 1)));
    intake.reject(
        arrive("c.csv", sha256("c.csv")).file(),
        new IntakeStore.Decision(0, Money.ZERO, 0, 0, 0, new byte[0], "NO_LINES: x", ""));
    post(Verdicts.refused("ERROR"));
    post(Verdicts.taken());
    Notify.of("n", batchNo).paid(linesOf(batchNo).get(0)).to(notifies);

    assertThat(ledger.overview().underWay())
        .extracting(row -> row.file().name() + " " + row.openLines())
        .containsExactly("b.csv 1", "a.csv 1");
    assertThat(ledger.overview().today())
        .containsExactlyInAnyOrder(
            new FileSum(FileState.ACCEPTED, 2, 3, Money.parse("4.04"), 2, 1, Money.parse("1.01")),
            new FileSum(FileState.REJECTED, 1, 0, Money.ZERO, 0, 0, Money.ZERO));
  }

  private List<Need> needs() {
    return ledger.overview().needs().stream()
        .map(
            each ->
                new Need(
                    each.kind(),
                    each.count(),
                    each.amount(),
                    each.since(),
                    each.since(),
                    each.code(),
                    each.isMore()))
        .toList();
  }

  private static Need need(Need.Kind kind, long count, String amount, long since) {
    return new Need(kind, count, Money.parse(amount), since, since, "", false);
  }
}
