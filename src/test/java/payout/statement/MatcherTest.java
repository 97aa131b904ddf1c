package payout.statement;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static payout.batch.BatchState.HELD;
import static payout.batch.BatchState.READY;
import static payout.batch.BatchState.SENDING;
import static payout.batch.BatchState.SETTLED;
import static payout.batch.BatchState.TAKEN;
import static payout.batch.BatchState.UNKNOWN;
import static payout.batch.LineState.FAILED;
import static payout.batch.LineState.OPEN;
import static payout.batch.LineState.PAID;
import static payout.batch.LineState.REFUSED;
import static payout.statement.MatchVerdict.AMOUNT_DIFFERS;
import static payout.statement.MatchVerdict.CANDIDATE;
import static payout.statement.MatchVerdict.FAILED_BUT_PAID;
import static payout.statement.MatchVerdict.NOT_IN_STATEMENT;
import static payout.statement.MatchVerdict.NOT_YET;
import static payout.statement.MatchVerdict.PAID_NOT_SEEN;
import static payout.statement.MatchVerdict.PAID_TWICE;
import static payout.statement.MatchVerdict.PROVED_PAID;
import static payout.statement.MatchVerdict.RETURNED;
import static payout.statement.MatchVerdict.SAME;
import static payout.statement.MatchVerdict.UNKNOWN_TO_US;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import payout.batch.BatchState;
import payout.batch.LineState;
import payout.batch.Money;

/** The rule, row by row: each test is one row of its table, or one thing never to conclude. */
class MatcherTest {

  private static final LocalDateTime POST = LocalDateTime.of(2026, 6, 1, 10, 0);
  private static final LocalDate DAY = POST.toLocalDate();
  private static final String SERIAL = "S202606010001";
  private static final String BATCH = "20260601000000001";
  private static final Set<LocalDate> ALL_DAYS =
      DAY.minusDays(3).datesUntil(DAY.plusDays(9)).collect(toSet());

  private int bookings;

  private static OurLine line(String serial, LineState state, BatchState batch) {
    return line(serial, state, batch, POST, "100.00");
  }

  private static OurLine line(
      String serial, LineState state, BatchState batch, LocalDateTime post, String amount) {
    boolean reported = state == PAID || state == FAILED;
    return new OurLine(
        post == null ? 0 : post.toLocalDate().getDayOfYear() * 1000L + post.getHour(),
        0,
        BATCH,
        serial,
        "13800000000",
        "王小明",
        Money.parse(amount),
        state,
        batch,
        post,
        post,
        1,
        reported ? "20260601500000001" : "",
        reported ? post.plusMinutes(1) : null,
        Money.parse("999.00"),
        Money.parse("777.00"));
  }

  private Booking row(String orderNo, RowKind kind, String amount, LocalDateTime at) {
    return row(orderNo, kind, amount, at, "王*明 (138****0000)");
  }

  private Booking row(
      String orderNo, RowKind kind, String amount, LocalDateTime at, String payee, String... more) {
    bookings++;
    List<String> cells = new ArrayList<>(List.of("B" + bookings, orderNo));
    cells.addAll(Arrays.asList(more));
    return new Booking(
        0,
        bookings,
        "B" + bookings,
        "BUSINESS" + orderNo,
        orderNo,
        at,
        Money.parse(amount),
        kind,
        payee,
        cells);
  }

  private Booking payout(String orderNo) {
    return row(orderNo, RowKind.PAYOUT, "100.00", POST.plusMinutes(5));
  }

  private static List<Match> match(List<OurLine> lines, List<Booking> rows) {
    return Matcher.match(new Evidence(lines, rows, Set.of(), Set.of(), false));
  }

  private static List<Match> matchComplete(List<OurLine> lines, List<Booking> rows) {
    return Matcher.match(new Evidence(lines, rows, ALL_DAYS, Set.of(DAY), false));
  }

  private static MatchVerdict verdict(OurLine line, Booking... rows) {
    return match(List.of(line), List.of(rows)).get(0).verdict();
  }

