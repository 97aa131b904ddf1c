package payout.route;

import java.util.Map;
import java.util.Optional;
import org.apache.camel.health.HealthCheckResultBuilder;
import payout.ledger.StatusLedger;

/** Down while sending pauses because the gateway refuses the whole account. */
public final class AccountHealth extends LedgerCheck {

  private final StatusLedger ledger;
  private final String partner;

  /** The health of a partner's account. */
  public AccountHealth(StatusLedger ledger, String partner) {
    super("payout-account");
    this.ledger = ledger;
    this.partner = partner;
  }

  @Override
  void ask(HealthCheckResultBuilder builder, Map<String, Object> options) {
    Optional<String> code = ledger.pause(partner);
    if (code.isEmpty()) {
      builder.up();
      return;
    }
    builder.detail("code", code.get());
    builder.message(
        "Sending pauses: the gateway refuses the account with "
            + code.get()
            + ". Mend the cause, then run: payout resume");
    builder.down();
  }
}
