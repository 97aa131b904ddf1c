package payout.batch;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;

/** The day of China on which a file is to be paid, as the file or its name states it. */
public final class PayDay {

  /** How many days ahead a file may be paid: a longer wait is rather a wrong year. */
  public static final int DAYS_AHEAD_MAX = 60;

  private static final DateTimeFormatter WRITTEN =
      DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private PayDay() {}

  /** A day from {@code yyyy-MM-dd}; empty for anything else, and for a day that no calendar has. */
  public static Optional<LocalDate> parse(String text) {
    try {
      return text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")
          ? Optional.of(LocalDate.parse(text, WRITTEN))
          : Optional.empty();
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** A day as the ledger holds it: yyyymmdd. */
  public static int number(LocalDate day) {
    return day.getYear() * 10_000 + day.getMonthValue() * 100 + day.getDayOfMonth();
  }

  /** The day of such a number. */
  public static LocalDate ofNumber(int number) {
    return LocalDate.of(number / 10_000, number / 100 % 100, number % 100);
  }

  /**
   * Whether the time to pay has not come yet.
   *
   * @param day the day of the file; null when it names none
   * @param start from when on that day it is paid, in China
   */
  public static boolean isAhead(LocalDate day, LocalTime start, ChinaClock clock) {
    return day != null
        && clock.now().isBefore(day.atTime(start).atZone(ChinaClock.CHINA).toInstant());
  }
}
