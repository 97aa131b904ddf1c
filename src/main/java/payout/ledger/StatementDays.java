package payout.ledger;

import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import payout.batch.ChinaClock;
import payout.ledger.sql.Sql;
import payout.statement.OurLine;
import payout.statement.StatementFile;

/**
 * The days of China of which every movement is known, by all statements together, and those on
 * which a payment that the gateway reported was found by its number. A day with a disputed payout
 * is not complete, whatever statement says so: nothing is absent from it.
 *
 * @param complete of any layout that can be complete
 * @param calibrated in the layout of the statement that is matched
 */
record StatementDays(Set<LocalDate> complete, Set<LocalDate> calibrated) {

  private static final DateTimeFormatter NUMBER = DateTimeFormatter.BASIC_ISO_DATE;
  private static final String COMPLETE = "COMPLETE";
  private static final String CALIBRATED = "CALIBRATED";

  /** The calibration counts on days so far off, with a reserve. */
  private static final long AROUND = 40;

  private static final long READY_AT = 10;
  private static final int LOOKED_BACK = 31;

  /** Those that matter to a statement and to these payments. */
  static StatementDays around(Sql sql, StatementFile file, List<OurLine> lines)
      throws SQLException {
    LocalDate first = file.from().toLocalDate();
    LocalDate last = file.to().toLocalDate();
    for (OurLine line : lines) {
      if (line.days().isPresent()) {
        first = first.isBefore(line.days().get().first()) ? first : line.days().get().first();
        last = last.isAfter(line.days().get().last()) ? last : line.days().get().last();
      }
    }
    Set<LocalDate> complete = new HashSet<>(file.complete());
    complete.addAll(between(sql, COMPLETE, "", first, last));
    disputed(sql, first, last).forEach(complete::remove);
    String layout = file.layout().name();
    return new StatementDays(
        complete,
        Set.copyOf(
            between(sql, CALIBRATED, layout, first.minusDays(AROUND), last.plusDays(AROUND))));
  }

  private static List<LocalDate> between(
      Sql sql, String kind, String layout, LocalDate first, LocalDate last) throws SQLException {
    return sql.list(
        "SELECT day FROM statement_day WHERE day >= ? AND day <= ? AND kind = ? AND layout = ?",
        row -> day(row.getInt(1)),
        number(first),
        number(last),
        kind,
        layout);
  }

  /** The days on which a payout may or may not have been made: two statements contradict. */
  private static List<LocalDate> disputed(Sql sql, LocalDate first, LocalDate last)
      throws SQLException {
    return sql.list(
        "SELECT at FROM statement_row WHERE kind = 'PAYOUT' AND disputed = 1 AND at >= ? AND at < ?",
        row -> LocalDateTime.parse(row.getString(1)).toLocalDate(),
        first.toString(),
        last.plusDays(1).toString());
  }

  /** The days that a statement completed. */
  static List<LocalDate> completedBy(Sql sql, long statement) throws SQLException {
    return sql.list(
        "SELECT day FROM statement_day WHERE statement_id = ? AND kind = ? ORDER BY day",
        row -> day(row.getInt(1)),
        statement,
        COMPLETE);
  }

  /** Which of these days are complete by any statement. */
  static Set<LocalDate> complete(Sql sql, LocalDate first, LocalDate last) throws SQLException {
    Set<LocalDate> complete = new HashSet<>(between(sql, COMPLETE, "", first, last));
    disputed(sql, first, last).forEach(complete::remove);
    return complete;
  }

  /**
   * The last days of which a statement can be had and no complete one came: at most 31, none before
   * the first file.
   *
   * @param now milliseconds since 1970; the statement of a day is ready at 10:00 of the next one
   */
  static List<LocalDate> missing(Sql sql, long now) throws SQLException {
    long began =
        sql.number(
            "SELECT received_at FROM payout_file WHERE id = (SELECT MIN(id) FROM payout_file)");
    LocalDate last = china(now).minusHours(READY_AT).toLocalDate().minusDays(1);
    LocalDate first = last.minusDays(LOOKED_BACK - 1);
    if (began == 0 || last.isBefore(china(began).toLocalDate())) {
      return List.of();
    }
    first = first.isBefore(china(began).toLocalDate()) ? china(began).toLocalDate() : first;
    Set<LocalDate> complete = complete(sql, first, last);
    return first.datesUntil(last.plusDays(1)).filter(day -> !complete.contains(day)).toList();
  }

  private static LocalDateTime china(long millis) {
    return LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), ChinaClock.CHINA);
  }

  static void add(Sql sql, long statement, StatementFile file, Collection<LocalDate> calibrated)
      throws SQLException {
    List<Object[]> rows = new ArrayList<>();
    for (LocalDate day : file.complete()) {
      rows.add(new Object[] {number(day), COMPLETE, "", statement});
    }
    for (LocalDate day : calibrated) {
      rows.add(new Object[] {number(day), CALIBRATED, file.layout().name(), statement});
    }
    sql.updateEach(
        "INSERT INTO statement_day (day, kind, layout, statement_id) VALUES (?, ?, ?, ?)"
            + " ON CONFLICT DO NOTHING",
        rows);
  }

  private static int number(LocalDate day) {
    return Integer.parseInt(NUMBER.format(day));
  }

  private static LocalDate day(int number) {
    return LocalDate.parse(Integer.toString(number), NUMBER);
  }
}
