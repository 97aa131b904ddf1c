package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import payout.batch.Language;
import payout.batch.Money;
import payout.batch.PayoutLine;
import payout.ledger.serial.SerialEntry;
import payout.statement.Booking;
import payout.statement.Evidence;
import payout.statement.Match;
import payout.statement.MatchVerdict;
import payout.statement.Matcher;
import payout.statement.RowKind;

/** A statement meets the payments of the ledger, and changes none of them. */
@OnBothDatabases
class StatementLedgerTest extends StatementFixture {

  /** 10:00 in China, as the clock of the fixture. */
  private static final LocalDateTime POSTED = LocalDateTime.of(2026, 3, 10, 10, 0);

  private int bookings;

  private Booking payout(String number, Money amount) {
    bookings++;
    return new Booking(
        0,
        bookings,
        "B" + bookings,
        "",
        number,
        POSTED.plusMinutes(1),
        amount,
        RowKind.PAYOUT,
        "张三",
        List.of(number));
  }

  private List<Match> match(LocalDate from, LocalDate to, Set<LocalDate> days, Booking... rows) {
    Evidence evidence =
        ledger.statements().evidence(List.of(rows), from.atStartOfDay(), to.atStartOfDay(), days);
    return Matcher.matchCalibrated(evidence);
  }

  private static List<String> told(List<Match> matches) {
    return matches.stream()
        .map(each -> (each.line() == null ? "-" : each.line().serial()) + " " + each.verdict())
        .toList();
  }

  @Test
  void proves_an_unknown_line_and_changes_nothing() {
    String batchNo = accept("a.csv", List.of(List.of(longLine(1), longLine(2)))).get(0);
    post(Verdicts.unknown());

    List<Match> matches =
        match(DAY, DAY.plusDays(1), Set.of(), payout("SERIAL-001", new Money(101)));

    assertThat(told(matches)).containsExactly("SERIAL-001 PROVED_PAID", "SERIAL-002 NOT_YET");
    assertThat(state(batchNo)).isEqualTo("UNKNOWN");
    assertThat(resultsOf(batchNo)).containsExactly("OPEN", "OPEN");
  }

  @Test
  void finds_a_line_by_its_number_outside_the_days_of_its_batch() {
    accept("a.csv", List.of(List.of(longLine(1), longLine(2))));
    post(Verdicts.taken());
    Booking late =
        new Booking(
            0,
            7,
            "B7",
            "",
            "SERIAL-002",
            POSTED.plusDays(20),
            new Money(202),
            RowKind.PAYOUT,
            "",
            List.of());

    List<Match> matches = match(DAY.plusDays(20), DAY.plusDays(21), Set.of(), late);

    assertThat(told(matches)).contains("SERIAL-002 PROVED_PAID");
  }

  @Test
  void a_batch_that_was_not_posted_is_not_concerned() {
    accept("a.csv", List.of(List.of(longLine(1))));

    assertThat(told(match(DAY, DAY.plusDays(1), Set.of()))).isEmpty();
    assertThat(told(match(DAY, DAY.plusDays(1), Set.of(), payout("SERIAL-001", new Money(101)))))
        .doesNotContain("SERIAL-001 PROVED_PAID");
  }

  @Test
  void the_first_post_counts_and_not_the_last() {
    accept("a.csv", List.of(List.of(longLine(1))));
    post(Verdicts.unknown());
    pass(Duration.ofHours(5));
    post(Verdicts.unknown());

    List<Match> matches =
        match(DAY, DAY.plusDays(1), Set.of(), payout("SERIAL-001", new Money(101)));

    assertThat(told(matches)).containsExactly("SERIAL-001 PROVED_PAID");
  }

  /** The ledger that posted it was lost; this one posted it again, and the number was used. */
  @Test
  void what_was_booked_before_a_file_was_taken_again_may_be_of_it() {
    Booking known = calibrate();
    pass(Duration.ofDays(5));
    String batchNo = again("lost.csv", "");
    post(Verdicts.numberIsUsed());
    assertThat(state(batchNo)).isEqualTo("HELD");
    Booking row = payout("SERIAL-001", new Money(101));

    assertThat(told(match(DAY, DAY.plusDays(9), days(9), known, row)))
        .contains("SERIAL-001 CANDIDATE");
    acts.isOurs(batchNo, act("the gateway has it"));

    assertThat(told(match(DAY, DAY.plusDays(9), days(9), known, row)))
        .contains("SERIAL-001 PROVED_PAID");
    assertThat(
            told(match(DAY, DAY.plusDays(9), days(9), known, payout("SERIAL-001", new Money(102)))))
        .doesNotContain("SERIAL-001 NOT_IN_STATEMENT");
    assertThat(
            told(match(DAY.plusDays(1), DAY.plusDays(9), days(9).tailSet(DAY.plusDays(1)), known)))
        .as("the day of its first post is not complete")
        .doesNotContain("SERIAL-001 NOT_IN_STATEMENT");
  }

  @Test
  void what_was_held_without_a_post_of_this_ledger_is_proved_once_it_is_ours() {
    pass(Duration.ofDays(5));
    String batchNo = again("lost.csv", "It is in doubt.");
    Booking row = payout("SERIAL-001", new Money(101));
    assertThat(state(batchNo)).isEqualTo("HELD");
    assertThat(told(match(DAY, DAY.plusDays(9), Set.of(), row))).contains("SERIAL-001 CANDIDATE");

    acts.isOurs(batchNo, act("the gateway has it"));

    assertThat(told(match(DAY, DAY.plusDays(9), Set.of(), row))).contains("SERIAL-001 PROVED_PAID");
  }

