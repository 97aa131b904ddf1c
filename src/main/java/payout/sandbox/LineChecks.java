package payout.sandbox;

import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Checks {@code detail_data} line by line: five fields, limits in bytes of the charset, amounts.
 */
final class LineChecks {
  private static final int SERIAL_BYTES_MAX = 32;
  static final int ACCOUNT_BYTES_MAX = 99;
  static final int NAME_BYTES_MAX = 128;
  static final int REMARK_BYTES_MAX = 200;

  private static final Pattern AMOUNT = Pattern.compile("(0|[1-9][0-9]{0,12})(\\.[0-9]{1,2})?");
  private static final Pattern MOBILE = Pattern.compile("[0-9]{11}");
  private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+");

  private final BigDecimal lineAmountMax;

  LineChecks(BigDecimal lineAmountMax) {
    this.lineAmountMax = lineAmountMax;
  }

  /** The lines, each valid, no serial twice. */
  List<PayLine> check(String details, Charset charset) {
    List<PayLine> lines = new ArrayList<>();
    Set<String> serials = new HashSet<>();
    for (String record : details.split("\\|", -1)) {
      PayLine line = line(record, charset);
      Refusal.unless(serials.add(line.serial()), "DETAIL_OUT_BIZ_NO_REPEATE", "a serial repeats");
      lines.add(line);
    }
    return lines;
  }

  private PayLine line(String record, Charset charset) {
    String[] field = record.split("\\^", -1);
    content(field.length == 5, "a line does not have five fields");
    content(record.chars().noneMatch(Character::isISOControl), "a control character in a line");
    length(field[0], 1, SERIAL_BYTES_MAX, charset, "the serial");
    length(field[1], 1, ACCOUNT_BYTES_MAX, charset, "the account");
    length(field[2], 1, NAME_BYTES_MAX, charset, "the name");
    length(field[4], 0, REMARK_BYTES_MAX, charset, "the remark");
    boolean account = EMAIL.matcher(field[1]).matches() || MOBILE.matcher(field[1]).matches();
    content(account, "an account is neither an e-mail nor a mobile number");
    return new PayLine(field[0], field[1], field[2], amount(field[3]), field[4]);
  }

  private BigDecimal amount(String text) {
    boolean valid = AMOUNT.matcher(text).matches();
    Refusal.unless(valid, "AMOUNT_FORMAT_ERROR", "an amount is not a plain number");
    BigDecimal amount = new BigDecimal(text).setScale(2);
    Refusal.unless(amount.signum() > 0, "AMOUNT_FORMAT_ERROR", "an amount is zero");
    boolean small = amount.compareTo(lineAmountMax) <= 0;
    Refusal.unless(small, "MAX_SINGLE_FEE", "an amount is over the limit of a line");
    return amount;
  }

  private static void length(String value, int min, int max, Charset charset, String what) {
    int bytes = value.getBytes(charset).length;
    content(bytes >= min && bytes <= max, what + " has " + bytes + " bytes");
  }

  private static void content(boolean valid, String why) {
    Refusal.unless(valid, "ILLEGAL_CONTENT_FORMAT", why);
  }
}
