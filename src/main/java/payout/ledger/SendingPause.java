package payout.ledger;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import payout.batch.BatchState;
import payout.batch.ChinaClock;
import payout.batch.Money;
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

  /**
   * Plans to end the pause of one payer only; it touches what will be sent then.
   *
   * @throws ActRefusedException when there is no pause
   */
  static ActPlan planResume(Sql sql, long now, String partner, Act act) throws SQLException {
    Optional<String> code =
        sql.first("SELECT code FROM pause WHERE partner = ?", row -> row.getString(1), partner);
    if (code.isEmpty()) {
      throw new ActRefusedException(noPause(sql, partner));
    }
    Seen due =
        sql.first(
                "SELECT SUM(lines), SUM(amount) FROM batch WHERE due_at IS NOT NULL",
                row -> Seen.of(row.getLong(1), new Money(row.getLong(2))))
            .orElseThrow();
    Preview.Move move = new Preview.Move(partner, "PAUSED", "SENDING", due.lines(), due.amount());
    return new ActPlan(
        Preview.of(
            ActKind.RESUME,
            ActResult.DONE,
            "Sending is resumed; it was paused because of " + code.get() + ".",
            List.of(move),
            due),
        About.thing(partner),
        () -> resume(sql, now, partner, code.get(), act));
  }

  private static void resume(Sql sql, long now, String partner, String code, Act act)
      throws SQLException {
    sql.updateOne("DELETE FROM pause WHERE partner = ?", partner);
    sql.update(
        "INSERT INTO event (at, kind, cause, detail) VALUES (?, 'RESUME', ?, ?)",
        now,
        act.who(),
        (partner + " " + code + ": " + act.reason()).strip());
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
