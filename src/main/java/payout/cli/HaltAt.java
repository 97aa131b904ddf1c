package payout.cli;

import java.util.concurrent.atomic.AtomicInteger;
import payout.batch.Checkpoint;

/**
 * Ends the process at a checkpoint, as a power cut would: {@code -Dpayout.halt-at=BATCH_CLAIMED:2}
 * halts it the second time that a batch is claimed. For tests of recovery only.
 */
final class HaltAt {

  private static final String PROPERTY = "payout.halt-at";
  private static final int EXIT_CODE = 137;

  private HaltAt() {}

  static void fromSystemProperty() {
    String where = System.getProperty(PROPERTY, "");
    if (where.isEmpty()) {
      return;
    }
    String[] parts = where.split(":");
    Checkpoint wanted = Checkpoint.valueOf(parts[0]);
    AtomicInteger left = new AtomicInteger(parts.length > 1 ? Integer.parseInt(parts[1]) : 1);
    Checkpoint.watch(
        passed -> {
          if (passed == wanted && left.decrementAndGet() == 0) {
            Runtime.getRuntime().halt(EXIT_CODE);
          }
        });
  }
}
