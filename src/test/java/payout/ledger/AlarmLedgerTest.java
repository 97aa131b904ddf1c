package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import payout.ledger.AlarmLedger.Stalled.Kind;

/** What stands still for too long is reported when it begins and once a day, whatever restarts. */
@OnBothDatabases
class AlarmLedgerTest extends LedgerFixture {

  private static final Duration UNKNOWN_AFTER = Duration.ofMinutes(15);
  private static final Duration NOTIFY_AFTER = Duration.ofHours(1);
  private static final AlarmLedger.Rules ALARMS =
      new AlarmLedger.Rules(UNKNOWN_AFTER.toMillis(), NOTIFY_AFTER.toMillis(), PAYER);

  private AlarmLedger alarms;

  @BeforeEach
  void openAlarms() {
    alarms = ledger.alarms(ALARMS);
    assertThat(reported()).isEmpty();
  }

  @Test
  void reports_what_is_unknown_for_so_long_with_count_sum_and_time() {
    Instant first = time.instant();
    manyBatches(2);
    post(Verdicts.unknown());
    pass(Duration.ofSeconds(1));
    post(Verdicts.unknown());

    pass(UNKNOWN_AFTER.minusSeconds(2));
    List<AlarmLedger.Stalled> early = reported();
    pass(Duration.ofSeconds(2));

    assertThat(early).isEmpty();
    assertThat(reported()).hasSize(1).first().satisfies(each -> isUnknown(each, 2, "2.00", first));
  }

  @Test
  void counts_from_the_first_unknown_outcome_however_often_it_is_sent_again() {
    Instant first = time.instant();
    oneBatch(1);
    post(Verdicts.unknown());
    for (int i = 0; i < 3; i++) {
      pass(Duration.ofMinutes(5));
      post(Verdicts.unknown());
    }
    sending.claim().ifPresent(each -> assertThat(each).isNull());
    pass(Duration.ofMinutes(10));
    sending.claim().orElseThrow();

    assertThat(reported()).hasSize(1).first().satisfies(each -> isUnknown(each, 1, "1.01", first));
  }

  @Test
  void counts_a_post_whose_process_ended() {
    oneBatch(1);
    sending.claim().orElseThrow();
    pass(Duration.ofMillis(RULES.leaseMs() + 1));
    restart();
    sending.recover();
    openAlarms();

    pass(UNKNOWN_AFTER);

    assertThat(reported()).extracting(AlarmLedger.Stalled::kind).containsExactly(Kind.UNKNOWN);
  }

  @Test
  void repeats_it_each_day_and_not_before() {
    oneBatch(1);
    post(Verdicts.unknown());
    pass(UNKNOWN_AFTER);

    assertThat(reported()).hasSize(1);
    assertThat(reported()).isEmpty();
    pass(Duration.ofHours(24).minusSeconds(1));
    assertThat(reported()).isEmpty();
    pass(Duration.ofSeconds(1));
    assertThat(reported()).hasSize(1);
  }

  @Test
  void neither_repeats_nor_forgets_it_at_a_restart() {
    oneBatch(1);
    post(Verdicts.unknown());
    pass(UNKNOWN_AFTER);
    assertThat(reported()).hasSize(1);

    restart();
    alarms = ledger.alarms(ALARMS);

    assertThat(reportedAtStart()).isEmpty();
    assertThat(alarms.stalled()).hasSize(1);
    pass(Duration.ofHours(24));
    assertThat(reported()).hasSize(1);
  }

  @Test
  void reports_again_when_all_earlier_batches_were_over_before() {
    List<String> numbers = manyBatches(3);
    post(Verdicts.unknown());
    pass(UNKNOWN_AFTER);
    assertThat(reported()).hasSize(1);
    String joins = posted(numbers, Verdicts.unknown());
    pass(UNKNOWN_AFTER);

    assertThat(reported()).as("one joins within the day").isEmpty();

    settle(numbers);
    assertThat(alarms.stalled()).isEmpty();
    change("UPDATE batch SET due_at = 0 WHERE state = 'READY'");
    String later = posted(numbers, Verdicts.unknown());
    pass(UNKNOWN_AFTER);

    assertThat(joins).isNotEqualTo(later);
    assertThat(reported()).hasSize(1).first().satisfies(each -> assertThat(each.batches()).isOne());
  }

  @Test
  void reports_at_the_start_what_an_ended_process_held_and_may_not_have_reported() {
    oneBatch(1);
    post(Verdicts.numberIsUsed());

    assertThat(reported()).as("the process that held it tells that itself").isEmpty();
    assertThat(reportedAtStart()).extracting(AlarmLedger.Stalled::kind).containsExactly(Kind.HELD);
    assertThat(reportedAtStart()).isEmpty();
    pass(UNKNOWN_AFTER);
    assertThat(reported()).isEmpty();
    pass(Duration.ofHours(24));
    assertThat(reported()).extracting(AlarmLedger.Stalled::kind).containsExactly(Kind.HELD);
  }

