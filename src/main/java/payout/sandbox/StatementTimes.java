package payout.sandbox;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The times of a statement. */
final class StatementTimes {
  private static final DateTimeFormatter BOOKED = form("yyyy-MM-dd HH:mm:ss");
  private static final DateTimeFormatter LEDGER = form("yyyy年MM月dd日 HH:mm:ss");
  private static final DateTimeFormatter RESAVED = form("yyyy/M/d H:mm");

  private StatementTimes() {}

  /** {@code 2026-03-10 10:00:00}: of a row, and around the rows of a search. */
  static String booked(LocalDateTime at) {
    return BOOKED.format(at);
  }

  /** {@code 2026年03月10日 10:00:00}: around the rows of a ledger. */
  static String ledger(LocalDateTime at) {
    return LEDGER.format(at);
  }

  /** {@code 2026/3/10 10:00}: a row that a spreadsheet saved. */
  static String resaved(LocalDateTime at) {
    return RESAVED.format(at);
  }

  private static DateTimeFormatter form(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
  }
}
