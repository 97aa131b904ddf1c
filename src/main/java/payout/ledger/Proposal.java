package payout.ledger;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import payout.batch.Money;
import payout.batch.PersonNames;
import payout.ledger.sql.Sql;

/**
 * A result that one person proposed and a second person has to confirm: the table {@code proposal}.
 *
 * @param id the ledger's own number
 * @param who who proposed it
 * @param reason why
 */
record Proposal(long id, String who, String reason) {

  static final long LIFETIME_MS = TimeUnit.HOURS.toMillis(72);

  /**
   * The last proposal for exactly these lines that was not confirmed and has not expired. A
   * proposal no longer counts if a line changed or the batch was posted after it.
   */
  static Optional<Proposal> open(Sql sql, long now, BatchRecord batch, SettledLines lines)
      throws SQLException {
    return sql.first(
        "SELECT id, who, reason FROM proposal WHERE batch_id = ? AND confirmed_by IS NULL"
            + " AND serial = ? AND lines = ? AND amount = ? AND was = ? AND attempts = ?"
            + " AND proposed_at > ?"
            + " ORDER BY id DESC LIMIT 1",
        row -> new Proposal(row.getLong(1), row.getString(2), row.getString(3)),
        batch.id(),
        lines.serials(),
        lines.count(),
        lines.amount().fen(),
        lines.is().name(),
        batch.attempts(),
        now - LIFETIME_MS);
  }

  static void add(Sql sql, long now, BatchRecord batch, SettledLines lines, Act act)
      throws SQLException {
    sql.update(
        "INSERT INTO proposal (batch_id, serial, lines, amount, was, attempts, who, reason,"
            + " proposed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        batch.id(),
        lines.serials(),
        lines.count(),
        lines.amount().fen(),
        lines.is().name(),
        batch.attempts(),
        act.who(),
        act.reason(),
        now);
  }

  void confirm(Sql sql, Act act) throws SQLException {
    sql.updateOne(
        "UPDATE proposal SET confirmed_by = ? WHERE id = ? AND confirmed_by IS NULL",
        act.who(),
        id);
  }

  /**
   * Withdraws what a person proposed and nobody confirmed, so that nobody can confirm it any more.
   * What was proposed stays in the history of its batch.
   *
   * @return how many proposals that were
   */
  static int withdrawAllOf(Sql sql, long now, String person, Act act) throws SQLException {
    int withdrawn = 0;
    for (Waiting each : waiting(sql, now)) {
      if (PersonNames.areSame(each.who, person) && each.delete(sql)) {
        BatchRecord batch = Contents.batch(sql, each.batchId);
        String said = "The proposal of " + each.who + " is withdrawn; nothing of it was done.";
        Events.batch(sql, now, batch, batch.state(), "PROPOSAL_WITHDRAWN", act.who(), act.reason());
        AuditTable.add(
            sql,
            now,
            AuditKind.PROPOSAL_WITHDRAWN,
            act.who(),
            act.from(),
            About.of(batch),
            each.touches,
            act.reason(),
            said);
        withdrawn++;
      }
    }
    return withdrawn;
  }

  private static List<Waiting> waiting(Sql sql, long now) throws SQLException {
    return sql.list(
        "SELECT id, batch_id, who, lines, amount FROM proposal"
            + " WHERE confirmed_by IS NULL AND proposed_at > ? ORDER BY proposed_at",
        row ->
            new Waiting(
                row.getLong(1),
                row.getLong(2),
                row.getString(3),
                Seen.of(row.getLong(4), new Money(row.getLong(5)))),
        now - LIFETIME_MS);
  }

  private record Waiting(long id, long batchId, String who, Seen touches) {

    /** False when it was confirmed at this moment. */
    boolean delete(Sql sql) throws SQLException {
      return sql.update("DELETE FROM proposal WHERE id = ? AND confirmed_by IS NULL", id) == 1;
    }
  }
}
