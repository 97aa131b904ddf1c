package payout.route;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import payout.batch.FileState;
import payout.ledger.WaitingLedger;

/**
 * How many files wait for a person or for another day, for {@code /observe/metrics}. They are
 * counted by the watch; whoever reads the metrics does not wait for the ledger.
 */
public final class WaitingGauges {

  private final WaitingLedger waiting;
  private final Map<FileState, AtomicLong> counts = new EnumMap<>(FileState.class);

  /** Gauges over this ledger. */
  public WaitingGauges(WaitingLedger waiting) {
    this.waiting = waiting;
    for (FileState state : FileState.values()) {
      if (state.isWaiting()) {
        counts.put(state, new AtomicLong());
      }
    }
  }

  void register(MeterRegistry meters) {
    counts.forEach(
        (state, count) ->
            Gauge.builder("payout.files.waiting", count::get)
                .tag("state", state.name())
                .register(meters));
  }

  /** Counts anew. */
  public void count() {
    counts.forEach((state, count) -> count.set(waiting.count(state)));
  }
}
