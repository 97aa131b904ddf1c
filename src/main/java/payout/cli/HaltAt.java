package payout.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import payout.batch.Checkpoint;

/**
 * Ends the process at a checkpoint, as a power cut would: {@code -Dpayout.halt-at=BATCH_CLAIMED:2}
 * halts it the second time that a batch is claimed. {@code -Dpayout.stop-at} suspends it there, by
 * SIGSTOP, until SIGCONT. Both take several checkpoints, separated by commas. For tests only.
 */
final class HaltAt {

  private static final int EXIT_CODE = 137;

  private HaltAt() {}

  static void fromSystemProperties() {
    Consumer<Checkpoint> halts =
        at("payout.halt-at", passed -> Runtime.getRuntime().halt(EXIT_CODE));
    Checkpoint.watch(halts.andThen(at("payout.stop-at", HaltAt::stop)));
  }

  private static Consumer<Checkpoint> at(String property, Consumer<Checkpoint> act) {
    Consumer<Checkpoint> all = passed -> {};
    for (String where : System.getProperty(property, "").split(",")) {
      if (!where.isEmpty()) {
        all = all.andThen(once(where.split(":"), act));
      }
    }
    return all;
  }

  private static Consumer<Checkpoint> once(String[] where, Consumer<Checkpoint> act) {
    Checkpoint wanted = Checkpoint.valueOf(where[0]);
    AtomicInteger left = new AtomicInteger(where.length > 1 ? Integer.parseInt(where[1]) : 1);
    return passed -> {
      if (passed == wanted && left.decrementAndGet() == 0) {
        act.accept(passed);
      }
    };
  }

  private static void stop(Checkpoint passed) {
    System.err.println("Stopped at " + passed);
    String self = Long.toString(ProcessHandle.current().pid());
    try {
      new ProcessBuilder("kill", "-STOP", self).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
