package payout.route;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import payout.ledger.AlarmLedger;
import payout.ledger.StatusLedger;
import payout.ledger.sql.LedgerException;
import payout.sftp.SftpFailure;
import payout.sftp.SftpProbe;

/** The health checks of the service, for {@code /observe/health}. */
final class HealthChecks {

  private HealthChecks() {}

  /** A check that is no part of liveness, because a restart would fix nothing. */
  private abstract static class ReadinessCheck extends AbstractHealthCheck {

    ReadinessCheck(String id) {
      super("payout", id);
    }

    @Override
    public final boolean isLiveness() {
      return false;
    }
  }

  /**
   * A check that asks the ledger: down, with the reason, while that cannot be read. Camel would let
   * the exception pass, and the whole answer about health would be lost.
   */
  private abstract static class LedgerCheck extends ReadinessCheck {

    LedgerCheck(String id) {
      super(id);
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

    /** Fills in the result; may throw a {@link LedgerException}. */
    abstract void ask(HealthCheckResultBuilder builder, Map<String, Object> options);
  }

  /** Down while the ledger cannot be read; then nothing can be taken, sent or answered. */
  static final class LedgerAvailable extends LedgerCheck {

    private final StatusLedger ledger;

    LedgerAvailable(StatusLedger ledger) {
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

  /** Down while sending pauses because the gateway refuses the whole account. */
  static final class Account extends LedgerCheck {

    private final StatusLedger ledger;
    private final String partner;

    Account(StatusLedger ledger, String partner) {
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
              + ". Fix the cause, then run: payout resume");
      builder.down();
    }
  }

  /**
   * Down while batches make no progress for too long, with their number, their sum and since when.
   *
   * <p>As a part of readiness it reports the same and stays up: a load balancer that takes this
   * process out of its list would keep out the notify, by which an unknown batch is resolved.
   */
  static final class Gateway extends LedgerCheck {

    private final AlarmLedger ledger;

    Gateway(AlarmLedger ledger) {
      super("payout-gateway");
      this.ledger = ledger;
    }

    @Override
    void ask(HealthCheckResultBuilder builder, Map<String, Object> options) {
      List<AlarmLedger.Stalled> standing = ledger.stalled();
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

  /** Down while the server of the outbox is unavailable; then no results get out. */
  static final class Outbox extends ReadinessCheck {

    private static final long REMEMBERED_NS = 5_000_000_000L;

    private final SftpProbe probe;
    private String failure;
    private long checkedAt = System.nanoTime() - REMEMBERED_NS;

    Outbox(SftpProbe probe) {
      super("payout-outbox");
      this.probe = probe;
    }

    @Override
    protected synchronized void doCall(
        HealthCheckResultBuilder builder, Map<String, Object> options) {
      if (System.nanoTime() - checkedAt >= REMEMBERED_NS) {
        check();
      }
      if (failure == null) {
        builder.up();
      } else {
        builder.message(failure);
        builder.down();
      }
    }

    private void check() {
      try {
        probe.check();
        failure = null;
      } catch (SftpFailure e) {
        failure = e.getMessage();
      }
      checkedAt = System.nanoTime();
    }
  }
}
