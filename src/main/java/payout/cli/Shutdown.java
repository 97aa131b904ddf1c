package payout.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.route.PayoutService;

/**
 * Shuts a service down in order when the process gets a signal: the process waits until the work in
 * flight is recorded and the ledger is closed.
 */
final class Shutdown implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);
  private static final long PATIENCE_SECONDS = 29;

  private final PayoutService service;
  private final CountDownLatch ended = new CountDownLatch(1);

  private Shutdown(PayoutService service) {
    this.service = service;
  }

  /** From now on a signal shuts this service down; close it when everything else is closed. */
  static Shutdown of(PayoutService service) {
    Shutdown ending = new Shutdown(service);
    Runtime.getRuntime().addShutdownHook(new Thread(ending::end, "payout-shutdown"));
    return ending;
  }

  private void end() {
    if (ended.getCount() == 0) {
      return;
    }
    LOG.info("Shutting down: nothing new is started, work in flight is finished.");
    service.end();
    try {
      if (ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        // An orderly shutdown is a success; the JVM's exit code for a signal would be a failure.
        Runtime.getRuntime().halt(0);
      }
      LOG.warn("The shutdown took too long; the next start recovers what was in flight.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    ended.countDown();
  }
}
