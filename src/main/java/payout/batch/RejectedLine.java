package payout.batch;

/**
 * A line that was left out of its file: never sent.
 *
 * @param row the row in the file, from 1
 * @param serial the serial number; empty when it is the fault, as are the other values
 * @param account the payee's account
 * @param name the payee's name
 * @param amount the amount as the file has it
 * @param remark the remittance remark
 * @param code why, for programs
 * @param reason why, for people
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

  /** Without account and name, which must not be logged. */
  @Override
  public String toString() {
    return "line " + row + ", " + code;
  }
}
