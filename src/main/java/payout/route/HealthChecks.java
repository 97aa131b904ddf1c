package payout.route;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import payout.ledger.AlarmLedger;
import payout.ledger.LedgerGate;
import payout.ledger.LedgerHealth;
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
   * A check that asks the ledger: down, with the reason, while that cannot be read or written. It
   * is asked over connections of its own, so that the answer comes within seconds. Camel would let
   * the exception pass, and the whole answer about health would be lost.
   */
  private abstract static class LedgerCheck extends ReadinessCheck {

    final LedgerHealth ledger;

    LedgerCheck(String id, LedgerHealth ledger) {
      super(id);
      this.ledger = ledger;
    }

    @Override
    protected final void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
      try {
        ask(ledger.ask(), builder, options);
      } catch (LedgerException e) {
        builder.message(
            HealthSentence.ended(e.getMessage())
                + " Nothing is taken, sent or recorded until it answers; look at its disk, or at its"
                + " server and the network.");
        builder.down();
      }
    }

    /** Fills in the result; may throw a {@link LedgerException}. */
    abstract void ask(
        LedgerHealth.Report report, HealthCheckResultBuilder builder, Map<String, Object> options);
  }

  /** Down while the ledger cannot be read or written; then nothing is taken, sent or answered. */
  static final class LedgerAvailable extends LedgerCheck {

    LedgerAvailable(LedgerHealth ledger) {
      super("payout-ledger", ledger);
    }

    @Override
    void ask(
        LedgerHealth.Report report, HealthCheckResultBuilder builder, Map<String, Object> options) {
      StatusLedger.Totals totals = report.totals();
      builder.detail("batches-waiting", totals.waiting());
      builder.detail("batches-unknown", totals.unknown());
      builder.detail("batches-held", totals.held());
      builder.detail("batches-overdue", totals.overdue());
      builder.detail("files-unpublished", totals.unpublished());
      report
          .turn()
          .ifPresent(
              turn -> {
                builder.detail("intake-by", turn.owner());
                builder.detail("intake-until", Instant.ofEpochMilli(turn.until()));
              });
      builder.up();
    }
  }

  /** Down while this node may claim nothing, with the reason; it still accepts notifies. */
  static final class Node extends ReadinessCheck {

    private final LedgerGate gate;

    Node(LedgerGate gate) {
      super("payout-node");
      this.gate = gate;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
      Optional<String> closed = gate.closedBecause();
      if (closed.isEmpty()) {
        builder.up();
      } else {
        builder.message("This node claims nothing. " + HealthSentence.ended(closed.get()));
        builder.down();
      }
    }
  }

  /** Down while sending pauses because the gateway refuses the whole account. */
  static final class Account extends LedgerCheck {

    private final String partner;

    Account(LedgerHealth ledger, String partner) {
      super("payout-account", ledger);
      this.partner = partner;
    }

    @Override
    void ask(
        LedgerHealth.Report report, HealthCheckResultBuilder builder, Map<String, Object> options) {
      Optional<String> code = ledger.status().pause(partner);
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

    private final AlarmLedger alarms;

    Gateway(LedgerHealth ledger, AlarmLedger.Rules rules) {
      super("payout-gateway", ledger);
      this.alarms = ledger.alarms(rules);
    }

    @Override
    void ask(
        LedgerHealth.Report report, HealthCheckResultBuilder builder, Map<String, Object> options) {
      List<AlarmLedger.Stalled> standing = alarms.stalled();
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
        builder.message(
            "No result reaches the outbox: "
                + HealthSentence.ended(failure)
                + " It is tried again automatically; look at the server, its key and the login.");
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
