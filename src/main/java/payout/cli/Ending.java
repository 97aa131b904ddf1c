package payout.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.route.PayoutService;

/**
 * Lets a service end in order when the process is told to end: the process waits until the work in
 * the air is recorded and the ledger is closed.
 */
final class Ending implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Ending.class);
  private static final long PATIENCE_SECONDS = 29;

  private final PayoutService service;
  private final CountDownLatch ended = new CountDownLatch(1);

  private Ending(PayoutService service) {
    this.service = service;
  }

  /** From now on a signal ends this service in order; close it when everything else is closed. */
  static Ending of(PayoutService service) {
    Ending ending = new Ending(service);
    Runtime.getRuntime().addShutdownHook(new Thread(ending::end, "payout-ending"));
    return ending;
  }

  private void end() {
    if (ended.getCount() == 0) {
      return;
    }
    LOG.info("Told to end: nothing new is begun, what is in the air may end.");
    service.end();
    try {
      if (ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        // An end in order is a success; the JVM's own code for a signal is that of a failure.
        Runtime.getRuntime().halt(0);
      }
      LOG.warn("The end took too long; the next start takes up what was in the air.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    ended.countDown();
  }
}
