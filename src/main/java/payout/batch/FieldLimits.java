package payout.batch;

import java.util.Optional;

/**
 * How long the fields of a line may be, in bytes of the request's charset (document section 4.2).
 */
public final class FieldLimits {

  public static final int ACCOUNT_BYTES_MAX = 99;
  public static final int NAME_BYTES_MAX = 128;
  public static final int REMARK_BYTES_MAX = 200;

  private FieldLimits() {}

  /**
   * The first fault of a line in a charset: a field that is too long there. Characters that the
   * charset lacks are not checked here; they are found when the line is written.
   *
   * @param serialBytesMax the longest serial number
   * @return a sentence without a value of the line; empty when it fits
   */
  public static Optional<String> fault(
      PayoutLine line, RequestCharset charset, int serialBytesMax) {
    return fault(line.row(), "serial_no", line.serial(), charset, serialBytesMax)
        .or(() -> fault(line.row(), "payee_account", line.account(), charset, ACCOUNT_BYTES_MAX))
        .or(() -> fault(line.row(), "payee_name", line.name(), charset, NAME_BYTES_MAX))
        .or(() -> fault(line.row(), "remark", line.remark(), charset, REMARK_BYTES_MAX));
  }

  private static Optional<String> fault(
      long row, String column, String value, RequestCharset charset, int max) {
    int bytes = value.getBytes(charset.charset()).length;
    return bytes <= max
        ? Optional.empty()
        : Optional.of(
            "In row "
                + row
                + " "
                + column
                + " has "
                + bytes
                + " bytes in "
                + charset
                + "; "
                + max
                + " are allowed.");
  }
}