  /** The copy of the ledger knew it as due, and it was sent after the copy was made. */
  @Test
  void what_was_due_when_the_ledger_was_lost_may_have_been_paid_before() {
    Booking known = calibrate();
    String batchNo = accept("due.csv", List.of(List.of(longLine(1)))).get(0);
    pass(Duration.ofDays(5));
    ledger.retakes().lostSomething(List.of(), List.of(), Language.EN);
    post(Verdicts.numberIsUsed());
    Booking row = payout("SERIAL-001", new Money(101));

    assertThat(told(match(DAY, DAY.plusDays(9), days(9), known, row)))
        .contains("SERIAL-001 CANDIDATE");
    acts.isOurs(batchNo, act("the gateway has it"));

    assertThat(told(match(DAY, DAY.plusDays(9), days(9), known, row)))
        .contains("SERIAL-001 PROVED_PAID");
  }

  /** Moved back into the inbox, or into a new ledger: nothing says when it was first posted. */
  @Test
  void the_first_post_of_a_batch_whose_number_was_used_is_not_known() {
    Booking known = calibrate();
    pass(Duration.ofDays(5));
    String batchNo = accept("moved.csv", List.of(List.of(longLine(1)))).get(0);
    post(Verdicts.numberIsUsed());
    Booking row = payout("SERIAL-001", new Money(101));

    assertThat(told(match(DAY, DAY.plusDays(9), days(9), known, row)))
        .contains("SERIAL-001 CANDIDATE");
    assertThat(told(match(DAY.plusDays(5), DAY.plusDays(9), days(9), known)))
        .contains("SERIAL-001 NOT_YET");
    acts.isOurs(batchNo, act("the gateway has it"));

    assertThat(told(match(DAY, DAY.plusDays(9), days(9), known, row)))
        .contains("SERIAL-001 PROVED_PAID");
  }

  /** A payment that the gateway reported, and that is found, on the first day. */
  private Booking calibrate() {
    List<PayoutLine> lines = List.of(line("CALIBRATING-1", 9, 900));
    String batchNo = accept("calibrating.csv", List.of(lines)).get(0);
    post(Verdicts.taken());
    Notify.of("n", batchNo).paid(lines.get(0)).to(notifies);
    return payout("CALIBRATING-1", new Money(900));
  }

  private static TreeSet<LocalDate> days(int count) {
    return new TreeSet<>(DAY.datesUntil(DAY.plusDays(count)).toList());
  }

  /** Takes a file again that was accepted a minute before the row of {@link #payout} was booked. */
  private String again(String name, String doubt) {
    FileRecord file = arrive(name, sha256(name)).file();
    StagedBatch batch = StagedBatch.of(1, List.of(longLine(1)));
    intake.stage(file, List.of(batch));
    intake.takeTurn(file);
    intake.addSerials(file, new long[] {SerialEntry.of(longLine(1).serial(), 1)});
    intake.acceptAgain(
        file,
        new IntakeStore.Decision(1, batch.amount(), 0, 1, 0, new byte[0], "", ""),
        new long[0],
        new Retake(".done/20260310100000000-" + name, doubt, Set.of()));
    return number(name, 1, 1);
  }

  @Test
  void a_payment_that_the_gateway_reported_calibrates_what_is_absent() {
    List<PayoutLine> lines = List.of(longLine(1), longLine(2));
    String batchNo = accept("a.csv", List.of(lines)).get(0);
    post(Verdicts.taken());
    Notify.of("n", batchNo).paid(lines.get(0)).to(notifies);
    Set<LocalDate> days = Set.of(DAY, DAY.plusDays(1), DAY.plusDays(2));

    List<Match> matches = match(DAY, DAY.plusDays(3), days, payout("SERIAL-001", new Money(101)));

    assertThat(told(matches)).containsExactly("SERIAL-001 SAME", "SERIAL-002 NOT_IN_STATEMENT");
  }

  @Test
  void a_failed_line_that_was_paid_is_the_highest_alarm() {
    List<PayoutLine> lines = List.of(longLine(1));
    String batchNo = accept("a.csv", List.of(lines)).get(0);
    post(Verdicts.taken());
    Notify.of("n", batchNo).failed(lines.get(0)).to(notifies);

    List<Match> matches =
        match(DAY, DAY.plusDays(1), Set.of(), payout("SERIAL-001", new Money(101)));

    assertThat(matches.get(0).verdict()).isEqualTo(MatchVerdict.FAILED_BUT_PAID);
    assertThat(matches.get(0).alarm()).isTrue();
    assertThat(resultsOf(batchNo)).containsExactly("FAILED");
  }

  @Test
  void many_numbers_are_looked_up_together() {
    List<PayoutLine> lines = new ArrayList<>();
    List<Booking> rows = new ArrayList<>();
    for (int i = 1; i <= 300; i++) {
      lines.add(line("NUMBER-" + (10000 + i), i, i));
      rows.add(payout("NUMBER-" + (10000 + i), new Money(i)));
    }
    accept("a.csv", List.of(lines));
    post(Verdicts.taken());

    List<Match> matches = match(DAY, DAY.plusDays(1), Set.of(), rows.toArray(Booking[]::new));

    assertThat(matches).hasSize(300);
    assertThat(matches).allMatch(each -> each.verdict() == MatchVerdict.PROVED_PAID);
  }
}
