package payout.route;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import payout.ledger.LedgerException;

/**
 * A check that asks the ledger: down, and says why, while that cannot be read. Camel would let the
 * exception pass, and the whole answer about health would be lost.
 */
abstract class LedgerCheck extends AbstractHealthCheck {

  LedgerCheck(String id) {
    super("payout", id);
  }

  /** A restart would fix nothing. */
  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  protected final void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    try {
      ask(builder, options);
    } catch (LedgerException e) {
      builder.message(e.getMessage());
      builder.down();
    }
  }

  /** Says whether all is well; may throw a {@link LedgerException}. */
  abstract void ask(HealthCheckResultBuilder builder, Map<String, Object> options);
}
