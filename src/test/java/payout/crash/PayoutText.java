package payout.crash;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A payout file as a supplier writes it, and what must become of it: a payee whose name says so
 * fails, every other is paid.
 */
record PayoutText(String prefix, int lines) {

  static final String HEADER = "serial_no,payee_account,payee_name,amount,remark\n";
  private static final int EVERY = 7;

  /** The bytes of the file as text. */
  String text() {
    StringBuilder text = new StringBuilder(HEADER);
    for (int i = 1; i <= lines; i++) {
      text.append(row(i)).append('\n');
    }
    return text.append("#total,").append(lines).append(',').append(total()).append('\n').toString();
  }

  /** The file with its first line once more behind the others, which repeats a serial. */
  String withRepeatedSerial() {
    StringBuilder text = new StringBuilder(HEADER);
    for (int i = 1; i <= lines; i++) {
      text.append(row(i)).append('\n');
    }
    return text.append(row(1)).append('\n').toString();
  }

  List<String> serials() {
    List<String> serials = new ArrayList<>();
    for (int i = 1; i <= lines; i++) {
      serials.add(serial(i));
    }
    return serials;
  }

  /** The sum of all lines. */
  BigDecimal total() {
    BigDecimal total = BigDecimal.ZERO.setScale(2);
    for (int i = 1; i <= lines; i++) {
      total = total.add(amount(i));
    }
    return total;
  }

  /** {@code serial,status,amount} of each line, in order. */
  List<String> fates() {
    List<String> fates = new ArrayList<>();
    for (int i = 1; i <= lines; i++) {
      fates.add(serial(i) + "," + (fails(i) ? "FAILED" : "PAID") + "," + amount(i));
    }
    return fates;
  }

  boolean anyFails() {
    return lines >= EVERY;
  }

  int failing() {
    return lines / EVERY;
  }

  int batches() {
    return (lines + 999) / 1000;
  }

  private String row(int i) {
    String name = fails(i) ? "收款人 FAIL_ACCOUN_NAME_NOT_MATCH" : "收款人";
    return serial(i) + ",payee-" + i + "@example.com," + name + "," + amount(i) + ",工资";
  }

  private String serial(int i) {
    return String.format(Locale.ROOT, "%s-%05d", prefix, i);
  }

  private static boolean fails(int i) {
    return i % EVERY == 0;
  }

  private static BigDecimal amount(int i) {
    return new BigDecimal(i + ".01");
  }
}
