package payout.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import payout.batch.LineResult;
import payout.batch.LineState;
import payout.batch.Money;
import payout.batch.PayoutLine;

class MergeTest {

  private static final List<PayoutLine> LINES =
      List.of(
          new PayoutLine(2, "A-1", "a@example.com", "张三", new Money(17800), "May"),
          new PayoutLine(3, "A-2", "13800000000", "李四", new Money(250), ""),
          new PayoutLine(4, "A-3", "c@example.com", "王五", new Money(1), ""));
  private static final List<LineResult> OPEN =
      List.of(LineResult.OPEN, LineResult.OPEN, LineResult.OPEN);

  private static final String PAID_1 = "A-1^a@example.com^张三^178.00^S^^201^20260101120001";
  private static final String PAID_2 = "A-2^13800000000^李四^2.50^S^^202^20260101120002";
  private static final String FAILED_1 = "A-1^a@example.com^张三^178.00^F^NO_USER^301^20260101130000";
  private static final String FAILED_3 = "A-3^c@example.com^王五^0.01^F^NO_USER^203^20260101120003";

  private static final LineResult RESULT_1 =
      new LineResult(LineState.PAID, "", "201", "20260101120001");
  private static final LineResult RESULT_2 =
      new LineResult(LineState.PAID, "", "202", "20260101120002");
  private static final LineResult RESULT_3 =
      new LineResult(LineState.FAILED, "NO_USER", "203", "20260101120003");

  @Test
  void closes_every_line_that_is_named() {
    Merged merged = merge(OPEN, PAID_1 + "|" + PAID_2, FAILED_3);

    assertThat(merged)
        .isEqualTo(
            new Merged(
                List.of(RESULT_1, RESULT_2, RESULT_3),
                2,
                new Money(18050),
                1,
                new Money(1),
                0,
                List.of()));
    assertThat(merged.changedAnything()).isTrue();
  }

  @Test
  void lines_that_no_record_names_stay_open() {
    Merged merged = merge(OPEN, PAID_2, "");

    assertThat(merged)
        .isEqualTo(
            new Merged(
                List.of(LineResult.OPEN, RESULT_2, LineResult.OPEN),
                1,
                new Money(250),
                0,
                Money.ZERO,
                2,
                List.of()));
  }

  @Test
  void a_batch_of_which_everything_failed_merges_too() {
    Merged merged = merge(OPEN, "", FAILED_1 + "|" + FAILED_3);

    assertThat(merged.newlyFailed()).isEqualTo(2);
    assertThat(merged.newlyFailedAmount()).isEqualTo(new Money(17801));
    assertThat(merged.newlyPaid()).isZero();
    assertThat(merged.stillOpen()).isEqualTo(1);
  }

  @Test
  void the_same_result_again_changes_nothing() {
    List<LineResult> known = List.of(RESULT_1, LineResult.OPEN, RESULT_3);

    assertUnchanged(merge(known, PAID_1, FAILED_3), known, 1);
  }

  @Test
  void the_same_record_twice_in_one_notify_counts_once() {
    Merged merged = merge(OPEN, PAID_1 + "|" + PAID_1, FAILED_3 + "|" + FAILED_3 + "|");

    assertThat(merged.results()).containsExactly(RESULT_1, LineResult.OPEN, RESULT_3);
    assertThat(merged.newlyPaid()).isEqualTo(1);
    assertThat(merged.newlyPaidAmount()).isEqualTo(new Money(17800));
    assertThat(merged.newlyFailed()).isEqualTo(1);
    assertThat(merged.conflicts()).isEmpty();
  }

  @Test
  void an_amount_is_compared_as_a_number() {
    assertThat(merge(OPEN, PAID_1.replace("178.00", "178"), "").results().get(0))
        .isEqualTo(RESULT_1);
  }

  @Test
  void a_paid_line_that_is_reported_failed_later_stays_paid() {
    List<LineResult> known = List.of(RESULT_1, LineResult.OPEN, LineResult.OPEN);

    Merged merged = merge(known, "", FAILED_1);

    assertUnchanged(
        merged,
        known,
        2,
        new Conflict(
            Conflict.Kind.OTHER_STATE,
            "Line 2, serial A-1: the record has another result than before; the line stays as it"
                + " was."));
  }

  @Test
  void a_failed_line_that_is_reported_paid_later_stays_failed() {
    LineResult failed = new LineResult(LineState.FAILED, "NO_USER", "301", "20260101130000");
    List<LineResult> known = List.of(failed, LineResult.OPEN, LineResult.OPEN);

    assertUnchanged(merge(known, PAID_1, ""), known, 2, Conflict.Kind.OTHER_STATE);
  }

  @Test
  void a_line_reported_paid_and_failed_in_one_notify_counts_as_paid_and_can_never_be_paid_again() {
    Merged merged = merge(OPEN, PAID_1, FAILED_1);

    assertThat(merged.results().get(0)).isEqualTo(RESULT_1);
    assertThat(merged.newlyPaid()).isEqualTo(1);
    assertThat(merged.newlyFailed()).isZero();
    assertThat(merged.conflicts())
        .extracting(Conflict::kind)
        .containsExactly(Conflict.Kind.OTHER_STATE);
  }

