package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import payout.batch.BatchState;
import payout.batch.FileState;
import payout.batch.Language;
import payout.batch.Money;
import payout.ledger.LedgerNumbers.Sum;
import payout.ledger.LedgerNumbers.Today;

@OnBothDatabases
class MeterLedgerTest extends LedgerFixture {

  private static final AcceptRules APPROVAL =
      new AcceptRules(Money.ZERO, 3_600_000, List.of("chen"), Map.of(), null, false);

  @Test
  void an_empty_ledger_is_all_zero() {
    LedgerNumbers numbers = read();

    assertThat(numbers.files().values()).allMatch(Sum.NONE::equals);
    assertThat(numbers.batches()).isEmpty();
    assertThat(numbers.today()).isEmpty();
    assertThat(numbers.oldest()).isEmpty();
    assertThat(numbers.publications()).isZero();
    assertThat(numbers.paused()).isFalse();
    assertThat(ledger.meters().bytes()).isPositive();
  }

  @Test
  void what_is_open_is_added_up_by_state_with_its_lines_and_money() {
    long arrived = clock.millis();
    List<String> numbers =
        accept("a.csv", List.of(lines("A", 2), lines("B", 1), lines("C", 1), lines("D", 3)));
    pass(Duration.ofSeconds(10));
    post(Verdicts.taken());
    post(Verdicts.unknown());
    post(Verdicts.numberIsUsed());
    Notify.of("n", numbers.get(0)).paid(linesOf(numbers.get(0)).get(0)).to(notifies);
    intake = ledger.intake(APPROVAL, Language.EN);
    take(arrive("w.csv", sha256("w.csv")).file(), List.of(lines("W", 1)));
    arrive("r.csv", sha256("r.csv"));
    pass(Duration.ofSeconds(5));

    LedgerNumbers read = read();

    assertThat(read.in(BatchState.TAKEN)).isEqualTo(new Sum(1, 1, 202));
    assertThat(read.in(BatchState.UNKNOWN)).isEqualTo(new Sum(1, 1, 101));
    assertThat(read.in(BatchState.HELD)).isEqualTo(new Sum(1, 1, 101));
    assertThat(read.in(BatchState.READY)).isEqualTo(new Sum(1, 3, 606));
    assertThat(read.in(FileState.ACCEPTED).count()).isEqualTo(1);
    assertThat(read.in(FileState.AWAITING_APPROVAL)).isEqualTo(new Sum(1, 1, 101));
    assertThat(read.in(FileState.RECEIVED).count()).isEqualTo(1);
    assertThat(age(read, "ACCEPTED")).isEqualTo(clock.millis() - arrived);
    assertThat(age(read, "UNKNOWN")).isEqualTo(5_000);
    assertThat(age(read, "HELD")).isEqualTo(5_000);
    assertThat(age(read, "AWAITING_APPROVAL")).isEqualTo(5_000);
    assertThat(age(read, LedgerNumbers.OVERDUE)).isZero();
    assertThat(read.publications()).isPositive();
  }

  @Test
  void lines_and_money_of_today_are_added_up_by_state() {
    List<String> numbers = accept("a.csv", List.of(lines("A", 2), lines("B", 1)));
    post(Verdicts.taken());
    List<payout.batch.PayoutLine> lines = linesOf(numbers.get(0));
    Notify.of("n", numbers.get(0)).paid(lines.get(0)).failed(lines.get(1)).to(notifies);

    LedgerNumbers read = read();

    assertThat(read.todaysFiles()).containsExactly(Map.entry(FileState.ACCEPTED, 1L));
    assertThat(read.in(Today.PAID)).isEqualTo(new Sum(0, 1, 101));
    assertThat(read.in(Today.FAILED)).isEqualTo(new Sum(0, 1, 0));
    assertThat(read.in(Today.OPEN)).isEqualTo(new Sum(0, 1, 303));

    pass(Duration.ofDays(1));
    assertThat(read().todaysFiles()).isEmpty();
  }

  @Test
  void overdue_batches_unheard_ones_and_a_pause_have_an_age() {
    List<String> numbers = manyBatches(2);
    post(Verdicts.taken());
    post(Verdicts.paused("ILLEGAL_SIGN"));
    pass(Duration.ofHours(26));
    noteOverdue();
    pass(Duration.ofMinutes(1));

    LedgerNumbers read = read();

    assertThat(numbers).hasSize(2);
    assertThat(read.paused()).isTrue();
    assertThat(age(read, LedgerNumbers.PAUSE))
        .isEqualTo(Duration.ofHours(26).plusMinutes(1).toMillis());
    assertThat(age(read, LedgerNumbers.OVERDUE)).isEqualTo(60_000);
    assertThat(age(read, LedgerNumbers.NOT_NOTIFIED)).isEqualTo(age(read, LedgerNumbers.PAUSE));
    assertThat(read.in(BatchState.TAKEN).count())
        .as("an overdue batch is one that was taken")
        .isEqualTo(1);
  }

  @Test
  void acts_of_persons_are_counted_since_the_readings_began() {
    String batchNo = accept("a.csv", List.of(lines("A", 1))).get(0);
    acts.hold(batchNo, act("before"));
    pass(Duration.ofSeconds(1));
    MeterLedger meters = ledger.meters();
    assertThat(meters.read().acts()).isEmpty();

    acts.release(batchNo, act("go"));
    acts.hold(batchNo, act("wait"));
    acts.release(batchNo, act("go"));
    ledger.audit().record(AuditKind.LOGIN, "wang", Source.UNKNOWN, About.NOTHING, "");
    pass(Duration.ofSeconds(1));

    assertThat(meters.read().acts())
        .containsOnly(Map.entry(AuditKind.RELEASE, 2L), Map.entry(AuditKind.HOLD, 1L));
  }

  @Test
  void every_open_state_of_a_file_has_an_age() {
    assertThat(LedgerNumbers.OLDEST)
        .doesNotHaveDuplicates()
        .contains("RECEIVED", "ACCEPTED", "UNKNOWN", "HELD", LedgerNumbers.OVERDUE);
    for (FileState state : FileState.values()) {
      assertThat(LedgerNumbers.OLDEST.contains(state.name()))
          .as(state.name())
          .isEqualTo(LedgerNumbers.OPEN_FILES.contains(state));
    }
  }

  @Test
  void writes_are_timed_once_they_are_committed() {
    java.util.concurrent.atomic.AtomicInteger waits =
        new java.util.concurrent.atomic.AtomicInteger();
    java.util.concurrent.atomic.AtomicInteger writes =
        new java.util.concurrent.atomic.AtomicInteger();
    ledger.timeWrites(waited -> waits.incrementAndGet(), took -> writes.incrementAndGet());

    manyBatches(1);

    assertThat(waits.get()).isPositive().isEqualTo(writes.get());
  }

  private LedgerNumbers read() {
    return ledger.meters().read();
  }

  private long age(LedgerNumbers read, String kind) {
    return read.ageMs(kind, clock.millis());
  }
}
