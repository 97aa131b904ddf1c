package payout.ledger;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import payout.ledger.sql.Sql;

/** Ends a pause of sending by hand. */
final class Pauses {

  private Pauses() {}

  /** Ends the pause of one payer; that of another one stays. */
  static String end(Sql sql, long now, String partner, Act act) throws SQLException {
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
    return ActSteps.said(act, "Sending goes on; it paused for " + code.get() + ".");
  }

  private static String noPause(Sql sql, String partner) throws SQLException {
    List<String> others =
        sql.list("SELECT partner FROM pause ORDER BY partner", row -> row.getString(1));
    String sentence =
        partner == null || partner.isEmpty()
            ? "payout.partner is not set, so it is not known whose pause is to end."
            : "Sending does not pause for partner " + partner + "; there is nothing to resume.";
    return others.isEmpty()
        ? sentence
        : sentence + " It pauses for " + String.join(", ", others) + ".";
  }
}
