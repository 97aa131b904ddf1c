package payout.ledger;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import payout.batch.BatchState;
import payout.batch.ChinaClock;
import payout.batch.Verdict;
import payout.batch.Verdict.Sending;
import payout.ledger.sql.Sql;

/** The pause of sending for a payer after a refusal of the whole account; only probes are sent. */
final class SendingPause {

  private final SendRules rules;
  private final ChinaClock clock;

  SendingPause(SendRules rules, ChinaClock clock) {
    this.rules = rules;
    this.clock = clock;
  }

  /**
   * Whether sending is paused. When a probe is due, only one of several processes sends it, and the
   * next one is scheduled.
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

  /** Ends the pause of one payer only. */
  static String resume(Sql sql, long now, String partner, Act act) throws SQLException {
    Optional<String> code =
        sql.first("SELECT code FROM pause WHERE partner = ?", row -> row.getString(1), partner);
    if (code.isEmpty()) {
      throw new ActRefusedException(noPause(sql, partner));
    }
    if (!act.dryRun()) {
      sql.updateOne("DELETE FROM pause WHERE partner = ?", partner);
      sql.update(
          "INSERT INTO event (at, kind, cause, detail) VALUES (?, 'RESUME', ?, ?)",
          now,
          act.who(),
          (partner + " " + code.get() + ": " + act.reason()).strip());
    }
    return ActSteps.answer(act, "Sending is resumed; it was paused because of " + code.get() + ".");
  }

  private static String noPause(Sql sql, String partner) throws SQLException {
    List<String> others =
        sql.list("SELECT partner FROM pause ORDER BY partner", row -> row.getString(1));
    String sentence =
        partner == null || partner.isEmpty()
            ? "payout.partner is not set, so the payer to resume is unknown."
            : "Sending is not paused for partner " + partner + "; there is nothing to resume.";
    return others.isEmpty()
        ? sentence
        : sentence + " It is paused for " + String.join(", ", others) + ".";
  }
}
