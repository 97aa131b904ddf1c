package payout.outbox;

/**
 * A line that was left out at intake and never sent. It has the values that were sound; a faulty
 * one is empty.
 *
 * @param row the row in the file, from 1
 * @param serial the merchant's serial number
 * @param account the payee's account
 * @param name the payee's name
 * @param amount the amount with two decimals
 * @param remark the remittance remark
 * @param code our code for the fault
 * @param reason the fault in words
 */
public record RejectedLine(
    long row,
    String serial,
    String account,
    String name,
    String amount,
    String remark,
    String code,
    String reason) {

  /** Without account and name, which belong in no log. */
  @Override
  public String toString() {
    return "line " + row + ", " + code;
  }
}