  @Test
  void reports_at_once_a_batch_that_joins_those_that_are_held() {
    manyBatches(2);
    post(Verdicts.numberIsUsed());
    pass(UNKNOWN_AFTER);
    assertThat(reported()).hasSize(1);

    post(Verdicts.numberIsUsed());

    assertThat(reportedAtStart())
        .hasSize(1)
        .first()
        .satisfies(each -> assertThat(each.batches()).isEqualTo(2));
  }

  @Test
  void counts_what_an_operator_holds_from_its_first_unknown_outcome() {
    Instant first = time.instant();
    String batchNo = oneBatch(1);
    post(Verdicts.unknown());
    pass(Duration.ofMinutes(10));
    acts.hold(batchNo, act("ask first"));
    pass(Duration.ofMinutes(5));

    assertThat(reported())
        .hasSize(1)
        .first()
        .satisfies(
            each -> {
              assertThat(each.kind()).isEqualTo(Kind.HELD);
              assertThat(each.since()).isEqualTo(first);
            });
  }

  @Test
  void reports_once_all_batches_without_a_notify() {
    List<String> numbers = manyBatches(3);
    Instant first = time.instant();
    post(Verdicts.taken());
    post(Verdicts.taken());
    post(Verdicts.taken());
    Notify.of("n", numbers.get(0)).raw("what nobody can read").to(notifies);
    pass(NOTIFY_AFTER);

    List<AlarmLedger.Stalled> reported = reported();

    assertThat(reported).hasSize(1);
    assertThat(reported.get(0).kind()).isEqualTo(Kind.NOT_NOTIFIED);
    assertThat(reported.get(0).batches()).isEqualTo(2);
    assertThat(reported.get(0).amount()).hasToString("2.00");
    assertThat(reported.get(0).since()).isEqualTo(first);
    assertThat(reported()).isEmpty();
    pass(Duration.ofHours(24));
    assertThat(reported()).hasSize(1);
  }

  @Test
  void reports_what_no_node_can_send_once_a_day() {
    oneBatch(1);
    accept("moved.csv", List.of(lines("B", 2)));
    change(
        "UPDATE batch SET maybe_sent = 1, charset = 'gbk' WHERE batch_no = '"
            + number("moved.csv", 1, 1)
            + "'");
    pass(UNKNOWN_AFTER.minusMillis(1));
    assertThat(unsendable()).isEmpty();
    pass(Duration.ofMillis(1));

    assertThat(unsendable())
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.kind()).isEqualTo(Kind.UNSENDABLE);
              assertThat(each.batches()).isOne();
              assertThat(each.amount()).hasToString("3.03");
            });
    assertThat(alarms.unsendable())
        .hasValueSatisfying(each -> assertThat(each.amount()).hasToString("3.03"));
    assertThat(ledger.needList().unsendable(PAYER, UNKNOWN_AFTER.toMillis()))
        .extracting(BatchRecord::batchNo)
        .containsExactly(number("moved.csv", 1, 1));
    assertThat(unsendable()).isEmpty();
    pass(Duration.ofHours(24));
    assertThat(unsendable()).hasSize(1);
  }

  private List<AlarmLedger.Stalled> unsendable() {
    List<AlarmLedger.Stalled> reported = new ArrayList<>();
    alarms.reportUnsendable(reported::add);
    return reported;
  }

  @Test
  void lets_one_of_several_processes_report() throws Exception {
    oneBatch(1);
    post(Verdicts.unknown());
    pass(UNKNOWN_AFTER);
    AlarmLedger another = beside().alarms(ALARMS);

    List<List<AlarmLedger.Stalled>> reported =
        atOnce(List.of(this::reported, () -> reported(another)));

    assertThat(reported.stream().mapToInt(List::size).sum()).isOne();
  }

  private static void isUnknown(
      AlarmLedger.Stalled each, int batches, String amount, Instant since) {
    assertThat(each.kind()).isEqualTo(Kind.UNKNOWN);
    assertThat(each.batches()).isEqualTo(batches);
    assertThat(each.amount()).hasToString(amount);
    assertThat(each.since()).isEqualTo(since);
  }

  /** Posts a batch that was not posted before, and no other. */
  private String posted(List<String> numbers, payout.batch.Verdict verdict) {
    String batchNo =
        numbers.stream().filter(each -> state(each).equals("READY")).findFirst().orElseThrow();
    change("UPDATE batch SET due_at = NULL");
    change("UPDATE batch SET due_at = 0 WHERE batch_no = '" + batchNo + "'");
    assertThat(post(verdict).batch().batchNo()).isEqualTo(batchNo);
    return batchNo;
  }

  private void settle(List<String> numbers) {
    for (String batchNo : numbers) {
      if (state(batchNo).equals("UNKNOWN")) {
        Notify.of("n" + batchNo, batchNo).paid(linesOf(batchNo).get(0)).to(notifies);
      }
    }
  }

  private List<AlarmLedger.Stalled> reported() {
    return reported(alarms);
  }

  private static List<AlarmLedger.Stalled> reported(AlarmLedger alarms) {
    List<AlarmLedger.Stalled> reported = new ArrayList<>();
    alarms.report(reported::add);
    return reported;
  }

  private List<AlarmLedger.Stalled> reportedAtStart() {
    List<AlarmLedger.Stalled> reported = new ArrayList<>();
    alarms.reportAtStart(reported::add);
    return reported;
  }
}
