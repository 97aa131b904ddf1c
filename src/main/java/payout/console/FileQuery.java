package payout.console;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import payout.batch.ChinaClock;
import payout.batch.FileState;
import payout.ledger.FileList;

/**
 * Which files a program asks for.
 *
 * @param filter which
 * @param after behind which file; empty for the first page
 * @param limit how many at most
 */
record FileQuery(FileList.Filter filter, Optional<Long> after, int limit) {

  private static final int LIMIT = 50;

  /**
   * Reads {@code state}, {@code since}, {@code after} and {@code limit}; an empty one counts as
   * missing.
   *
   * @throws RefusedException with a sentence
   */
  static FileQuery of(Params query) {
    FileList.Filter filter = FileList.Filter.ALL;
    if (query.has("state")) {
      filter = filter.in(state(query.get("state")));
    }
    if (query.has("since")) {
      filter = filter.since(time(query.get("since")));
    }
    Optional<Long> after =
        query.has("after") ? Optional.of(number(query, "after", Long.MAX_VALUE)) : Optional.empty();
    int limit = query.has("limit") ? (int) number(query, "limit", FileList.ROWS_MAX) : LIMIT;
    return new FileQuery(filter, after, limit);
  }

  private static FileState state(String word) {
    try {
      return FileState.valueOf(word.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw refused("state must be the state of a file, as SETTLED.");
    }
  }

  /** A plus that was not escaped comes as a blank. */
  private static long time(String text) {
    try {
      return text.contains("T")
          ? OffsetDateTime.parse(text.replace(' ', '+')).toInstant().toEpochMilli()
          : ChinaClock.startOf(LocalDate.parse(text));
    } catch (DateTimeException e) {
      throw refused(
          "since must be a day in China, as 2026-01-31, or a time with its offset, as"
              + " 2026-01-31T09:00:00+08:00.");
    }
  }

  private static long number(Params query, String name, long most) {
    String text = query.get(name);
    if (!text.matches("[0-9]{1,18}") || Long.parseLong(text) == 0) {
      throw refused(name + " must be a whole number from 1.");
    }
    return Math.min(Long.parseLong(text), most);
  }

  private static RefusedException refused(String sentence) {
    return new RefusedException(400, sentence);
  }
}
