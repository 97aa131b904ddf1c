package payout.route;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import payout.sftp.SftpFailure;
import payout.sftp.SftpProbe;

/** Down while the server of the outbox is away; then nobody hears what was paid. */
public final class OutboxHealth extends AbstractHealthCheck {

  private static final long REMEMBERED_NS = TimeUnit.SECONDS.toNanos(5);

  private final SftpProbe probe;
  private String trouble;
  private long lookedAt = System.nanoTime() - REMEMBERED_NS;

  /** The health of a folder on a server. */
  public OutboxHealth(SftpProbe probe) {
    super("payout", "payout-outbox");
    this.probe = probe;
  }

  /** A restart would mend nothing. */
  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  protected synchronized void doCall(
      HealthCheckResultBuilder builder, Map<String, Object> options) {
    if (System.nanoTime() - lookedAt >= REMEMBERED_NS) {
      look();
    }
    if (trouble == null) {
      builder.up();
    } else {
      builder.message(trouble);
      builder.down();
    }
  }

  private void look() {
    try {
      probe.look();
      trouble = null;
    } catch (SftpFailure e) {
      trouble = e.getMessage();
    }
    lookedAt = System.nanoTime();
  }
}
