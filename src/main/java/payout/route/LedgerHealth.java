package payout.route;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import payout.ledger.StatusLedger;

/** Down while the ledger cannot be read; then nothing can be taken, sent or answered. */
public final class LedgerHealth extends LedgerCheck {

  private final StatusLedger ledger;

  /** The health of this ledger. */
  public LedgerHealth(StatusLedger ledger) {
    super("payout-ledger");
    this.ledger = ledger;
  }

  @Override
  void ask(HealthCheckResultBuilder builder, Map<String, Object> options) {
    StatusLedger.Totals totals = ledger.totals();
    builder.detail("batches-waiting", totals.waiting());
    builder.detail("batches-unknown", totals.unknown());
    builder.detail("batches-held", totals.held());
    builder.detail("batches-overdue", totals.overdue());
    builder.detail("files-unpublished", totals.unpublished());
    builder.up();
  }
}
