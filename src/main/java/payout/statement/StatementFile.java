package payout.statement;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A file that was read and can be matched: every statement in it is readable, of one account and
 * one layout.
 *
 * @param layout their layout
 * @param from where the first period begins, in China
 * @param to where the last one ends, exclusive
 * @param rows all rows, each booking once
 * @param complete the days for which every movement is known
 * @param incomplete why no more days are, as a sentence; empty when all are
 */
public record StatementFile(
    Layout layout,
    LocalDateTime from,
    LocalDateTime to,
    List<Booking> rows,
    Set<LocalDate> complete,
    String incomplete) {

  public StatementFile {
    rows = List.copyOf(rows);
    complete = Set.copyOf(complete);
  }

  /**
   * Reads a file that is handed in on a day.
   *
   * @param today the day in China: nothing follows from a file whose period is not over
   * @throws UnreadableStatementException with a sentence, when nothing may be concluded from it
   */
  public static StatementFile read(String name, byte[] file, String partner, LocalDate today)
      throws UnreadableStatementException {
    StatementFile statement = read(name, file, partner);
    if (statement.to().isAfter(today.atStartOfDay())) {
      throw new UnreadableStatementException(
          "Its period is not over; hand in the statement of a day from 10:00 of the next day on.");
    }
    return statement;
  }

  /**
   * Reads a file, whatever day it is.
   *
   * @param name its name
   * @param file its bytes
   * @param partner the payer's partner number
   * @throws UnreadableStatementException with a sentence, when nothing may be concluded from it
   */
  public static StatementFile read(String name, byte[] file, String partner)
      throws UnreadableStatementException {
    List<Statement> statements = StatementReader.read(name, file);
    for (Statement each : statements) {
      List<String> why = each.unreadable(partner);
      if (!why.isEmpty()) {
        throw new UnreadableStatementException(String.join(" ", why));
      }
      if (each.layout() != statements.get(0).layout()) {
        throw new UnreadableStatementException(
            "The archive holds statements of two layouts; hand them in one by one.");
      }
    }
    return of(statements);
  }

  private static StatementFile of(List<Statement> statements) throws UnreadableStatementException {
    List<StatementRow> rows = distinct(statements);
    RowSort sort = new RowSort(rows);
    String incomplete =
        statements.stream()
            .map(Statement::incomplete)
            .filter(why -> !why.isEmpty())
            .findFirst()
            .orElse("");
    return new StatementFile(
        statements.get(0).layout(),
        statements.stream().map(Statement::from).min(LocalDateTime::compareTo).orElseThrow(),
        statements.stream().map(Statement::to).max(LocalDateTime::compareTo).orElseThrow(),
        rows.stream().map(row -> Booking.of(row, sort.kind(row))).toList(),
        complete(statements),
        incomplete);
  }

  /** A booking with other content in another file of the archive is no booking to rely on. */
  private static List<StatementRow> distinct(List<Statement> statements)
      throws UnreadableStatementException {
    Map<String, StatementRow> rows = new LinkedHashMap<>();
    for (Statement statement : statements) {
      for (StatementRow row : statement.rows()) {
        StatementRow before = rows.putIfAbsent(row.bookingId(), row);
        if (before != null && !before.content().equals(row.content())) {
          throw new UnreadableStatementException(
              "Two files of the archive have the booking number of row "
                  + row.row()
                  + " with other content.");
        }
      }
    }
    return new ArrayList<>(rows.values());
  }

  /** A day counts when each statement that covers some of it is complete for it. */
  private static Set<LocalDate> complete(List<Statement> statements) {
    Set<LocalDate> days = new TreeSet<>();
    statements.forEach(each -> days.addAll(each.completeDays()));
    for (Statement each : statements) {
      Set<LocalDate> known = Set.copyOf(each.completeDays());
      days.removeIf(day -> each.covers(day) && !known.contains(day));
    }
    return days;
  }
}
