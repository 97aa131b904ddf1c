package payout.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import payout.batch.BatchState;
import payout.batch.LineState;
import payout.ledger.Act;
import payout.ledger.BatchRecord;
import payout.sandbox.BookLine;
import payout.sandbox.Fault;
import payout.sandbox.FaultKind;
import payout.testing.PayoutFile;
import payout.testing.ProductionHome;
import payout.testing.RunningService;
import payout.testing.SettableClock;

/** The gateway says F: of a batch, of the account, of a number, and when it means none of it. */
class RefusalsTest {

  private static final Act ACT = new Act("tester", "a test", false);

  /** Longer than any test: a probe comes when the clock is moved, and not before. */
  private static final Duration PAUSE = Duration.ofMinutes(10);

  /** In the morning, so that no move reaches midnight. */
  private static final Instant MORNING = Instant.parse("2026-03-10T02:00:00Z");

  private static RunningService service;
  private static SettableClock clock;
  private static int files;

  @BeforeAll
  static void start(@TempDir Path folder) {
    clock = SettableClock.ticking();
    clock.set(MORNING);
    service =
        RunningService.in(folder)
            .clock(clock)
            .with("PAYOUT_GATEWAY_PAUSE_MS", Long.toString(PAUSE.toMillis()))
            .start();
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @AfterEach
  void clearFaults() {
    service.gateway().clearFaults();
    if (isPaused()) {
      service.ledger().acts().resume(ProductionHome.PARTNER, ACT);
    }
    await()
        .atMost(RunningService.PATIENCE)
        .until(() -> service.ledger().status().totals().waiting() == 0);
  }

  @Test
  void a_refused_batch_is_out_at_once_and_the_next_goes_on() {
    refuse("ILLEGAL_ARGUMENT", 1);
    String refused = drop();
    String retry = service.awaitOut(refused + "\\.[0-9a-f]{8}\\.retry\\.csv");
    String valid = drop();

    assertThat(service.awaitResult(refused).lines().skip(1))
        .hasSize(2)
        .allMatch(row -> row.contains(",REFUSED,ILLEGAL_ARGUMENT,"));
    assertThat(batch(refused).state()).isEqualTo(BatchState.REFUSED);
    assertThat(retry.lines()).hasSize(3);
    assertPaidOnce(valid);
    service.drop(refused + "-corrected.csv", retry);
    assertThat(service.awaitResult(refused + "-corrected")).contains(",PAID,");
    assertPaidInBook(refused);
  }

  @Test
  void a_refusal_of_the_account_pauses_all_until_an_operator_or_a_probe() {
    double alarms = service.alarms("submit");
    refuse("NOT_ENOUGH_AMOUNT", 1);
    String first = drop();
    await().atMost(RunningService.PATIENCE).until(this::accountIsDown);
    String second = drop();
    service.awaitOut(second + "\\.[0-9a-f]{8}\\.ack\\.csv");

    assertThat(batch(first).state()).isEqualTo(BatchState.READY);
    assertThat(batch(first).attempts()).isEqualTo(1);
    assertThat(batch(second).attempts()).isZero();
    assertThat(service.alarms("submit")).isEqualTo(alarms + 1);
    probe();
    assertPaidOnce(first);
    assertPaidOnce(second);
    await().until(() -> !accountIsDown());
  }

  @Test
  void goes_on_at_once_when_an_operator_resumes() {
    refuse("USER_BLOCKED", 1);
    String file = drop();
    await().atMost(RunningService.PATIENCE).until(this::accountIsDown);

    service.ledger().acts().resume(ProductionHome.PARTNER, ACT);

    assertPaidOnce(file);
    assertThat(accountIsDown()).isFalse();
  }

  @Test
  void the_probe_works_when_all_batches_are_unknown() {
    hold();
    service.gateway().fault(Fault.of(FaultKind.CLOSE));
    refuse("NOT_ENOUGH_AMOUNT", 3);
    String file = drop();

    for (int refused = 2; refused <= 4; refused++) {
      awaitAttempts(file, refused);
      awaitState(file, BatchState.UNKNOWN);
      await().atMost(RunningService.PATIENCE).until(this::accountIsDown);
      probe();
    }
    awaitAttempts(file, 5);
    service.gateway().clearFaults();

    assertPaidOnce(file);
    await().until(() -> !accountIsDown());
  }

  @ParameterizedTest
  @ValueSource(strings = {"BATCH_NO_NOT_UNIQUE", "BATCH_OUT_BIZ_NO_DUPLICATE"})
  void a_number_that_is_used_at_the_first_send_waits_for_an_operator(String code) {
    refuse(code, 2);
    String file = drop();
    awaitState(file, BatchState.HELD);
    String batchNo = batch(file).batchNo();

    service.ledger().acts().release(batchNo, ACT);
    await().atMost(RunningService.PATIENCE).until(() -> batch(file).attempts() == 2);
    awaitState(file, BatchState.HELD);
    assertThat(batch(file).batchNo()).isEqualTo(batchNo);
    assertThat(service.out())
        .noneMatch(name -> name.startsWith(file + ".") && name.contains("retry"));
    service.ledger().acts().release(batchNo, ACT);

    assertPaidOnce(file);
    assertThat(batch(file).batchNo()).isEqualTo(batchNo);
  }

  @Test
  void a_held_batch_that_is_ours_is_settled_by_its_notify() {
    hold();
    service.gateway().fault(Fault.of(FaultKind.REFUSE).code("BATCH_NO_NOT_UNIQUE"));
    String file = drop();
    awaitState(file, BatchState.HELD);

    service.ledger().acts().isOurs(batch(file).batchNo(), ACT);
    service.gateway().clearFaults();

    assertPaidOnce(file);
    assertThat(batch(file).attempts()).isEqualTo(1);
  }

  /** The gateway took the batch; its second answer, whatever it says, refuses nothing. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "NOT_ENOUGH_AMOUNT",
        "ILLEGAL_SIGN",
        "TRANS_NO_NOT_UNIQUE",
        "payDateIsNull",
        "ILLEGAL_ARGUMENT",
        "SYSTEM_ERROR",
        "NOBODY_EVER_HEARD_OF_THIS"
      })
  void the_refusal_that_is_none(String code) {
    hold();
    service.gateway().fault(Fault.of(FaultKind.CLOSE));
    refuse(code, 2);
    String file = drop();

    awaitAttempts(file, 2);
    awaitState(file, BatchState.UNKNOWN);
    BatchRecord unknown = batch(file);
    service.gateway().clearFaults();
    probe();

    assertThat(unknown.maybeSent()).isTrue();
    assertThat(unknown.code()).isEqualTo(code);
    assertPaidOnce(file);
    assertThat(service.out())
        .noneMatch(name -> name.startsWith(file + ".") && name.contains("retry"));
  }

  @Test
  void an_unlisted_code_at_the_first_send_is_unknown_and_raises_an_alarm() {
    double alarms = service.alarms("submit");
    refuse("NOBODY_EVER_HEARD_OF_THIS", 1);
    String file = drop();

    assertPaidOnce(file);
    assertThat(service.alarms("submit")).isEqualTo(alarms + 1);
    assertThat(batch(file).attempts()).isEqualTo(2);
  }

  /** Lets the time of the next probe come, if sending is paused. */
  private static void probe() {
    if (isPaused()) {
      clock.move(PAUSE);
    }
  }

  private static void hold() {
    service.gateway().fault(Fault.of(FaultKind.NOTIFY_HOLD).always());
  }

  private static void refuse(String code, int times) {
    service.gateway().fault(Fault.of(FaultKind.REFUSE).withoutTaking().code(code).times(times));
  }

  private static String drop() {
    String file = "refusal-" + ++files;
    service.drop(
        file + ".csv",
        PayoutFile.of(file + "-a,a@example.com,张三,1.00,x", file + "-b,b@example.com,李四,2.00,y"));
    return file;
  }

  private static BatchRecord batch(String file) {
    return service.ledger().status().files(file + ".csv").stream()
        .flatMap(each -> service.ledger().status().batches(each.id()).stream())
        .findFirst()
        .orElse(null);
  }

  private static void awaitState(String file, BatchState state) {
    await()
        .atMost(RunningService.PATIENCE)
        .until(() -> batch(file) != null && batch(file).state() == state);
  }

  private static void awaitAttempts(String file, int count) {
    await()
        .atMost(RunningService.PATIENCE)
        .until(() -> batch(file) != null && batch(file).attempts() >= count);
  }

  private static void assertPaidOnce(String file) {
    assertThat(service.awaitResult(file).lines().skip(1))
        .hasSize(2)
        .allMatch(row -> row.contains(",PAID,"));
    assertThat(service.ledger().status().content(batch(file).id()).results())
        .allMatch(result -> result.state() == LineState.PAID);
    assertPaidInBook(file);
  }

  private static void assertPaidInBook(String file) {
    assertThat(service.gateway().book().paidLines())
        .extracting(BookLine::serial)
        .filteredOn(serial -> serial.startsWith(file + "-"))
        .containsExactlyInAnyOrder(file + "-a", file + "-b");
  }

  private boolean accountIsDown() {
    return isPaused() && service.managed("/observe/health").contains("DOWN");
  }

  private static boolean isPaused() {
    return service.ledger().status().pause(ProductionHome.PARTNER).isPresent();
  }
}
