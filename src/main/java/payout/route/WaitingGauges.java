package payout.route;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import payout.batch.FileState;
import payout.ledger.WaitingLedger;

/** How many files wait for a person or for another day, for {@code /observe/metrics}. */
final class WaitingGauges {

  private WaitingGauges() {}

  static void register(MeterRegistry meters, WaitingLedger waiting) {
    for (FileState state : FileState.values()) {
      if (state.isWaiting()) {
        Gauge.builder("payout.files.waiting", () -> waiting.count(state))
            .tag("state", state.name())
            .register(meters);
      }
    }
  }
}
