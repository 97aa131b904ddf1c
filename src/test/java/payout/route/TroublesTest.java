package payout.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.junit.jupiter.api.Test;

/** What the first page of the console says about parts of the service that are down. */
class TroublesTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void names_each_check_that_is_down_with_its_reason_but_what_the_ledger_tells_better() {
    Troubles troubles =
        troubles(
            () ->
                List.of(
                    down("payout-outbox", "The server files.example.com is away."),
                    down("payout-account", "Sending pauses."),
                    down("payout-gateway", "No answer."),
                    down("consumer:inbox", null),
                    up()));

    await().atMost(PATIENCE).until(troubles::get, found -> !found.isEmpty());
    assertThat(troubles.get())
        .hasSize(2)
        .startsWith("The server files.example.com is away.")
        .last()
        .asString()
        .startsWith("Nothing is taken through inbox.");
  }

  @Test
  void answers_at_once_while_a_check_hangs_and_asks_only_once() throws Exception {
    CountDownLatch hanging = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    Troubles troubles =
        troubles(
            () -> {
              hanging.countDown();
              awaitQuietly(over);
              return List.of(down("payout-outbox", "It is away."));
            });

    assertThat(troubles.get()).isEmpty();
    hanging.await();
    nanos.addAndGet(Duration.ofMinutes(1).toNanos());
    assertThat(troubles.get()).isEmpty();
    over.countDown();

    await().atMost(PATIENCE).until(() -> troubles.get().equals(List.of("It is away.")));
    assertThat(asked).hasValue(1);
  }

  @Test
  void asks_again_after_ten_seconds_and_forgets_what_is_over() {
    AtomicLong state = new AtomicLong(1);
    Troubles troubles =
        troubles(
            () -> state.get() == 1 ? List.of(down("payout-outbox", "It is away.")) : List.of(up()));
    await().atMost(PATIENCE).until(() -> !troubles.get().isEmpty());
    state.set(0);

    nanos.addAndGet(Duration.ofSeconds(11).toNanos());

    await().atMost(PATIENCE).until(() -> troubles.get().isEmpty());
  }

  private Troubles troubles(java.util.function.Supplier<Collection<HealthCheck.Result>> checks) {
    return new Troubles(
        () -> {
          asked.incrementAndGet();
          return checks.get();
        },
        nanos::get);
  }

  private static HealthCheck.Result down(String id, String why) {
    HealthCheckResultBuilder builder = HealthCheckResultBuilder.on(new Named(id)).down();
    return (why == null ? builder : builder.message(why)).build();
  }

  private static HealthCheck.Result up() {
    return HealthCheckResultBuilder.on(new Named("payout-ledger")).up().build();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Named extends AbstractHealthCheck {

    Named(String id) {
      super("payout", id);
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, java.util.Map<String, Object> options) {
      builder.up();
    }
  }
}
