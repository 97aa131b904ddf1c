package payout.sandbox;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The gateway's time zone: every date and time that it sends or receives is China's. */
final class China {
  static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  private static final DateTimeFormatter NOTIFY_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZONE);
  private static final DateTimeFormatter FINISHED =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT).withZone(ZONE);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyyMMdd", Locale.ROOT).withZone(ZONE);

  private China() {}

  static String notifyTime(Instant at) {
    return NOTIFY_TIME.format(at);
  }

  static String finished(Instant at) {
    return FINISHED.format(at);
  }

  static String day(Instant at) {
    return DAY.format(at);
  }
}
