package payout.batch;

/**
 * One payment: the five fields of a {@code detail_data} record (document section 4.2), all checked
 * by {@code payout.inbox.LineRules}, and the row that it came from.
 *
 * @param row the row in the file, from 1, as a spreadsheet shows it
 * @param serial the merchant's serial number of the payment, unique while open or paid, forever
 * @param account the payee's account, an e-mail address or a mobile number
 * @param name the payee's name
 * @param amount more than zero
 * @param remark the remittance remark; may be empty
 */
public record PayoutLine(
    long row, String serial, String account, String name, Money amount, String remark) {

  /** Without account and name, which must not be logged. */
  @Override
  public String toString() {
    return "line " + row + ", serial " + serial + ", " + amount;
  }
}
