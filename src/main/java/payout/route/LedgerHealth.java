package payout.route;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import payout.ledger.LedgerException;
import payout.ledger.StatusLedger;

/** Down while the ledger cannot be read; then nothing can be taken, sent or answered. */
public final class LedgerHealth extends AbstractHealthCheck {

  private final StatusLedger ledger;

  /** The health of this ledger. */
  public LedgerHealth(StatusLedger ledger) {
    super("payout", "payout-ledger");
    this.ledger = ledger;
  }

  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    try {
      StatusLedger.Totals totals = ledger.totals();
      builder.detail("batches-waiting", totals.waiting());
      builder.detail("batches-unknown", totals.unknown());
      builder.detail("batches-held", totals.held());
      builder.detail("batches-overdue", totals.overdue());
      builder.detail("files-unpublished", totals.unpublished());
      builder.up();
    } catch (LedgerException e) {
      builder.message(e.getMessage());
      builder.down();
    }
  }
}
