package payout.testing;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A payout file as a supplier writes it, and what happens to its lines: a payee whose name says so
 * fails, every other is paid.
 *
 * @param prefix the serials are {@code prefix-00001} and so on
 * @param lines how many lines, of 1.01, 2.01, 3.01 … yuan
 * @param failsEvery the payee of each line whose place is a multiple of this fails
 */
public record PayoutFile(String prefix, int lines, int failsEvery) {

  public static final String HEADER = "serial_no,payee_account,payee_name,amount,remark\n";

  private static final int EVERY = 7;

  /** A file of which every seventh line fails. */
  public PayoutFile(String prefix, int lines) {
    this(prefix, lines, EVERY);
  }

  /** The text of a file of these rows. */
  public static String of(String... rows) {
    return HEADER + String.join("\n", rows) + "\n";
  }

  /** The text of a file of so many lines that are all paid, with a true total row. */
  public static String lines(String prefix, int count) {
    return new PayoutFile(prefix, count, Integer.MAX_VALUE).text();
  }

  /** The text of the file, with a true total row. */
  public String text() {
    return rows() + "#total," + lines + "," + total() + "\n";
  }

  /** The file with its first line once more behind the others, which repeats a serial. */
  public String withRepeatedSerial() {
    return rows() + row(1) + "\n";
  }

  /** The sum of all lines. */
  public BigDecimal total() {
    return places().mapToObj(PayoutFile::amount).reduce(new BigDecimal("0.00"), BigDecimal::add);
  }

  /** {@code serial,status,amount} of each line, in order. */
  public List<String> fates() {
    return places()
        .mapToObj(i -> serial(i) + "," + (fails(i) ? "FAILED" : "PAID") + "," + amount(i))
        .toList();
  }

  public boolean anyFails() {
    return failing() > 0;
  }

  public int failing() {
    return lines / failsEvery;
  }

  public int batches() {
    return (lines + 999) / 1000;
  }

  private String rows() {
    List<String> rows = new ArrayList<>();
    places().forEach(i -> rows.add(row(i)));
    return of(rows.toArray(String[]::new));
  }

  private String row(int i) {
    String name = "收款人" + i + (fails(i) ? " FAIL_ACCOUN_NAME_NOT_MATCH" : "");
    return serial(i) + ",payee-" + i + "@example.com," + name + "," + amount(i) + ",工资";
  }

  private String serial(int i) {
    return String.format(Locale.ROOT, "%s-%05d", prefix, i);
  }

  private boolean fails(int i) {
    return i % failsEvery == 0;
  }

  private IntStream places() {
    return IntStream.rangeClosed(1, lines);
  }

  private static BigDecimal amount(int i) {
    return new BigDecimal(i + ".01");
  }
}
