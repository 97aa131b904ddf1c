package payout.inbox;

/**
 * The five fields of a payment as the file has them, unchecked.
 *
 * @param row the row in the file, from 1
 * @param serial the serial number
 * @param account the payee's account
 * @param name the payee's name
 * @param amount the amount
 * @param remark the remittance remark
 */
public record RawLine(
    long row, String serial, String account, String name, String amount, String remark) {

  /** The first five fields of a row, as they are. */
  static RawLine of(Row row) {
    return new RawLine(
        row.number(), row.field(0), row.field(1), row.field(2), row.field(3), row.field(4));
  }

  /** Without its content, which belongs in no log. */
  @Override
  public String toString() {
    return "row " + row;
  }
}
