package payout.batch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * The only source of the current time.
 *
 * <p>{@code pay_date} must be today in China (document section 4.2), wherever the machine is. The
 * ledger counts in milliseconds since 1970.
 */
public final class ChinaClock {

  /** The gateway's zone. */
  public static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");

  private static final DateTimeFormatter PAY_DATE =
      DateTimeFormatter.ofPattern("yyyyMMdd", Locale.ROOT);
  private static final LocalTime LAST_MINUTE = LocalTime.of(23, 59);

  private final Clock clock;

  /** A clock that shows the time of another one; tests set theirs. */
  public ChinaClock(Clock clock) {
    this.clock = clock;
  }

  /** The machine's clock. */
  public static ChinaClock system() {
    return new ChinaClock(Clock.systemUTC());
  }

  /**
   * A machine's clock that is wrong by so much, for tests of what a wrong clock does.
   *
   * @param offset how far it is ahead; below 0 for behind
   */
  public static ChinaClock wrongBy(Duration offset) {
    return new ChinaClock(Clock.offset(Clock.systemUTC(), offset));
  }

  public Instant now() {
    return clock.instant();
  }

  /** Milliseconds since 1970. */
  public long millis() {
    return clock.millis();
  }

  /** The day in China. */
  public LocalDate today() {
    return zoned().toLocalDate();
  }

  /** When a day begins in China, milliseconds since 1970. */
  public static long startOf(LocalDate day) {
    return day.atStartOfDay(CHINA).toInstant().toEpochMilli();
  }

  /** A time as the output files show it: China's time to the second, with the offset. */
  public static String iso(Instant at) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
        at.atZone(CHINA).truncatedTo(ChronoUnit.SECONDS).toOffsetDateTime());
  }

  /** The same for a time in milliseconds since 1970. */
  public static String iso(long atMillis) {
    return iso(Instant.ofEpochMilli(atMillis));
  }

  /** The day in China in the form of the gateway, {@code yyyyMMdd}. */
  public String payDate() {
    return PAY_DATE.format(zoned());
  }

  /**
   * Whether it is the last minute of the day in China. No post starts then: it could arrive with
   * yesterday's {@code pay_date}.
   */
  public boolean isLastMinuteOfDay() {
    return !zoned().toLocalTime().isBefore(LAST_MINUTE);
  }

  private ZonedDateTime zoned() {
    return clock.instant().atZone(CHINA);
  }
}
