package payout.ledger;

import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import payout.batch.ChinaClock;
import payout.batch.Money;
import payout.ledger.sql.Database;
import payout.ledger.sql.Sql;
import payout.statement.MatchVerdict;
import payout.statement.Tally;

/** The statements that came through their folder, and what they say. Changes nothing. */
public final class StatementList {

  /** So many contradictions of a statement are listed. */
  public static final int FINDINGS_MAX = 200;

  private static final int DAYS_MAX = 62;

  private final Database database;
  private final ChinaClock clock;

  StatementList(Database database, ChinaClock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * The last days, at most 31, of which the statement is ready at the gateway and no complete one
   * came; none before the first file.
   */
  public List<LocalDate> missingDays() {
    return database.read(sql -> StatementDays.missing(sql, clock.millis()));
  }

  /** The newest statements, at most so many. */
  public List<Entry> newest(int count) {
    return database.read(
        sql -> {
          List<StatementRecord> records =
              sql.list(
                  StatementRecord.SELECT + "WHERE id > 0 ORDER BY id DESC LIMIT ?",
                  StatementRecord::read,
                  count);
          List<Entry> entries = new ArrayList<>();
          for (StatementRecord each : records) {
            entries.add(entry(sql, each));
          }
          return entries;
        });
  }

  /** One statement; empty when there is none of this number. */
  public Optional<Entry> find(long id) {
    return database.read(
        sql -> {
          Optional<StatementRecord> record = StatementTable.find(sql, id);
          return record.isEmpty() ? Optional.empty() : Optional.of(entry(sql, record.get()));
        });
  }

  /**
   * The statement whose files in the outbox begin so; empty when there is none.
   *
   * @param start {@code statement.<date>.<id>}
   */
  public Optional<Entry> find(String start) {
    return database.read(
        sql -> {
          Optional<StatementRecord> record =
              sql.first(StatementRecord.SELECT + "WHERE start = ?", StatementRecord::read, start);
          return record.isEmpty() ? Optional.empty() : Optional.of(entry(sql, record.get()));
        });
  }

  /** The contradictions that were found by a statement, the first 200. */
  public List<StatementFinding> findings(long id) {
    return database.read(
        sql ->
            sql.list(
                StatementFinding.SELECT + "WHERE statement_id = ? ORDER BY id LIMIT ?",
                StatementFinding::read,
                id,
                FINDINGS_MAX));
  }

  private static Entry entry(Sql sql, StatementRecord record) throws SQLException {
    Map<MatchVerdict, Tally> sums = new EnumMap<>(MatchVerdict.class);
    sql.list(
            "SELECT verdict, lines, amount FROM statement_verdict WHERE statement_id = ?",
            row ->
                Map.entry(
                    MatchVerdict.valueOf(row.getString(1)),
                    new Tally(row.getLong(2), new Money(row.getLong(3)))),
            record.id())
        .forEach(each -> sums.put(each.getKey(), each.getValue()));
    List<Proof> open = StatementProofs.open(sql, record.id());
    Tally proposed = Tally.NONE;
    for (Proof each : open) {
      proposed = proposed.plus(each.amount());
    }
    return new Entry(
        record,
        sums,
        StatementDays.completedBy(sql, record.id()),
        record.isRefused() ? List.of() : missing(sql, record),
        proposed);
  }

  /** The days of its period, and the two after it, that are not complete by any statement. */
  private static List<LocalDate> missing(Sql sql, StatementRecord record) throws SQLException {
    LocalDate first = LocalDateTime.parse(record.from()).toLocalDate();
    LocalDate last = LocalDateTime.parse(record.to()).minusSeconds(1).toLocalDate().plusDays(2);
    Set<LocalDate> complete = StatementDays.complete(sql, first, last);
    return first
        .datesUntil(last.plusDays(1))
        .filter(day -> !complete.contains(day))
        .limit(DAYS_MAX)
        .toList();
  }

  /**
   * A statement with what it says.
   *
   * @param statement itself
   * @param verdicts how many payments and rows have a verdict, and their sum, as it was matched
   * @param completed the days that it made complete
   * @param missing the days of its period, and the two after it, that no statement makes complete
   * @param proposed what it proves and nobody decided yet
   */
  public record Entry(
      StatementRecord statement,
      Map<MatchVerdict, Tally> verdicts,
      List<LocalDate> completed,
      List<LocalDate> missing,
      Tally proposed) {

    /** Its period, both ends, in words; a dash for one that is refused. */
    public String period() {
      return statement.isRefused()
          ? "–"
          : statement.from().replace('T', ' ') + " – " + statement.to().replace('T', ' ');
    }

    /** Days in words. */
    public String days(List<LocalDate> some) {
      return some.stream().map(LocalDate::toString).collect(Collectors.joining(", "));
    }
  }
}