  @Test
  void a_serial_that_is_not_in_the_batch_changes_nothing() {
    Merged merged = merge(OPEN, PAID_1.replace("A-1", "a-1"), "");

    assertUnchanged(
        merged,
        OPEN,
        3,
        new Conflict(
            Conflict.Kind.UNKNOWN_SERIAL,
            "Serial a-1: the record is not in the batch; nothing was changed."));
  }

  @Test
  void an_unknown_serial_is_shown_short_and_on_one_line() {
    String serial = "x\n" + "y".repeat(100);

    Merged merged = merge(OPEN, PAID_1.replace("A-1", serial), "");

    assertThat(merged.conflicts().get(0).sentence())
        .isEqualTo(
            "Serial x "
                + "y".repeat(62)
                + ": the record is not in the batch; nothing was changed.");
  }

  @Test
  void a_record_with_another_account_changes_nothing() {
    Merged merged = merge(OPEN, PAID_1.replace("a@example.com", "b@example.com"), "");

    assertUnchanged(
        merged,
        OPEN,
        3,
        new Conflict(
            Conflict.Kind.OTHER_ACCOUNT,
            "Line 2, serial A-1: the record names an account other than the one that was sent; the line stays as"
                + " it was."));
  }

  @Test
  void a_record_with_another_name_changes_nothing() {
    assertUnchanged(
        merge(OPEN, "", FAILED_1.replace("张三", "张四")), OPEN, 3, Conflict.Kind.OTHER_NAME);
  }

  @Test
  void a_record_with_another_amount_changes_nothing() {
    assertUnchanged(
        merge(OPEN, PAID_1.replace("178.00", "178.01"), ""), OPEN, 3, Conflict.Kind.OTHER_AMOUNT);
  }

  @Test
  void a_success_among_the_failures_changes_nothing() {
    assertUnchanged(merge(OPEN, "", PAID_1), OPEN, 3, Conflict.Kind.WRONG_LIST);
  }

  @Test
  void a_failure_among_the_successes_changes_nothing() {
    assertUnchanged(merge(OPEN, FAILED_1, ""), OPEN, 3, Conflict.Kind.WRONG_LIST);
  }

  @Test
  void a_line_whose_batch_was_refused_stays_refused() {
    LineResult refused = LineResult.refused("TOTAL_NUMS_LIMIT");
    List<LineResult> known = List.of(refused, refused, refused);

    assertUnchanged(
        merge(known, PAID_1, FAILED_3),
        known,
        0,
        Conflict.Kind.BATCH_REFUSED,
        Conflict.Kind.BATCH_REFUSED);
  }

  @Test
  void a_line_that_an_operator_marked_as_paid_stays_as_it_is() {
    LineResult byPerson = new LineResult(LineState.PAID, "", "", "");
    List<LineResult> known = List.of(byPerson, LineResult.OPEN, LineResult.OPEN);

    assertUnchanged(merge(known, PAID_1, ""), known, 2);
    assertUnchanged(merge(known, "", FAILED_1), known, 2, Conflict.Kind.OTHER_STATE);
  }

  @Test
  void a_second_gateway_serial_for_a_paid_line_is_reported_as_a_possible_second_payment() {
    List<LineResult> known = List.of(RESULT_1, LineResult.OPEN, LineResult.OPEN);

    assertUnchanged(
        merge(known, PAID_1.replace("^201^", "^999^"), ""),
        known,
        2,
        Conflict.Kind.OTHER_GATEWAY_SERIAL);
    assertUnchanged(merge(known, PAID_1.replace("^201^", "^^"), ""), known, 2);
  }

  @Test
  void a_failed_line_that_failed_again_keeps_its_first_code_and_serial() {
    List<LineResult> known = List.of(LineResult.OPEN, LineResult.OPEN, RESULT_3);

    assertUnchanged(merge(known, "", FAILED_3.replace("NO_USER^203", "OTHER^999")), known, 2);
  }

  @Test
  void a_conflict_does_not_affect_the_other_records() {
    Merged merged = merge(OPEN, "X^a^b^1^S^^1^2|" + PAID_2, FAILED_3.replace("0.01", "0.02"));

    assertThat(merged.results()).containsExactly(LineResult.OPEN, RESULT_2, LineResult.OPEN);
    assertThat(merged.conflicts())
        .extracting(Conflict::kind)
        .containsExactly(Conflict.Kind.UNKNOWN_SERIAL, Conflict.Kind.OTHER_AMOUNT);
  }

  @Test
  void no_conflict_shows_an_account_or_a_name() {
    String strange =
        PAID_1.replace("a@example.com", "x@example.com") + "|" + PAID_2.replace("李四", "赵六");

    assertThat(merge(OPEN, strange, PAID_1).conflicts())
        .hasSize(3)
        .allSatisfy(
            conflict ->
                assertThat(conflict.sentence())
                    .doesNotContain("@", "13800000000", "张三", "李四", "赵六"));
  }

