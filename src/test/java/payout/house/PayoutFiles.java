package payout.house;

import java.math.BigDecimal;
import java.util.Locale;

/** Payout files in the plain layout. */
public final class PayoutFiles {

  public static final String HEADER = "serial_no,payee_account,payee_name,amount,remark\n";

  private PayoutFiles() {}

  /** A file of these rows. */
  public static String of(String... rows) {
    return HEADER + String.join("\n", rows) + "\n";
  }

  /** So many sound lines with Chinese names, of 1.01, 2.01, 3.01 … yuan, and a true total row. */
  public static String lines(String prefix, int count) {
    StringBuilder file = new StringBuilder(HEADER);
    BigDecimal total = BigDecimal.ZERO;
    for (int i = 1; i <= count; i++) {
      String amount = i + ".01";
      total = total.add(new BigDecimal(amount));
      file.append(String.format(Locale.ROOT, "%s-%05d", prefix, i))
          .append(",payee-")
          .append(i)
          .append("@example.com,收款人")
          .append(i)
          .append(',')
          .append(amount)
          .append(",工资\n");
    }
    return file.append("#total,")
        .append(count)
        .append(',')
        .append(total.toPlainString())
        .append('\n')
        .toString();
  }
}
