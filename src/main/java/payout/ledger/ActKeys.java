package payout.ledger;

import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import payout.batch.PersonNames;
import payout.ledger.sql.Sql;

/**
 * The keys under which acts happened: the table {@code act_key}.
 *
 * <p>Invariant: a key is taken in the transaction of its act, before anything is read, so of two
 * acts with one key the second waits for the first and then finds its outcome.
 */
final class ActKeys {

  static final long REMEMBERED_MS = TimeUnit.DAYS.toMillis(7);

  private ActKeys() {}

  /**
   * Takes a key.
   *
   * @param what which act it is, with everything that makes it another one
   * @return the outcome of the act that has the key already
   * @throws ActRefusedException when that is another act, or of another person
   */
  static Optional<ActOutcome> take(Sql sql, long now, ActKey key, String what, String who)
      throws SQLException {
    int mine =
        sql.update(
            "INSERT INTO act_key (value, at, act, who, result, sentence)"
                + " VALUES (?, ?, ?, ?, '', '') ON CONFLICT DO NOTHING",
            key.value(),
            now,
            what,
            PersonNames.folded(who));
    return mine == 1 ? Optional.empty() : Optional.of(outcome(sql, key, what, who));
  }

  private static ActOutcome outcome(Sql sql, ActKey key, String what, String who)
      throws SQLException {
    return sql.first(
            "SELECT result, why, sentence FROM act_key WHERE value = ? AND act = ? AND who = ?",
            row ->
                new ActOutcome(
                    ActResult.valueOf(row.getString(1)),
                    row.getString(2) == null
                        ? null
                        : ActRefusedException.Why.valueOf(row.getString(2)),
                    row.getString(3)),
            key.value(),
            what,
            PersonNames.folded(who))
        .orElseThrow(
            () ->
                new ActRefusedException(
                    ActRefusedException.Why.INPUT,
                    "This form was sent already, for something else. Load the page again."));
  }

  /** Keeps what an act came to, in its transaction. */
  static void keep(Sql sql, ActKey key, ActOutcome outcome) throws SQLException {
    sql.updateOne(
        "UPDATE act_key SET result = ?, why = ?, sentence = ? WHERE value = ? AND result = ''",
        outcome.result().name(),
        outcome.why() == null ? null : outcome.why().name(),
        outcome.sentence(),
        key.value());
  }

  /** Forgets the keys that are older than {@link #REMEMBERED_MS}. */
  static void prune(Sql sql, long now) throws SQLException {
    sql.update("DELETE FROM act_key WHERE at < ?", now - REMEMBERED_MS);
  }
}
