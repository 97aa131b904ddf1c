package payout.route;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckResultBuilder;
import payout.ledger.AlarmLedger;
import payout.ledger.Standing;

/**
 * Down while batches stand still for too long, with how many, which sum and since when.
 *
 * <p>As a part of readiness it says the same and stays up: a load balancer that takes this process
 * out of its list would keep out the notify, by which an unknown batch is resolved.
 */
public final class GatewayHealth extends LedgerCheck {

  private final AlarmLedger ledger;

  /** The health of what this ledger sent to the gateway. */
  public GatewayHealth(AlarmLedger ledger) {
    super("payout-gateway");
    this.ledger = ledger;
  }

  @Override
  void ask(HealthCheckResultBuilder builder, Map<String, Object> options) {
    List<Standing> standing = ledger.standing();
    if (standing.isEmpty()) {
      builder.up();
      return;
    }
    standing.forEach(each -> builder.detail(StandingWords.kind(each).toString(), each.batches()));
    builder.message(
        standing.stream().map(StandingWords::sentence).collect(Collectors.joining(" ")));
    if (options.get(CHECK_KIND) == HealthCheck.Kind.READINESS) {
      builder.up();
    } else {
      builder.down();
    }
  }
}
