package payout.outbox;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Locale;
import payout.batch.ChinaClock;

/** The gateway's time of a payment (document section 6.2) as ISO 8601 with its offset. */
public final class FinishedAt {

  private static final DateTimeFormatter GATEWAY =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private static final int LENGTH = 14;

  private FinishedAt() {}

  /**
   * {@code 20260101120001} becomes {@code 2026-01-01T12:00:01+08:00}. Any other text becomes empty:
   * the column promises a time, and the ledger keeps the gateway's text.
   */
  public static String iso(String gatewayTime) {
    if (gatewayTime.isEmpty()) {
      return "";
    }
    if (isPlain(gatewayTime)) {
      return new StringBuilder(25)
          .append(gatewayTime, 0, 4)
          .append('-')
          .append(gatewayTime, 4, 6)
          .append('-')
          .append(gatewayTime, 6, 8)
          .append('T')
          .append(gatewayTime, 8, 10)
          .append(':')
          .append(gatewayTime, 10, 12)
          .append(':')
          .append(gatewayTime, 12, 14)
          .append("+08:00")
          .toString();
    }
    try {
      return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
          LocalDateTime.parse(gatewayTime, GATEWAY).atZone(ChinaClock.CHINA));
    } catch (DateTimeParseException e) {
      return "";
    }
  }

  /**
   * Whether it is a time of this century on a day that exists in every month, which is formatted
   * directly: China has had one offset since 1991, and formatting by pattern would take longer than
   * the rest of the row.
   */
  private static boolean isPlain(String time) {
    for (int i = 0; i < time.length(); i++) {
      if (time.charAt(i) < '0' || time.charAt(i) > '9') {
        return false;
      }
    }
    return time.length() == LENGTH
        && time.startsWith("20")
        && isBetween(time, 4, 1, 12)
        && isBetween(time, 6, 1, 28)
        && isBetween(time, 8, 0, 23)
        && isBetween(time, 10, 0, 59)
        && isBetween(time, 12, 0, 59);
  }

  private static boolean isBetween(String time, int at, int least, int most) {
    int number = 10 * (time.charAt(at) - '0') + time.charAt(at + 1) - '0';
    return number >= least && number <= most;
  }
}