  private static Stream<MatchVerdict> verdicts(List<Match> matches) {
    return matches.stream().map(Match::verdict);
  }

  // ---- the table

  @Test
  void paid_and_one_row_is_the_same() {
    assertThat(verdict(line(SERIAL, PAID, SETTLED), payout(SERIAL))).isEqualTo(SAME);
  }

  @Test
  void paid_and_a_row_of_another_amount_is_an_alarm() {
    Booking row = row(SERIAL, RowKind.PAYOUT, "100.01", POST.plusMinutes(5));

    Match match = match(List.of(line(SERIAL, PAID, SETTLED)), List.of(row)).get(0);

    assertThat(match.verdict()).isEqualTo(AMOUNT_DIFFERS);
    assertThat(match.alarm()).isTrue();
  }

  @Test
  void paid_and_no_row_in_complete_calibrated_days_is_an_alarm() {
    Match match = matchComplete(List.of(line(SERIAL, PAID, SETTLED)), List.of()).get(0);

    assertThat(match.verdict()).isEqualTo(PAID_NOT_SEEN);
    assertThat(match.alarm()).isTrue();
  }

  @Test
  void paid_and_no_row_says_nothing_without_calibration() {
    Evidence evidence =
        new Evidence(List.of(line(SERIAL, PAID, SETTLED)), List.of(), ALL_DAYS, Set.of(), false);

    assertThat(verdicts(Matcher.match(evidence))).containsExactly(NOT_YET);
  }

  @ParameterizedTest
  @EnumSource(names = {"TAKEN", "UNKNOWN"})
  void open_and_one_strong_row_is_proved(BatchState batch) {
    assertThat(verdict(line(SERIAL, OPEN, batch), payout(SERIAL))).isEqualTo(PROVED_PAID);
  }

  @ParameterizedTest
  @EnumSource(names = {"HELD", "READY", "SENDING"})
  void open_in_any_other_batch_is_for_a_person(BatchState batch) {
    assertThat(verdict(line(SERIAL, OPEN, batch), payout(SERIAL))).isEqualTo(CANDIDATE);
  }

  @Test
  void the_masked_payee_of_a_long_unique_number_does_not_matter() {
    Booking row = row(SERIAL, RowKind.PAYOUT, "100.00", POST.plusMinutes(5), "李** (199*)");

    assertThat(verdict(line(SERIAL, OPEN, UNKNOWN), row)).isEqualTo(PROVED_PAID);
  }

  @Test
  void a_short_number_proves_with_a_payee_that_agrees() {
    assertThat(verdict(line("4", OPEN, UNKNOWN), payout("4"))).isEqualTo(PROVED_PAID);
  }

  @Test
  void a_short_number_is_a_candidate_when_the_payee_contradicts_or_is_not_shown() {
    Booking other = row("4", RowKind.PAYOUT, "100.00", POST.plusMinutes(5), "李** (138****0000)");
    Booking none = row("4", RowKind.PAYOUT, "100.00", POST.plusMinutes(5), "");

    assertThat(verdict(line("4", OPEN, UNKNOWN), other)).isEqualTo(CANDIDATE);
    assertThat(verdict(line("4", OPEN, UNKNOWN), none)).isEqualTo(CANDIDATE);
  }

  @Test
  void open_and_another_amount_is_a_candidate() {
    Booking row = row(SERIAL, RowKind.PAYOUT, "99.99", POST.plusMinutes(5));

    assertThat(verdict(line(SERIAL, OPEN, UNKNOWN), row)).isEqualTo(CANDIDATE);
  }

  @Test
  void the_batch_number_in_a_cell_makes_a_candidate() {
    Booking one = row("", RowKind.PAYOUT, "100.00", POST.plusMinutes(5), "", "no " + BATCH);
    Booking all = row("", RowKind.PAYOUT, "999.00", POST.plusMinutes(5), "", BATCH);
    Booking paid = row("", RowKind.PAYOUT, "777.00", POST.plusMinutes(5), "", BATCH);

    assertThat(verdict(line(SERIAL, OPEN, UNKNOWN), one)).isEqualTo(CANDIDATE);
    assertThat(match(List.of(line(SERIAL, OPEN, UNKNOWN)), List.of(all)).get(0).note())
        .isEqualTo("one row for the batch");
    assertThat(verdict(line(SERIAL, OPEN, UNKNOWN), paid)).isEqualTo(CANDIDATE);
  }

