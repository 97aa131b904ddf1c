package payout.statement;

import java.time.LocalDateTime;
import java.util.List;
import payout.batch.Money;

/**
 * A movement of the account as the statement shows it. Texts have no blanks, tabs or quotes at
 * their ends.
 *
 * @param row its number in the file, from 1
 * @param bookingId the number of the booking (账务流水号, 支付宝流水号); never empty
 * @param businessId the number of the business (业务流水号, 支付宝交易号); may be empty
 * @param orderNo the merchant's number (商户订单号); may be empty
 * @param at when it was booked, in China
 * @param income whether money came in; otherwise it went out
 * @param amount more than zero
 * @param type the kind of business in the gateway's words
 * @param remark may be empty
 * @param payee the other side as it is shown, perhaps masked; may be empty
 * @param cells all cells of the row
 */
public record StatementRow(
    int row,
    String bookingId,
    String businessId,
    String orderNo,
    LocalDateTime at,
    boolean income,
    Money amount,
    String type,
    String remark,
    String payee,
    List<String> cells) {

  /** Keeps the cells. */
  public StatementRow {
    cells = List.copyOf(cells);
  }

  /** What two rows of one booking must have in common, whichever file they are in. */
  public String content() {
    return String.join(
        "\t", bookingId, businessId, orderNo, at.toString(), income ? "in" : "out", "" + amount);
  }

  /** Without payee and remark, which must not be logged. */
  @Override
  public String toString() {
    return "row " + row + ", booking " + bookingId + ", " + amount;
  }
}
