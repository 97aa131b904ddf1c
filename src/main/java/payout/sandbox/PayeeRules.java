package payout.sandbox;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Who is paid and who fails, by the payee's <b>name</b> (case counts):
 *
 * <ul>
 *   <li>a name without {@code FAIL} is paid;
 *   <li>{@code FAIL_<CODE>} with a line code of {@link #CODES}, as in {@code
 *       李四FAIL_ACCOUN_NAME_NOT_MATCH}, fails with that code;
 *   <li>{@code FAIL_ALL} fails, and every other line of its batch fails with it
 *       (TRANSFER_AMOUNT_NOT_ENOUGH), as one bad line can make a batch fail after T;
 *   <li>any other name with {@code FAIL} fails with RECEIVE_USER_NOT_EXIST.
 * </ul>
 */
public final class PayeeRules {
  /** What a failed payee gets when its name names no code. */
  public static final String DEFAULT_CODE = "RECEIVE_USER_NOT_EXIST";

  /** Every code that a line can fail with. */
  public static final List<String> CODES =
      List.of(
          "ACCOUN_NAME_NOT_MATCH",
          "RECEIVE_USER_NOT_EXIST",
          "RECEIVE_ACCOUNT_ERROR",
          "RECEIVE_EMAIL_NAME_NOT_MATCH",
          "ILLEGAL_USER_STATUS",
          "ERROR_OTHER_CERTIFY_LEVEL_LIMIT",
          "ERROR_OTHER_NOT_REALNAMED",
          "RECEIVE_MONEY_ERROR",
          "RECEIVE_SINGLE_MONEY_ERROR",
          "RECEIVE_EMAIL_ERROR",
          "RECEIVE_NAME_ERROR",
          "RECEIVE_REASON_ERROR",
          "USER_SERIAL_NO_ERROR",
          "USER_SERIAL_NO_REPEATE",
          "LINE_LENGTH_ERROR",
          "TRANSFER_AMOUNT_NOT_ENOUGH",
          "DAILY_QUOTA_LIMIT_EXCEED",
          "PAYEE_ACCOUNT_IS_RELEASED",
          "PAYER_ACCOUNT_IS_RELEASED",
          "MEMO_REQUIRED_IN_TRANSFER_ERROR",
          "DETAIL_CONSULT_CHECK_ERROR",
          "TXN_RESULT_TRANSFER_OUT_CAN_NOT_EQUAL_IN",
          "PERMIT_NON_BANK_LIMIT_PAYEE_L0_FORBIDDEN");

  private static final String MARK = "FAIL";
  private static final String SINKS_BATCH = "FAIL_ALL";
  private static final String SUNK_CODE = "TRANSFER_AMOUNT_NOT_ENOUGH";

  private PayeeRules() {}

  /** The code that a payee of this name fails with; empty: it is paid. */
  public static Optional<String> failure(String name) {
    int mark = name.indexOf(MARK);
    if (mark < 0) {
      return Optional.empty();
    }
    String rest = name.substring(mark + MARK.length());
    return CODES.stream()
        .filter(code -> rest.startsWith("_" + code))
        .max(Comparator.comparingInt(String::length))
        .or(() -> Optional.of(DEFAULT_CODE));
  }

  /** The code that every line of the batch fails with, if one line makes them all fail. */
  static Optional<String> batchFailure(List<PayLine> lines) {
    return lines.stream().anyMatch(line -> line.name().contains(SINKS_BATCH))
        ? Optional.of(SUNK_CODE)
        : Optional.empty();
  }
}