  @Test
  void the_inner_serial_alone_makes_a_candidate() {
    Booking row = row("", RowKind.PAYOUT, "100.00", POST.plusMinutes(5), "", "20260601500000001");

    assertThat(verdict(line(SERIAL, PAID, SETTLED), row)).isEqualTo(CANDIDATE);
  }

  @Test
  void the_column_of_the_inner_serial_is_noted() {
    Booking row =
        row(SERIAL, RowKind.PAYOUT, "100.00", POST.plusMinutes(5), "", "20260601500000001");

    Match match = match(List.of(line(SERIAL, PAID, SETTLED)), List.of(row)).get(0);

    assertThat(match.verdict()).isEqualTo(SAME);
    assertThat(match.note()).isEqualTo("inner serial in cell 3");
  }

  @Test
  void amount_time_and_payee_without_a_number_make_a_candidate_and_no_more() {
    assertThat(verdict(line(SERIAL, OPEN, UNKNOWN), payout(""))).isEqualTo(CANDIDATE);
  }

  @Test
  void open_and_no_row_in_complete_calibrated_days_is_for_a_person() {
    assertThat(verdicts(matchComplete(List.of(line(SERIAL, OPEN, TAKEN)), List.of())))
        .containsExactly(NOT_IN_STATEMENT);
    assertThat(verdicts(matchComplete(List.of(line(SERIAL, OPEN, HELD)), List.of())))
        .containsExactly(NOT_IN_STATEMENT);
  }

  @ParameterizedTest
  @EnumSource(names = {"UNKNOWN", "SENDING", "READY"})
  void absence_says_nothing_while_a_post_runs_or_is_due(BatchState batch) {
    assertThat(verdicts(matchComplete(List.of(line(SERIAL, OPEN, batch)), List.of())))
        .containsExactly(NOT_YET);
  }

  @Test
  void absence_says_nothing_while_a_row_of_this_amount_is_unexplained() {
    Booking ofLine = row("X1", RowKind.PAYOUT, "100.00", POST.plusDays(1));
    Booking ofBatch = row("X1", RowKind.PAYOUT, "999.00", POST.plusDays(1));

    assertThat(matchComplete(List.of(line(SERIAL, OPEN, TAKEN)), List.of(ofLine)).get(0).verdict())
        .isEqualTo(NOT_YET);
    assertThat(matchComplete(List.of(line(SERIAL, OPEN, TAKEN)), List.of(ofBatch)).get(0).verdict())
        .isEqualTo(NOT_YET);
  }

  @Test
  void absence_says_nothing_when_the_calibration_is_too_old() {
    Evidence evidence =
        new Evidence(
            List.of(line(SERIAL, OPEN, TAKEN)),
            List.of(),
            ALL_DAYS,
            Set.of(DAY.minusDays(30)),
            false);

    assertThat(verdicts(Matcher.match(evidence))).containsExactly(NOT_YET);
  }

  @Test
  void not_yet_names_the_days_that_are_missing() {
    Evidence evidence =
        new Evidence(
            List.of(line(SERIAL, OPEN, TAKEN)), List.of(), Set.of(DAY), Set.of(DAY), false);

    Match match = Matcher.match(evidence).get(0);

    assertThat(match.verdict()).isEqualTo(NOT_YET);
    assertThat(match.missing()).containsExactly(DAY.plusDays(1), DAY.plusDays(2));
  }

