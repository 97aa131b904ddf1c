package payout.sandbox;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * One line of {@code detail_data}: {@code serial^account^name^amount^remark}.
 *
 * @param serial the merchant's number of the line
 * @param account the payee's e-mail or mobile number
 * @param name the payee's name
 * @param amount yuan
 * @param remark may be empty
 */
public record PayLine(
    String serial, String account, String name, BigDecimal amount, String remark) {

  /** Reads details that were checked when they were taken. */
  static List<PayLine> parse(String details) {
    List<PayLine> lines = new ArrayList<>();
    for (String record : details.split("\\|", -1)) {
      String[] field = record.split("\\^", -1);
      lines.add(
          new PayLine(
              field[0], field[1], field[2], new BigDecimal(field[3]).setScale(2), field[4]));
    }
    return lines;
  }

  /** Without account and name, which must not be logged. */
  @Override
  public String toString() {
    return "PayLine[" + serial + ", " + amount + "]";
  }
}
