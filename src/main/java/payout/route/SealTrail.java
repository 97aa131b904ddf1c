package payout.route;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.ledger.SealLedger;
import payout.ledger.sql.LedgerException;

/**
 * The step of the route {@code seal-trail}: seals what was committed since the last tick, and some
 * of what is older than the chain.
 */
public final class SealTrail {

  private static final Logger LOG = LoggerFactory.getLogger(SealTrail.class);

  /** A tenth of the time between two ticks. */
  private static final long BUDGET_NS = TimeUnit.MILLISECONDS.toNanos(100);

  private final SealLedger sealing;
  private final Shutdown shutdown;

  /** Seals the trail of this ledger. */
  public SealTrail(SealLedger sealing, Shutdown shutdown) {
    this.sealing = sealing;
    this.shutdown = shutdown;
  }

  /** Seals what there is, for a tenth of a second at most. */
  public void sealRows() {
    long start = System.nanoTime();
    boolean more = true;
    while (more && !shutdown.hasBegun() && System.nanoTime() - start < BUDGET_NS) {
      more = sealing.step();
    }
  }

  /** Seals what is left when everything else has stopped; what cannot be is sealed later. */
  void end() {
    try {
      sealing.end();
    } catch (LedgerException e) {
      LOG.debug("The last steps are not sealed; the next start seals them.", e);
    }
  }
}
