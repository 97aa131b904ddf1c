package payout.ledger;

import java.sql.SQLException;
import payout.ledger.sql.Sql;

/**
 * How many statements were matched: of two that are compared at the same time, the one that is
 * recorded second notices the first by it.
 *
 * <p>Its row is also the lock under which a statement is recorded. Whoever locks more locks it
 * first.
 */
final class StatementTurn {

  private StatementTurn() {}

  /** How many statements were matched so far. */
  static long number(Sql sql) throws SQLException {
    return sql.number("SELECT number FROM statement_turn WHERE id = 1");
  }

  /** Takes the next turn; false when another statement was matched since. */
  static boolean take(Sql sql, long seen) throws SQLException {
    return sql.update(
            "INSERT INTO statement_turn (id, number) VALUES (1, 1) ON CONFLICT (id)"
                + " DO UPDATE SET number = statement_turn.number + 1"
                + " WHERE statement_turn.number = ?",
            seen)
        == 1;
  }

  /**
   * Keeps statements from being recorded until the end of the transaction. SQLite has one writer.
   * Where there was no statement yet, it writes the row that the first one would write.
   */
  static void hold(Sql sql) throws SQLException {
    if (!sql.isSqlite()) {
      sql.update(
          "INSERT INTO statement_turn (id, number) VALUES (1, 0) ON CONFLICT (id)"
              + " DO UPDATE SET number = statement_turn.number");
    }
  }
}
