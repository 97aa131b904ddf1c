package payout.inbox;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import payout.batch.ChinaClock;

/** Times for people, as clocks in China show them: {@code 2026-01-31 12:00:01}. */
final class ChinaTime {

  private static final DateTimeFormatter SHOWN = form("uuuu-MM-dd HH:mm:ss");
  private static final DateTimeFormatter GATEWAY = form("uuuuMMddHHmmss");

  private ChinaTime() {}

  static String of(Instant time) {
    return SHOWN.format(time.atZone(ChinaClock.CHINA));
  }

  /** A time of the gateway (document section 6.2); empty when it is none. */
  static String of(String gatewayTime) {
    try {
      return SHOWN.format(LocalDateTime.parse(gatewayTime, GATEWAY));
    } catch (DateTimeException e) {
      return "";
    }
  }

  private static DateTimeFormatter form(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT)
        .withResolverStyle(ResolverStyle.STRICT);
  }
}
