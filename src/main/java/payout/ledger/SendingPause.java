package payout.ledger;

import java.sql.SQLException;
import java.util.Optional;
import payout.batch.BatchState;
import payout.batch.ChinaClock;
import payout.batch.Verdict;
import payout.batch.Verdict.Sending;
import payout.ledger.sql.Sql;

/** Sending stands still for a payer after a refusal of the whole account, but for a probe. */
final class SendingPause {

  private final SendRules rules;
  private final ChinaClock clock;

  SendingPause(SendRules rules, ChinaClock clock) {
    this.rules = rules;
    this.clock = clock;
  }

  /**
   * Whether sending stands still; when the time for a probe has come, the next probe is put off,
   * and of several processes one alone sends it.
   */
  boolean holdBack(Sql sql) throws SQLException {
    Optional<Long> probeAt =
        sql.first(
            "SELECT probe_at FROM pause WHERE partner = ?",
            row -> row.getLong(1),
            rules.payer().partner());
    if (probeAt.isEmpty()) {
      return false;
    }
    if (probeAt.get() > clock.millis()) {
      return true;
    }
    int probes =
        sql.update(
            "UPDATE pause SET probe_at = ? WHERE partner = ? AND probe_at = ?",
            clock.millis() + rules.pauseMs(),
            rules.payer().partner(),
            probeAt.get());
    return probes == 0;
  }

  /** A refusal of the account begins a pause; a batch that is taken or refused ends it. */
  void follow(Sql sql, Verdict verdict) throws SQLException {
    if (verdict.sending() == Sending.PAUSES) {
      long now = clock.millis();
      sql.update(
          "INSERT INTO pause (partner, code, since, probe_at) VALUES (?, ?, ?, ?)"
              + " ON CONFLICT (partner) DO UPDATE SET code = excluded.code,"
              + " probe_at = excluded.probe_at",
          rules.payer().partner(),
          verdict.outcome().code(),
          now,
          now + rules.pauseMs());
    } else if (verdict.next() == BatchState.TAKEN || verdict.next() == BatchState.REFUSED) {
      sql.update("DELETE FROM pause WHERE partner = ?", rules.payer().partner());
    }
  }
}
