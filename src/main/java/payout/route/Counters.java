package payout.route;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import payout.batch.Money;
import payout.ledger.FileRecord;

/** Counts events and times for {@code /observe/metrics}; the meters are those of {@link Meter}. */
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
   * @param values of the meter's labels, in their order
   */
  public void count(Meter meter, String... values) {
    add(meter, 1, values);
  }

  /** Adds this amount, at least 0. */
  public void add(Meter meter, long amount, String... values) {
    MeterRegistry meters = registry.get();
    if (meters != null) {
      counter(meters, meter, values).increment(amount);
    }
  }

  /** Notes how long something took, nanoseconds; a clock that was set back counts as no time. */
  public void time(Meter meter, long nanos, String... values) {
    MeterRegistry meters = registry.get();
    if (meters != null) {
      timer(meters, meter, values).record(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    }
  }

  /**
   * Notes how long a call of the gateway took.
   *
   * @param call {@code post} or {@code verify}
   * @param end {@code answered}, or {@code none} where no answer came
   * @param nanos 0 when no call was made; then nothing is noted
   */
  void answer(String call, String end, long nanos) {
    if (nanos > 0) {
      time(Meter.GATEWAY_ANSWER, nanos, call, end);
    }
  }

  /** Counts a file that got its state here, and its lines and their sum when it was accepted. */
  void file(FileRecord file, String state) {
    count(Meter.FILES, state, file.inbox());
    if (state.equals("ACCEPTED")) {
      lines("OPEN", file.lines(), file.amount());
    }
  }

  /** Counts lines that got this state, and their sum. */
  void lines(String state, long lines, Money amount) {
    add(Meter.LINES, lines, state);
    add(Meter.AMOUNT, amount.fen(), state);
  }

  /**
   * Registers every counter and timer with each of its values, so that the first event is seen as
   * an increase from 0.
   *
   * @param inboxes the names of the inboxes
   */
  static void registerAll(MeterRegistry meters, List<String> inboxes) {
    for (Meter meter : Meter.values()) {
      for (String[] values : meter.combinations(Map.of(MeterLabel.INBOX, inboxes))) {
        switch (meter.kind()) {
          case COUNTER -> counter(meters, meter, values);
          case SHORT_TIMER, LONG_TIMER -> timer(meters, meter, values);
          case GAUGE -> {
            // Whoever knows the value registers it.
          }
        }
      }
    }
  }

  /**
   * Registers a value that is read at each scrape.
   *
   * @param value must answer at once; null while it is not known
   */
  static void gauge(MeterRegistry meters, Meter meter, Supplier<Number> value, String... values) {
    Gauge.builder(meter.id(), value)
        .description(meter.help())
        .tags(meter.tags(values))
        .register(meters);
  }

  private static Counter counter(MeterRegistry meters, Meter meter, String... values) {
    return Counter.builder(meter.id())
        .description(meter.help())
        .tags(meter.tags(values))
        .register(meters);
  }

  private static Timer timer(MeterRegistry meters, Meter meter, String... values) {
    return Timer.builder(meter.id())
        .description(meter.help())
        .serviceLevelObjectives(meter.kind().buckets())
        .tags(meter.tags(values))
        .register(meters);
  }
}
