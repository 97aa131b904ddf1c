package payout.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import payout.batch.BatchState;
import payout.batch.LineState;
import payout.ledger.Act;
import payout.ledger.BatchRecord;
import payout.ledger.Settlement;
import payout.sandbox.BookLine;
import payout.sandbox.DeliveryRecord;
import payout.sandbox.Fault;
import payout.sandbox.FaultKind;
import payout.testing.PayoutFile;
import payout.testing.RunningService;
import payout.testing.SettableClock;

/** What notifies can do to a batch, in whatever order and shape they come. */
class NotifyStoriesTest {

  private static final Act ACT = new Act("tester", "a test", false);

  private static RunningService service;
  private static SettableClock clock;
  private static int files;

  @BeforeAll
  static void start(@TempDir Path folder) {
    clock = SettableClock.ticking();
    service =
        RunningService.in(folder).clock(clock).with("PAYOUT_GATEWAY_PAUSE_MS", "60000").start();
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @AfterEach
  void clearFaults() {
    service.gateway().clearFaults();
  }

  @ParameterizedTest
  @EnumSource(
      value = FaultKind.class,
      names = {
        "NOTIFY_FIRST",
        "NOTIFY_TWICE",
        "NOTIFY_PARTS",
        "NOTIFY_PARTS_SAME_ID",
        "NOTIFY_PARTS_REVERSED",
        "NOTIFY_EXTRA_SERIAL",
        "NOTIFY_CONTRADICTED",
        "NOTIFY_OTHER_PARTNER",
        "NOTIFY_BAD_SIGN"
      })
  void settles_by_itself(FaultKind kind) {
    service.gateway().fault(Fault.of(kind));

    String file = drop();

    assertSettled(file);
    String batchNo = batch(file).batchNo();
    await()
        .until(
            () ->
                service.gateway().book().deliveriesOf(batchNo).stream()
                    .anyMatch(DeliveryRecord::success));
  }

  /** What was reported stays, the rest stays open until the gateway reports it. */
  @ParameterizedTest
  @EnumSource(
      value = FaultKind.class,
      names = {"NOTIFY_FAILED_SIDE", "NOTIFY_OTHER_AMOUNT", "NOTIFY_MALFORMED", "NOTIFY_NEVER"})
  void keeps_lines_open_that_no_notify_settles(FaultKind kind) {
    service.gateway().fault(Fault.of(kind));
    String file = drop();
    String batchNo = service.awaitTaken(file);
    if (kind != FaultKind.NOTIFY_NEVER) {
      await()
          .atMost(RunningService.PATIENCE)
          .until(
              () ->
                  service.gateway().book().deliveriesOf(batchNo).stream()
                      .anyMatch(DeliveryRecord::success));
    }
    BatchRecord open = batch(file);

    DeliveryRecord truth = service.gateway().notifyAnew(batchNo);

    assertThat(open.state()).isEqualTo(BatchState.TAKEN);
    assertThat(open.openLines()).isPositive();
    assertThat(truth.success()).isTrue();
    assertSettled(file);
  }

  @Test
  void is_overdue_after_25_hours_and_a_late_notify_still_counts() {
    service.gateway().fault(Fault.of(FaultKind.NOTIFY_NEVER));
    String file = drop();
    String batchNo = service.awaitTaken(file);

    clock.move(Duration.ofHours(26));

    service.ledger().overdue().report(each -> {});
    assertThat(batch(file).overdue()).isTrue();
    assertThat(service.gateway().notifyAnew(batchNo).success()).isTrue();
    assertSettled(file);
    assertThat(batch(file).overdue()).isFalse();
  }

  /** A ledger from a backup has READY for what was paid, or an operator held it. */
  @ParameterizedTest
  @ValueSource(strings = {"UNKNOWN", "HELD", "REFUSED"})
  void counts_in_any_state_but_changes_no_final_one(String state) {
    service.gateway().fault(Fault.of(FaultKind.NOTIFY_HOLD).always());
    String code = state.equals("HELD") ? "BATCH_NO_NOT_UNIQUE" : "ILLEGAL_ARGUMENT";
    Fault answer = Fault.of(state.equals("UNKNOWN") ? FaultKind.HTML : FaultKind.REFUSE).code(code);
    service.gateway().fault(state.equals("UNKNOWN") ? answer.always() : answer);
    String file = drop();
    await()
        .atMost(RunningService.PATIENCE)
        .until(() -> batch(file) != null && batch(file).state().name().equals(state));

    DeliveryRecord truth = service.gateway().notifyAnew(batch(file).batchNo());

    assertThat(truth.success()).isTrue();
    if (state.equals("REFUSED")) {
      assertThat(batch(file).state()).isEqualTo(BatchState.REFUSED);
      assertThat(service.ledger().status().events(batch(file)))
          .anyMatch(event -> event.kind().equals("NOTIFY_CONFLICT"));
    } else {
      assertSettled(file);
    }
  }

  @Test
  void an_operator_may_hold_and_release_an_unknown_batch_and_it_stays_unknown() {
    service.gateway().fault(Fault.of(FaultKind.NOTIFY_HOLD).always());
    service.gateway().fault(Fault.of(FaultKind.HTML).always());
    String file = drop();
    await()
        .atMost(RunningService.PATIENCE)
        .ignoreExceptions()
        .until(
            () ->
                batch(file).state() == BatchState.UNKNOWN
                    && !service.ledger().acts().hold(batch(file).batchNo(), ACT).isEmpty());
    BatchRecord held = batch(file);
    service.gateway().clearFaults(FaultKind.HTML);
    service.ledger().acts().release(held.batchNo(), ACT);

    await().atMost(RunningService.PATIENCE).until(() -> batch(file).state() == BatchState.TAKEN);
    service.gateway().clearFaults();

    assertThat(held.maybeSent()).isTrue();
    assertSettled(file);
  }

  /** The operator's result stays; a notify that agrees changes nothing, another one is an alarm. */
  @ParameterizedTest
  @ValueSource(strings = {"PAID", "FAILED"})
  void what_an_operator_settled_stays_whatever_a_later_notify_says(LineState as) {
    service.gateway().fault(Fault.of(FaultKind.NOTIFY_NEVER));
    String file = drop();
    String batchNo = service.awaitTaken(file);

    service.ledger().acts().settle(Settlement.line(batchNo, file + "-a", as).evenEarly(), ACT);
    assertThat(service.gateway().notifyAnew(batchNo).success()).isTrue();

    service.awaitResult(file);
    assertThat(service.ledger().status().content(batch(file).id()).results().get(0).state())
        .isEqualTo(as);
    assertThat(
            service.ledger().status().events(batch(file)).stream()
                .anyMatch(event -> event.kind().equals("NOTIFY_CONFLICT")))
        .isEqualTo(as == LineState.FAILED);
  }

  private static String drop() {
    String file = "story-" + ++files;
    service.drop(
        file + ".csv",
        PayoutFile.of(
            file + "-a,a@example.com,张三,1.00,x", file + "-b,b@example.com,李四 FAIL,2.00,y"));
    return file;
  }

  private static BatchRecord batch(String file) {
    return service.ledger().status().files(file + ".csv").stream()
        .flatMap(each -> service.ledger().status().batches(each.id()).stream())
        .findFirst()
        .orElse(null);
  }

  private static void assertSettled(String file) {
    assertThat(service.awaitResult(file).lines().skip(1))
        .satisfiesExactly(
            row -> assertThat(row).contains(file + "-a,", ",PAID,"),
            row -> assertThat(row).contains(file + "-b,", ",FAILED,"));
    assertThat(batch(file).state()).isEqualTo(BatchState.SETTLED);
    assertThat(service.gateway().book().lines())
        .extracting(BookLine::serial)
        .filteredOn(serial -> serial.startsWith(file + "-"))
        .containsExactly(file + "-a", file + "-b");
  }
}
