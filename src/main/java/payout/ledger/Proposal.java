package payout.ledger;

import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
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
        lines.serial(),
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
        lines.serial(),
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

  /** Whether two names mean the same person; case and invisible characters are ignored. */
  static boolean isSamePerson(String one, String other) {
    return folded(one).equals(folded(other));
  }

  private static String folded(String name) {
    return name.replaceAll("[\\p{C}\\p{Z}\\s]", "").toLowerCase(Locale.ROOT);
  }
}
