package payout.ledger;

import java.sql.SQLException;
import payout.batch.Characters;
import payout.batch.PersonNames;
import payout.ledger.sql.Sql;

/**
 * The table {@code audit}: the only class that adds to it.
 *
 * <p>Invariant: rows are only added. The row of an act is written in the transaction of the act.
 */
final class AuditTable {

  private static final String INSERT =
      "INSERT INTO audit (at, kind, who, person, channel, address, node, file_id, batch_id,"
          + " subject, sha256, lines, amount, reason, detail)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private static final int TEXT_MAX = 1000;

  private AuditTable() {}

  /** An act as it was performed. */
  static void add(Sql sql, long now, Act act, ActPlan plan) throws SQLException {
    Preview done = plan.preview();
    add(
        sql,
        now,
        AuditKind.of(done),
        act.who(),
        act.from(),
        plan.about(),
        done.touches(),
        act.reason(),
        done.sentence());
  }

  /** Anything that a person did. */
  static void add(
      Sql sql,
      long now,
      AuditKind kind,
      String who,
      Source from,
      About about,
      Seen touches,
      String reason,
      String detail)
      throws SQLException {
    sql.update(
        INSERT,
        now,
        kind.name(),
        text(who),
        PersonNames.folded(text(who)),
        from.channel().name(),
        from.address(),
        sql.node(),
        about.fileId() == 0 ? null : about.fileId(),
        about.batchId() == 0 ? null : about.batchId(),
        text(about.subject()),
        touches.sha256(),
        touches.lines(),
        touches.amount().fen(),
        text(reason),
        text(detail));
  }

  private static String text(String text) {
    String shown = Characters.shown(text);
    return shown.substring(0, Math.min(shown.length(), TEXT_MAX));
  }
}