  @ParameterizedTest
  @EnumSource(Conflict.Kind.class)
  void every_kind_of_conflict_has_a_complete_sentence(Conflict.Kind kind) {
    assertThat(Conflict.at(LINES.get(0), kind).sentence())
        .matches("Line 2, serial A-1: the record [a-z ,]+; the line stays as it was\\.");
  }

  @Test
  void a_batch_with_more_results_than_lines_is_refused() {
    assertThatThrownBy(() -> merge(List.of(RESULT_1), PAID_1, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A batch has one result for each of its lines.");
  }

  @Test
  void a_batch_with_a_serial_twice_is_refused() {
    List<PayoutLine> twice = List.of(LINES.get(0), LINES.get(0));

    assertThatThrownBy(() -> Merge.merge(twice, OPEN.subList(0, 2), List.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A serial comes once in a batch.");
  }

  @Test
  void changes_neither_the_lines_nor_the_results_it_is_given() {
    List<LineResult> current = new ArrayList<>(OPEN);

    merge(current, PAID_1, FAILED_3);

    assertThat(current).isEqualTo(OPEN);
  }

  /** Parts of any size, in any order, each any number of times: one end. */
  @Property(tries = 500)
  void parts_in_any_order_and_repeated_have_the_same_result(
      @ForAll @IntRange(min = 1, max = 60) int size, @ForAll long seed) {
    Random random = new Random(seed);
    List<PayoutLine> lines = lines(size);
    List<DetailRecord> records = IntStream.range(0, size).mapToObj(MergeTest::recordOf).toList();

    List<LineResult> open = Collections.nCopies(size, LineResult.OPEN);
    List<LineResult> results = open;
    int paid = 0;
    long paidFen = 0;
    int failed = 0;
    List<DetailRecord> left = new ArrayList<>(records);
    while (!left.isEmpty()) {
      List<DetailRecord> part = part(records, left, random);
      Merged merged = merge(lines, results, part);
      results = merged.results();
      paid += merged.newlyPaid();
      paidFen += merged.newlyPaidAmount().fen();
      failed += merged.newlyFailed();
      assertThat(merged.conflicts()).isEmpty();
      assertThat(merged.stillOpen()).isEqualTo(size - paid - failed);
    }

    Merged atOnce = merge(lines, open, records);
    assertThat(results).isEqualTo(atOnce.results());
    assertThat(results).extracting(LineResult::state).doesNotContain(LineState.OPEN);
    assertThat(paid).isEqualTo((size + 2) / 3 + (size + 1) / 3);
    assertThat(failed).isEqualTo(size / 3);
    assertThat(paidFen).isEqualTo(atOnce.newlyPaidAmount().fen());
  }

  /** Some of what is left, and some of everything once more. */
  private static List<DetailRecord> part(
      List<DetailRecord> all, List<DetailRecord> left, Random random) {
    List<DetailRecord> part = new ArrayList<>();
    for (int i = random.nextInt(10); i >= 0; i--) {
      part.add(all.get(random.nextInt(all.size())));
    }
    for (int i = random.nextInt(left.size() + 1); i > 0; i--) {
      part.add(left.get(random.nextInt(left.size())));
    }
    left.removeAll(part);
    return part;
  }

  private static Merged merge(
      List<PayoutLine> lines, List<LineResult> current, List<DetailRecord> records) {
    return Merge.merge(
        lines,
        current,
        records.stream().filter(r -> r.flag() == DetailRecord.Flag.S).toList(),
        records.stream().filter(r -> r.flag() == DetailRecord.Flag.F).toList());
  }

  private static List<PayoutLine> lines(int size) {
    return IntStream.range(0, size)
        .mapToObj(i -> new PayoutLine(i + 2, "S" + i, i + "@b.cn", "N" + i, new Money(i + 1), ""))
        .toList();
  }

  private static DetailRecord recordOf(int i) {
    DetailRecord.Flag flag = i % 3 == 2 ? DetailRecord.Flag.F : DetailRecord.Flag.S;
    String reason = flag == DetailRecord.Flag.S ? "null" : "NO_USER";
    return new DetailRecord(
        "S" + i, i + "@b.cn", "N" + i, new Money(i + 1), flag, reason, "G" + i, "20260101120000");
  }

  private static Merged merge(List<LineResult> current, String successes, String failures) {
    return Merge.merge(LINES, current, Details.parse(successes), Details.parse(failures));
  }

  private static void assertUnchanged(
      Merged merged, List<LineResult> known, int stillOpen, Conflict... conflicts) {
    assertThat(merged)
        .isEqualTo(new Merged(known, 0, Money.ZERO, 0, Money.ZERO, stillOpen, List.of(conflicts)));
    assertThat(merged.changedAnything()).isFalse();
  }

  private static void assertUnchanged(
      Merged merged,
      List<LineResult> known,
      int stillOpen,
      Conflict.Kind first,
      Conflict.Kind... more) {
    List<Conflict.Kind> kinds = new ArrayList<>(List.of(more));
    kinds.add(0, first);
    assertUnchanged(merged, known, stillOpen, merged.conflicts().toArray(new Conflict[0]));
    assertThat(merged.conflicts()).extracting(Conflict::kind).isEqualTo(kinds);
  }
}
