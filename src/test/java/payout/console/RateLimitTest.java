package payout.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How often a token may call. */
class RateLimitTest {

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final RateLimit limit = new RateLimit(nanos::get);

  @Test
  void so_many_calls_pass_at_once_and_no_more() {
    assertThat(admitted("a", 1000)).isEqualTo(RateLimit.AT_ONCE);
    assertThat(admitted("b", 1)).as("another token").isEqualTo(1);
  }

  @Test
  void every_second_lets_so_many_more_pass_and_a_long_pause_no_more_than_at_first() {
    admitted("a", 1000);

    nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
    assertThat(admitted("a", 1000)).isEqualTo(RateLimit.A_SECOND);
    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(100));
    assertThat(admitted("a", 1000)).isEqualTo(RateLimit.A_SECOND / 10);
    nanos.addAndGet(TimeUnit.DAYS.toNanos(300));
    assertThat(admitted("a", 1000)).isEqualTo(RateLimit.AT_ONCE);
  }

  @Test
  void calls_in_small_steps_lose_nothing_by_rounding() {
    admitted("a", 1000);

    long passed =
        IntStream.range(0, 10_000)
            .filter(
                step -> {
                  nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
                  return limit.admits("a");
                })
            .count();

    assertThat(passed).isEqualTo(10L * RateLimit.A_SECOND);
  }

  private long admitted(String token, int calls) {
    return IntStream.range(0, calls).filter(call -> limit.admits(token)).count();
  }
}
