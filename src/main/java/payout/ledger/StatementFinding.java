package payout.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import payout.batch.Money;
import payout.statement.MatchVerdict;

/**
 * Where a statement contradicts the ledger.
 *
 * @param verdict what it says
 * @param batchId the batch of the payment; 0 without one
 * @param place its place in the batch, from 0
 * @param bookingNo the number of the booking; empty where it is the absence of one
 * @param statementId the statement by which it was found
 * @param row the row of the booking in the statement that has it; 0 without one
 * @param serial the serial of the payment, or the merchant's number of the row
 * @param amount of the payment, or of the row
 * @param foundAt when, milliseconds since 1970
 * @param acknowledgedAt when a person said that it is dealt with; 0 while nobody did
 */
public record StatementFinding(
    MatchVerdict verdict,
    long batchId,
    int place,
    String bookingNo,
    long statementId,
    int row,
    String serial,
    Money amount,
    long foundAt,
    long acknowledgedAt) {

  static final String SELECT =
      "SELECT verdict, batch_id, place, booking_id, statement_id, line, serial, amount, found_at,"
          + " acknowledged_at FROM statement_finding ";

  static StatementFinding read(ResultSet row) throws SQLException {
    return new StatementFinding(
        MatchVerdict.valueOf(row.getString("verdict")),
        row.getLong("batch_id"),
        row.getInt("place"),
        row.getString("booking_id"),
        row.getLong("statement_id"),
        row.getInt("line"),
        row.getString("serial"),
        new Money(row.getLong("amount")),
        row.getLong("found_at"),
        row.getLong("acknowledged_at"));
  }
}
