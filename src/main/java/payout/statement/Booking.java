package payout.statement;

import java.time.LocalDateTime;
import java.util.List;
import payout.batch.Money;

/**
 * A row that may say something about a payment: of the statement that is matched, or of one that
 * was matched before.
 *
 * @param statement the ledger's number of the statement that it was in; 0 for the one that is
 *     matched now
 * @param row its number there
 * @param bookingId the number of the booking
 * @param businessId the number of the business; may be empty
 * @param orderNo the merchant's number; may be empty
 * @param at when it was booked, in China
 * @param amount more than zero
 * @param kind what it is
 * @param payee the other side as it is shown; may be empty
 * @param cells all cells; of an earlier statement those of payouts alone
 */
public record Booking(
    long statement,
    int row,
    String bookingId,
    String businessId,
    String orderNo,
    LocalDateTime at,
    Money amount,
    RowKind kind,
    String payee,
    List<String> cells) {

  /** Keeps the cells. */
  public Booking {
    cells = List.copyOf(cells);
  }

  /** A row of the statement that is matched now. */
  public static Booking of(StatementRow row, RowKind kind) {
    return new Booking(
        0,
        row.row(),
        row.bookingId(),
        row.businessId(),
        row.orderNo(),
        row.at(),
        row.amount(),
        kind,
        row.payee(),
        row.cells());
  }

  /** Whether it is in the statement that is matched now. */
  public boolean isNew() {
    return statement == 0;
  }

  /** The same as if it were in the statement that is matched now. */
  public Booking asNew() {
    return new Booking(0, row, bookingId, businessId, orderNo, at, amount, kind, payee, cells);
  }

  /** Without the payee, which must not be logged. */
  @Override
  public String toString() {
    return "row " + row + ", booking " + bookingId + ", " + amount + ", " + kind;
  }
}