  @ParameterizedTest
  @EnumSource(names = {"FAILED", "REFUSED"})
  void failed_and_a_row_is_the_highest_alarm(LineState state) {
    Match match =
        match(
                List.of(line(SERIAL, state, SETTLED)),
                List.of(row(SERIAL, RowKind.PAYOUT, "100.00", POST.plusMinutes(1))))
            .get(0);

    assertThat(match.verdict()).isEqualTo(FAILED_BUT_PAID);
    assertThat(match.alarm()).isTrue();
    assertThat(match.verdict().isHighest()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"FAILED", "REFUSED"})
  void failed_and_no_row_is_the_same(LineState state) {
    assertThat(verdict(line(SERIAL, state, SETTLED))).isEqualTo(SAME);
  }

  @ParameterizedTest
  @EnumSource(names = {"OPEN", "PAID", "FAILED", "REFUSED"})
  void two_rows_of_one_line_are_the_highest_alarm(LineState state) {
    List<Match> matches =
        match(List.of(line(SERIAL, state, TAKEN)), List.of(payout(SERIAL), payout(SERIAL)));

    assertThat(verdicts(matches)).containsExactly(PAID_TWICE, PAID_TWICE);
  }

  @Test
  void money_that_came_back_is_an_alarm_and_the_payment_stays() {
    Booking back = row(SERIAL, RowKind.IN, "100.00", POST.plusHours(6));

    List<Match> matches =
        match(List.of(line(SERIAL, PAID, SETTLED)), List.of(payout(SERIAL), back));

    assertThat(verdicts(matches)).containsExactly(SAME, RETURNED);
    assertThat(matches.get(1).alarm()).isTrue();
  }

  @Test
  void a_return_is_known_by_the_business_number_too() {
    Booking paid = payout(SERIAL);
    Booking back =
        new Booking(
            0,
            9,
            "B9",
            paid.businessId(),
            "",
            POST.plusDays(1),
            paid.amount(),
            RowKind.IN,
            "",
            List.of());

    assertThat(verdicts(match(List.of(line(SERIAL, PAID, SETTLED)), List.of(paid, back))))
        .containsExactly(SAME, RETURNED);
  }

  @Test
  void a_row_without_a_line_is_listed_without_an_alarm() {
    Match match = match(List.of(), List.of(payout("ORDER-77"))).get(0);

    assertThat(match.verdict()).isEqualTo(UNKNOWN_TO_US);
    assertThat(match.alarm()).isFalse();
  }

  @Test
  void a_row_without_a_line_is_an_alarm_when_its_number_looks_like_ours_or_a_batch_is_in_doubt() {
    List<OurLine> lines = List.of(line(SERIAL, PAID, SETTLED));
    Booking ours = payout("S202606019999");
    Booking made = payout("0123456789abcdef0000001");
    Evidence inDoubt =
        new Evidence(List.of(), List.of(payout("ORDER-77")), Set.of(), Set.of(), true);

    assertThat(match(lines, List.of(ours)).get(1).alarm()).isTrue();
    assertThat(match(List.of(), List.of(made)).get(0).alarm()).isTrue();
    assertThat(Matcher.match(inDoubt).get(0).alarm()).isTrue();
  }

  // ---- one serial, several lines

  @Test
  void a_serial_that_failed_and_came_again_gives_the_row_to_the_line_whose_time_fits() {
    OurLine failed = line(SERIAL, FAILED, SETTLED);
    OurLine again = line(SERIAL, OPEN, UNKNOWN, POST.plusHours(3), "100.00");
    Booking late = row(SERIAL, RowKind.PAYOUT, "100.00", POST.plusHours(3).plusMinutes(1));
    Booking early = row(SERIAL, RowKind.PAYOUT, "100.00", POST.plusMinutes(1));

    assertThat(verdicts(match(List.of(failed, again), List.of(late))))
        .containsExactly(SAME, PROVED_PAID);
    assertThat(match(List.of(failed, again), List.of(early)).get(0).verdict())
        .isEqualTo(FAILED_BUT_PAID);
    assertThat(match(List.of(failed, again), List.of(early, late)).get(1).verdict())
        .isEqualTo(PROVED_PAID);
  }

