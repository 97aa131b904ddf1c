package payout.outbox;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Locale;
import payout.batch.ChinaClock;

/** The gateway's time of a payment (document section 6.2) as ISO 8601 with its offset. */
final class FinishedAt {

  private static final DateTimeFormatter GATEWAY =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private FinishedAt() {}

  /**
   * {@code 20260101120001} becomes {@code 2026-01-01T12:00:01+08:00}. What is no such time becomes
   * empty: the column promises a time, and the gateway's text is kept in the ledger.
   */
  static String iso(String gatewayTime) {
    if (gatewayTime.isEmpty()) {
      return "";
    }
    try {
      return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
          LocalDateTime.parse(gatewayTime, GATEWAY).atZone(ChinaClock.CHINA));
    } catch (DateTimeParseException e) {
      return "";
    }
  }
}
