package payout.sandbox;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** When a notify is repeated (section 7.2 (7)): 2m, 10m, 10m, 1h, 2h, 6h, 15h, times a scale. */
final class ResendSchedule {
  private static final List<Duration> WAITS =
      Stream.of(2, 10, 10, 60, 120, 360, 900).map(Duration::ofMinutes).toList();

  private final BigDecimal scale;

  ResendSchedule(BigDecimal scale) {
    this.scale = scale;
  }

  /**
   * How long to wait for the next delivery; empty after the eighth.
   *
   * @param attempts deliveries so far, from 1
   */
  Optional<Duration> waitAfter(int attempts) {
    if (attempts > WAITS.size()) {
      return Optional.empty();
    }
    BigDecimal millis = BigDecimal.valueOf(WAITS.get(attempts - 1).toMillis()).multiply(scale);
    return Optional.of(
        Duration.ofMillis(millis.setScale(0, RoundingMode.HALF_UP).longValueExact()));
  }
}