  @Test
  void two_lines_that_fit_are_both_candidates() {
    OurLine refused = line(SERIAL, REFUSED, BatchState.REFUSED);
    OurLine again = line(SERIAL, OPEN, UNKNOWN, POST.plusMinutes(30), "100.00");
    Booking row = row(SERIAL, RowKind.PAYOUT, "100.00", POST.plusHours(2));

    assertThat(verdicts(match(List.of(refused, again), List.of(row))))
        .containsExactly(CANDIDATE, CANDIDATE);
  }

  // ---- never conclude

  @ParameterizedTest
  @EnumSource(
      value = RowKind.class,
      names = {"FEE", "REFUND", "OTHER", "IN"})
  void nothing_but_a_payout_proves(RowKind kind) {
    Booking row = row(SERIAL, kind, "100.00", POST.plusMinutes(5));

    assertThat(verdict(line(SERIAL, OPEN, UNKNOWN), row)).isEqualTo(NOT_YET);
  }

  @Test
  void a_fee_beside_the_payment_does_not_disturb() {
    Booking fee = row(SERIAL, RowKind.FEE, "0.50", POST.plusMinutes(5));

    assertThat(verdict(line(SERIAL, OPEN, UNKNOWN), payout(SERIAL), fee)).isEqualTo(PROVED_PAID);
  }

  @Test
  void a_row_from_before_the_post_proves_nothing() {
    Booking early = row(SERIAL, RowKind.PAYOUT, "100.00", POST.minusMinutes(11));
    Booking justBefore = row(SERIAL, RowKind.PAYOUT, "100.00", POST.minusMinutes(10));

    assertThat(verdict(line(SERIAL, OPEN, UNKNOWN), early)).isEqualTo(NOT_YET);
    assertThat(verdict(line(SERIAL, OPEN, UNKNOWN), justBefore)).isEqualTo(PROVED_PAID);
  }

  @Test
  void the_case_of_a_number_counts() {
    assertThat(verdict(line("ABCDEFGH1", OPEN, UNKNOWN), payout("abcdefgh1"))).isEqualTo(NOT_YET);
  }

  @Test
  void a_row_proves_its_line_and_no_other_of_the_batch() {
    List<Match> matches =
        match(
            List.of(line(SERIAL, OPEN, UNKNOWN), line("S202606010002", OPEN, UNKNOWN)),
            List.of(payout(SERIAL)));

    assertThat(verdicts(matches)).containsExactly(PROVED_PAID, NOT_YET);
  }

  @Test
  void a_line_that_was_never_posted_is_not_proved() {
    assertThat(verdict(line(SERIAL, OPEN, READY, null, "100.00"), payout(SERIAL)))
        .isEqualTo(NOT_YET);
  }

  @Test
  void no_verdict_calls_a_payment_failed() {
    for (LineState state : LineState.values()) {
      for (BatchState batch : List.of(READY, SENDING, UNKNOWN, TAKEN, HELD, SETTLED)) {
        assertThat(verdicts(matchComplete(List.of(line(SERIAL, state, batch)), List.of())))
            .as(state + " " + batch)
            .containsAnyOf(SAME, NOT_YET, NOT_IN_STATEMENT, PAID_NOT_SEEN);
      }
    }
  }

  @Test
  void masked_characters_are_compared_where_they_are_shown() {
    OurLine line = line("4", OPEN, UNKNOWN);

    assertThat(PayeeShown.of("王*明 (138******00)", line)).isEqualTo(PayeeShown.AGREES);
    assertThat(PayeeShown.of("王小明", line)).isEqualTo(PayeeShown.AGREES);
    assertThat(PayeeShown.of("138****0000", line)).isEqualTo(PayeeShown.AGREES);
    assertThat(PayeeShown.of("*** (***)", line)).isEqualTo(PayeeShown.NOTHING);
    assertThat(PayeeShown.of("", line)).isEqualTo(PayeeShown.NOTHING);
    assertThat(PayeeShown.of("王*红", line)).isEqualTo(PayeeShown.CONTRADICTS);
    assertThat(PayeeShown.of("王小明 (139*)", line)).isEqualTo(PayeeShown.CONTRADICTS);
  }
}
