package payout.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.batch.Checkpoint;
import payout.ledger.BatchRecord;
import payout.sandbox.BookLine;
import payout.sandbox.Fault;
import payout.sandbox.FaultKind;
import payout.testing.FakeGateway;
import payout.testing.PayoutFile;
import payout.testing.RunningService;
import payout.testing.SettableClock;

/** The day ends in China, while a batch is on its way, and clocks jump. */
class MidnightTest {

  /** 23:58:30 in China, a winter afternoon in Europe. */
  private static final Instant EVENING = Instant.parse("2026-03-09T15:58:30Z");

  private final SettableClock clock = SettableClock.ticking();
  private FakeGateway wire;
  private RunningService service;

  @BeforeEach
  void start(@TempDir Path folder) {
    clock.set(EVENING);
    wire = new FakeGateway();
    service =
        RunningService.in(folder)
            .clock(clock)
            .with("PAYOUT_GATEWAY_URL", wire.url().toString())
            .with(
                "PAYOUT_GATEWAY_READ_TIMEOUT_MS", "60000") // a lease outlives the jump to midnight
            .start();
    wire.leadsTo(service.gateway().gatewayUrl());
  }

  @AfterEach
  void stop() {
    Checkpoint.watch(null);
    service.close();
    wire.close();
  }

  @Test
  void a_post_whose_day_ends_on_the_way_is_made_again_with_the_new_date() {
    Checkpoint.watch(passed -> midnightAt(passed, Checkpoint.BATCH_CLAIMED));

    drop();

    String result = service.awaitResult("midnight");
    assertThat(result.lines().skip(1)).hasSize(1).allMatch(row -> row.contains(",PAID,"));
    assertThat(service.out()).noneMatch(name -> name.contains("retry"));
    assertThat(wire.posts())
        .extracting(FakeGateway.Post::payDate)
        .containsExactly("20260309", "20260310");
    assertThat(wire.posts()).extracting(FakeGateway.Post::batchNo).containsOnly(batch().batchNo());
    assertPaidOnce();
  }

  /** The answer is lost after the gateway took it, midnight passes, the notify comes twice. */
  @Test
  void an_unknown_batch_is_sent_again_with_the_new_date() {
    service.gateway().fault(Fault.of(FaultKind.NOTIFY_TWICE));
    service.gateway().fault(Fault.of(FaultKind.NOTIFY_HOLD).always());
    service.gateway().fault(Fault.of(FaultKind.CLOSE));
    Checkpoint.watch(passed -> midnightAt(passed, Checkpoint.OUTCOME_RECORDED));

    drop();
    await().atMost(RunningService.PATIENCE).until(() -> wire.posts().size() >= 2);
    service.gateway().clearFaults();

    assertThat(service.awaitResult("midnight")).contains(",PAID,");
    assertThat(wire.posts())
        .extracting(FakeGateway.Post::payDate)
        .containsExactly("20260309", "20260310");
    assertThat(wire.posts())
        .extracting(FakeGateway.Post::lines)
        .containsOnly(wire.posts().get(0).lines());
    assertPaidOnce();
  }

  @Test
  void no_post_starts_in_the_last_minute() {
    clock.set(EVENING.plusSeconds(35));
    drop();
    service.awaitOut("midnight\\.[0-9a-f]{8}\\.ack\\.csv");

    await()
        .during(Duration.ofMillis(900))
        .atMost(Duration.ofSeconds(20))
        .until(() -> wire.posts().isEmpty() && batch().attempts() == 0);
    clock.set(EVENING.plusSeconds(90));

    assertThat(service.awaitResult("midnight")).contains(",PAID,");
    assertThat(wire.posts()).extracting(FakeGateway.Post::payDate).containsExactly("20260310");
  }

  /** A day ahead and back, while the batch is unknown: late at worst, never twice. */
  @Test
  void survives_a_clock_that_jumps() {
    service.gateway().fault(Fault.of(FaultKind.NOTIFY_HOLD).always());
    service.gateway().fault(Fault.of(FaultKind.CLOSE).times(2));
    drop();
    await().atMost(RunningService.PATIENCE).until(() -> wire.posts().size() >= 1);

    clock.move(Duration.ofHours(30));
    await().atMost(RunningService.PATIENCE).until(() -> wire.posts().size() >= 2);
    clock.move(Duration.ofHours(-30));
    clock.move(Duration.ofHours(31));
    service.gateway().clearFaults();

    assertThat(service.awaitResult("midnight")).contains(",PAID,");
    assertPaidOnce();
  }

  private void midnightAt(Checkpoint passed, Checkpoint moment) {
    if (passed == moment && clock.instant().isBefore(EVENING.plusSeconds(60))) {
      clock.set(EVENING.plusSeconds(100));
    }
  }

  private void drop() {
    service.drop("midnight.csv", PayoutFile.of("MN-1,a@example.com,张三,1.00,x"));
  }

  private BatchRecord batch() {
    long file = service.ledger().status().files("midnight.csv").get(0).id();
    return service.ledger().status().batches(file).get(0);
  }

  private void assertPaidOnce() {
    assertThat(service.gateway().book().paidLines())
        .extracting(BookLine::serial)
        .containsExactly("MN-1");
  }
}
