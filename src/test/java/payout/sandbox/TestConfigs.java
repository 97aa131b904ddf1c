package payout.sandbox;

import java.math.BigDecimal;
import java.time.Duration;

/** Settings for tests: notifies at once, a day of deliveries in half a second. */
final class TestConfigs {
  private TestConfigs() {}

  static SimulatorConfig quick(SignType type) {
    return SimulatorConfig.sandbox(Merchant.HOME, type)
        .notifyDelay(Duration.ZERO)
        .scheduleScale(new BigDecimal("0.000005"));
  }

  /** Notifies at once, and not again during a test. */
  static SimulatorConfig once() {
    return quick(SignType.MD5).scheduleScale(BigDecimal.ONE);
  }
}
