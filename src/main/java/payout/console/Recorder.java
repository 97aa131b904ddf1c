package payout.console;

import payout.ledger.About;
import payout.ledger.AuditKind;
import payout.ledger.AuditLedger;
import payout.ledger.Source;

/** Records in the audit trail what a visitor did that is no act on a file or batch. */
final class Recorder {

  private final AuditLedger audit;
  private final Source.Channel channel;

  /** What visitors of pages do. */
  Recorder(AuditLedger audit) {
    this(audit, Source.Channel.CONSOLE);
  }

  /** What they do by this channel. */
  Recorder(AuditLedger audit, Source.Channel channel) {
    this.audit = audit;
    this.channel = channel;
  }

  /**
   * Records it.
   *
   * @param detail no account, name of a payee or secret
   */
  void record(Visit visit, AuditKind kind, About about, String detail) {
    audit.record(kind, visit.visitor().name(), from(visit), about, detail);
  }

  /** From where a visitor comes. */
  Source from(Visit visit) {
    return new Source(channel, visit.address());
  }
}
