package payout.route;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;

/** Counts events for {@code /observe/metrics}. */
public final class Counters {

  private final Supplier<MeterRegistry> registry;

  /**
   * Counters in a registry that may be created later.
   *
   * @param registry returns null while there is none; then nothing is counted
   */
  public Counters(Supplier<MeterRegistry> registry) {
    this.registry = registry;
  }

  /**
   * Adds one.
   *
   * @param tags tag, value, tag, value, …
   */
  public void count(String name, String... tags) {
    MeterRegistry meters = registry.get();
    if (meters != null) {
      meters.counter(name, tags).increment();
    }
  }

  /** Adds this amount. */
  public void add(String name, String tag, String value, long amount) {
    MeterRegistry meters = registry.get();
    if (meters != null) {
      meters.counter(name, tag, value).increment(amount);
    }
  }
}
