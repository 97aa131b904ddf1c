package payout.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import payout.ledger.AuditKind;
import payout.ledger.LedgerNumbers;
import payout.ledger.sql.LedgerException;

/** A scrape never waits for the ledger: it has the last numbers, and their age. */
class LedgerMetersTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final CountDownLatch silence = new CountDownLatch(1);
  private final AtomicInteger readings = new AtomicInteger();
  private long nanos;
  private long publications = 3;
  private volatile boolean silent;
  private Map<AuditKind, Long> acts = Map.of();
  private boolean failing;

  private final LedgerMeters ledger =
      new LedgerMeters(
          new LedgerMeters.Source() {
            @Override
            public LedgerNumbers read() {
              readings.incrementAndGet();
              hang();
              if (failing) {
                throw new LedgerException("The ledger cannot be read: it is away.");
              }
              return numbers();
            }

            @Override
            public long bytes() {
              return 4_096;
            }

            @Override
            public long now() {
              return 61_000;
            }
          },
          DiskMeters.none(),
          () -> nanos);

  @AfterEach
  void end() {
    silence.countDown();
    ledger.close();
  }

  @Test
  void shows_what_was_read_with_its_age() {
    ledger.register(meters);
    ledger.readOnce();
    nanos += TimeUnit.MILLISECONDS.toNanos(2_500);

    assertThat(value("payout.publications.waiting")).isEqualTo(3);
    assertThat(value("payout.ledger.bytes")).isEqualTo(4_096);
    assertThat(value("payout.ledger.up")).isEqualTo(1);
    assertThat(meters.get("payout.oldest.seconds").tag("kind", "OUTPUT").gauge().value())
        .isEqualTo(60);
    assertThat(value("payout.snapshot.age.seconds")).isEqualTo(2.5);
  }

  @Test
  void shows_the_last_numbers_while_the_ledger_hangs() {
    ledger.register(meters);
    ledger.readOnce();
    silent = true;
    publications = 9;
    ledger.start();
    await().atMost(PATIENCE).until(() -> readings.get() == 2);
    nanos += TimeUnit.SECONDS.toNanos(300);

    long start = System.nanoTime();
    assertThat(value("payout.publications.waiting")).isEqualTo(3);
    assertThat(value("payout.snapshot.age.seconds")).isEqualTo(300);
    assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(10));

    silence.countDown();
    await().atMost(PATIENCE).until(() -> value("payout.publications.waiting") == 9);
  }

  @Test
  void keeps_the_last_numbers_while_the_ledger_cannot_be_read() {
    ledger.register(meters);
    ledger.readOnce();
    failing = true;
    nanos += TimeUnit.SECONDS.toNanos(30);
    ledger.readOnce();

    assertThat(value("payout.ledger.up")).isZero();
    assertThat(value("payout.publications.waiting")).isEqualTo(3);
    assertThat(value("payout.snapshot.age.seconds")).isEqualTo(30);
  }

  @Test
  void knows_nothing_before_the_first_reading() {
    ledger.register(meters);

    assertThat(value("payout.publications.waiting")).isNaN();
    assertThat(value("payout.ledger.up")).isZero();
  }

  @Test
  void counts_what_persons_did_from_reading_to_reading() {
    Counters.registerAll(meters, List.of());
    ledger.register(meters);
    assertThat(acts(AuditKind.APPROVE)).isZero();

    acts = Map.of(AuditKind.APPROVE, 2L);
    ledger.readOnce();
    ledger.readOnce();
    assertThat(acts(AuditKind.APPROVE)).isEqualTo(2);

    acts = Map.of(AuditKind.APPROVE, 3L, AuditKind.REJECT, 1L);
    ledger.readOnce();
    assertThat(acts(AuditKind.APPROVE)).isEqualTo(3);
    assertThat(acts(AuditKind.REJECT)).isEqualTo(1);
    assertThat(acts(AuditKind.AGAIN)).isZero();
  }

  private double acts(AuditKind act) {
    return meters.get("payout.acts").tag("act", act.name()).counter().count();
  }

  private void hang() {
    if (silent) {
      try {
        silence.await(20, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private LedgerNumbers numbers() {
    return new LedgerNumbers(
        0,
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(LedgerNumbers.OUTPUT, 1_000L),
        publications,
        false,
        1,
        acts);
  }

  private double value(String name) {
    return meters.get(name).gauge().value();
  }
}
