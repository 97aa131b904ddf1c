package payout.ledger;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import payout.batch.ChinaClock;
import payout.batch.Money;
import payout.ledger.chain.Seal.Head;
import payout.ledger.sql.Database;
import payout.ledger.sql.LedgerException;
import payout.ledger.sql.Sql;

/**
 * Closes the days of China: keeps the state of the files once a day, so that the report of the day
 * always has the same content.
 *
 * <p>A day's report is about every file that arrived before the day ended and was not settled,
 * refused or a duplicate before it began.
 */
public final class DayLedger {

  private static final DateTimeFormatter NUMBER = DateTimeFormatter.BASIC_ISO_DATE;

  /** After a long pause, at most this many days are closed at a time. */
  private static final int DAYS_AT_ONCE = 31;

  private final Database database;
  private final ChinaClock clock;
  private final boolean withStatements;

  DayLedger(Database database, ChinaClock clock, boolean withStatements) {
    this.database = database;
    this.clock = clock;
    this.withStatements = withStatements;
  }

  /**
   * Closes every day that ended and is not closed, from the day of the first file on, at most 31 of
   * them, and orders their reports.
   *
   * @return the days that were closed
   */
  public List<LocalDate> close() {
    List<LocalDate> closed = new ArrayList<>();
    Optional<LocalDate> day = database.read(this::next);
    while (day.isPresent() && closed.size() < DAYS_AT_ONCE && day.get().isBefore(clock.today())) {
      if (close(day.get())) {
        closed.add(day.get());
      }
      day = Optional.of(day.get().plusDays(1));
    }
    return closed;
  }

  /** The state of the files when a day was closed. */
  static DayReport report(Sql sql, int day) throws SQLException {
    return sql.first(
            "SELECT closed_at, data, seal, seal_hash, missing FROM closed_day WHERE day = ?",
            row ->
                new DayReport(
                    LocalDate.parse(Integer.toString(day), NUMBER),
                    Instant.ofEpochMilli(row.getLong("closed_at")),
                    rows(sql, row.getBytes("data")),
                    head(row),
                    row.getString("missing")),
            day)
        .orElseThrow(() -> new LedgerException("The ledger holds no report of " + day + "."));
  }

  /** Empty for a day that was closed without a seal, or by an earlier program. */
  private static Optional<Head> head(ResultSet row) throws SQLException {
    long number = row.getLong("seal");
    return number == 0
        ? Optional.empty()
        : Optional.of(new Head(number, row.getString("seal_hash")));
  }

  private Optional<LocalDate> next(Sql sql) throws SQLException {
    long last = sql.number("SELECT MAX(day) FROM closed_day");
    if (last > 0) {
      return Optional.of(LocalDate.parse(Long.toString(last), NUMBER).plusDays(1));
    }
    long first =
        sql.number(
            "SELECT received_at FROM payout_file WHERE id = (SELECT MIN(id) FROM payout_file)");
    return first == 0
        ? Optional.empty()
        : Optional.of(LocalDate.ofInstant(Instant.ofEpochMilli(first), ChinaClock.CHINA));
  }

  /**
   * The row comes first: another process that closes the same day waits for it and then does
   * nothing.
   */
  private boolean close(LocalDate day) {
    int number = Integer.parseInt(NUMBER.format(day));
    long start = ChinaClock.startOf(day);
    long end = ChinaClock.startOf(day.plusDays(1));
    return database.write(
        sql -> {
          long now = clock.millis();
          Head head = SealTable.head(sql);
          int mine =
              sql.update(
                  "INSERT INTO closed_day (day, closed_at, data, seal, seal_hash, missing)"
                      + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                  number,
                  now,
                  new byte[0],
                  head.number(),
                  head.hash(),
                  withStatements ? missing(sql, now) : "");
          if (mine == 0) {
            return false;
          }
          StringBuilder data = new StringBuilder();
          Money sum = Money.ZERO;
          List<FileRecord> files = files(sql, start, end);
          for (FileRecord file : files) {
            data.append(DayRow.of(sql, file, now)).append('\n');
            sum = sum.plus(file.amount());
          }
          sql.updateOne(
              "UPDATE closed_day SET data = ? WHERE day = ?",
              data.toString().getBytes(StandardCharsets.US_ASCII),
              number);
          Publications.orderReport(sql, now, number);
          ActKeys.prune(sql, now);
          new NoticeTable(sql, now)
              .count(NoticeCause.DAY_CLOSED, files.size(), sum, day.toString());
          return true;
        });
  }

  private static String missing(Sql sql, long now) throws SQLException {
    return StatementDays.missing(sql, now).stream()
        .map(LocalDate::toString)
        .collect(Collectors.joining(" "));
  }

  /**
   * Three queries, each with its own index, because a single one would read every file that ever
   * came. Files that are being read are excluded: they have no lines yet and may be deleted.
   */
  private static List<FileRecord> files(Sql sql, long start, long end) throws SQLException {
    List<FileRecord> files = new ArrayList<>();
    files.addAll(files(sql, "state = 'SETTLED' AND settled_at >= ?", start, end));
    files.addAll(files(sql, "state IN ('REJECTED', 'DUPLICATE') AND decided_at >= ?", start, end));
    files.addAll(files(sql, "state NOT IN ('SETTLED', 'REJECTED', 'DUPLICATE', 'RECEIVED')", end));
    files.sort(Comparator.comparingLong(FileRecord::id));
    return files;
  }

  private static List<FileRecord> files(Sql sql, String which, Object... times)
      throws SQLException {
    String text = FileRecord.SELECT + "WHERE " + which + " AND received_at < ?";
    return sql.list(text, FileRecord::read, times);
  }

  private static List<DayReport.Row> rows(Sql sql, byte[] data) throws SQLException {
    List<DayReport.Row> rows = new ArrayList<>();
    for (String row : new String(data, StandardCharsets.US_ASCII).lines().toList()) {
      rows.add(DayRow.decode(sql, row));
    }
    return rows;
  }
}
