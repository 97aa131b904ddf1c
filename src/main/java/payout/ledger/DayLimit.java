package payout.ledger;

import java.sql.SQLException;
import java.time.LocalDate;
import payout.batch.Money;
import payout.ledger.sql.Sql;

/**
 * What was accepted on a day of China, and whether more may be.
 *
 * <p>One row a day, changed in the commit that accepts a file: a process that accepts another file
 * at the same time waits for that commit and sees its sum.
 */
final class DayLimit {

  private DayLimit() {}

  /**
   * Adds a file to the sum of a day, unless that would exceed the limit.
   *
   * @param max the limit of the day; null for none
   * @return whether it was added
   */
  static boolean add(Sql sql, LocalDate day, Money amount, Money max) throws SQLException {
    begin(sql, day);
    if (max == null) {
      sql.updateOne(
          "UPDATE accepted_day SET amount = amount + ? WHERE day = ?",
          amount.fen(),
          day.toString());
      return true;
    }
    return sql.update(
            "UPDATE accepted_day SET amount = amount + ? WHERE day = ? AND amount + ? <= ?",
            amount.fen(),
            day.toString(),
            amount.fen(),
            max.fen())
        == 1;
  }

  /** Locks the sum of a day until the end of the transaction: what fits now can be added then. */
  static void lock(Sql sql, LocalDate day) throws SQLException {
    begin(sql, day);
    sql.updateOne("UPDATE accepted_day SET amount = amount WHERE day = ?", day.toString());
  }

  private static void begin(Sql sql, LocalDate day) throws SQLException {
    sql.update(
        "INSERT INTO accepted_day (day, amount) VALUES (?, 0) ON CONFLICT DO NOTHING",
        day.toString());
  }

  /** Whether a file could be added to the sum of a day now; changes nothing. */
  static boolean fits(Sql sql, LocalDate day, Money amount, Money max) throws SQLException {
    return max == null || !sum(sql, day).plus(amount).isMoreThan(max);
  }

  /** The sum of the files that were accepted on a day. */
  static Money sum(Sql sql, LocalDate day) throws SQLException {
    return new Money(sql.number("SELECT amount FROM accepted_day WHERE day = ?", day.toString()));
  }
}
