package payout.ledger;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import payout.batch.BatchState;
import payout.batch.ChinaClock;
import payout.batch.FileState;
import payout.batch.Money;
import payout.ledger.sql.Database;
import payout.ledger.sql.Sql;

/**
 * Lists of files, the newest first. Changes nothing.
 *
 * <p>A page has at most 200 rows and looks at no more than 2000 files, so one of rare files may
 * have few rows, or none, although another page follows.
 */
public final class FileList {

  /** The most rows of a page. */
  public static final int ROWS_MAX = 200;

  private static final int LOOKED_AT_MAX = 2000;

  private final Database database;

  FileList(Database database) {
    this.database = database;
  }

  /**
   * A page of files.
   *
   * @param after {@link Page#next} of the page before; empty for the first one
   * @param limit how many rows, from 1 to 200; fewer or more count as these
   * @throws IllegalArgumentException when {@code after} is no position
   */
  public Page page(Filter filter, String after, int limit) {
    Position from = Position.of(after, filter.start());
    int most = Math.min(Math.max(limit, 1), ROWS_MAX);
    return database.read(sql -> page(sql, filter, from, most));
  }

  /**
   * The page of the files behind a file in the order of the list.
   *
   * @param fileId the last file of the page before, which need not be one of these files; when
   *     there is none of this id, nothing is behind it
   */
  public Page pageBehind(Filter filter, long fileId, int limit) {
    return file(fileId)
        .map(last -> page(filter, new Position(last.receivedAt(), fileId).text(), limit))
        .orElse(new Page(List.of(), ""));
  }

  private static Page page(Sql sql, Filter filter, Position start, int limit) throws SQLException {
    List<FileRow> rows = new ArrayList<>();
    Position from = start;
    for (int lookedAt = 0; lookedAt < LOOKED_AT_MAX; lookedAt += ROWS_MAX) {
      List<FileRow> next = next(sql, filter, from);
      for (FileRow row : next) {
        if (rows.size() == limit) {
          return new Page(rows, from.text());
        }
        if (filter.admits(row)) {
          rows.add(row);
        }
        from = new Position(row.receivedAt(), row.file().id());
      }
      if (next.size() < ROWS_MAX) {
        return new Page(rows, "");
      }
    }
    return new Page(rows, from.text());
  }

  /** The state is narrower than the inbox; each has an index in the order of the list. */
  private static List<FileRow> next(Sql sql, Filter filter, Position from) throws SQLException {
    List<Object> arguments = new ArrayList<>();
    String which = "";
    if (filter.state() != null) {
      which = "state = ? AND ";
      arguments.add(filter.state().name());
    } else if (!filter.inbox().isEmpty()) {
      which = "inbox = ? AND ";
      arguments.add(filter.inbox());
    }
    arguments.add(filter.since());
    arguments.add(from.first());
    arguments.add(from.second());
    arguments.add(ROWS_MAX);
    return sql.list(
        FileRecord.SELECT
            + "WHERE "
            + which
            + "received_at >= ? AND (received_at, id) < (?, ?)"
            + " ORDER BY received_at DESC, id DESC LIMIT ?",
        FileRow::read,
        arguments.toArray());
  }

  /** One file; empty when there is none of this id. */
  public Optional<FileRow> file(long fileId) {
    return database.read(
        sql -> sql.first(FileRecord.SELECT + "WHERE id = ?", FileRow::read, fileId));
  }

  /**
   * The batches of a file in order, at most 200 behind a place.
   *
   * @param place 0 for the first ones
   */
  public List<BatchRecord> batches(long fileId, int place) {
    return database.read(
        sql ->
            sql.list(
                BatchRecord.SELECT
                    + "WHERE file_id = ? AND place > ? AND batch_no IS NOT NULL"
                    + " ORDER BY place LIMIT ?",
                BatchRecord::read,
                fileId,
                place,
                ROWS_MAX));
  }

  /**
   * The batches of a file added up by their states. For the page of one file: it reads them all.
   */
  public List<BatchSum> sums(long fileId) {
    return database.read(
        sql ->
            sql.list(
                "SELECT state, COUNT(*), SUM(lines), SUM(amount), SUM(open_lines),"
                    + " SUM(paid_lines), SUM(paid_amount) FROM batch"
                    + " WHERE file_id = ? AND batch_no IS NOT NULL GROUP BY state ORDER BY state",
                row ->
                    new BatchSum(
                        BatchState.valueOf(row.getString(1)),
                        row.getLong(2),
                        row.getLong(3),
                        new Money(row.getLong(4)),
                        row.getLong(5),
                        row.getLong(6),
                        new Money(row.getLong(7))),
                fileId));
  }

  /**
   * A page of files.
   *
   * @param rows at most 200, the newest first
   * @param next where the next page begins; empty when this is the last one
   */
  public record Page(List<FileRow> rows, String next) {}

  /**
   * The batches of a file in one state.
   *
   * @param batches how many
   * @param lines their lines
   * @param amount their sum
   * @param openLines lines without a final state
   * @param paidLines lines that were paid
   * @param paidAmount their sum
   */
  public record BatchSum(
      BatchState state,
      long batches,
      long lines,
      Money amount,
      long openLines,
      long paidLines,
      Money paidAmount) {}

  /**
   * Which files are listed.
   *
   * @param state only in this state; null for all
   * @param inbox only of this inbox; empty for all
   * @param text only with this text in the name, in any case; empty for all
   * @param since only those that came at this time or later, milliseconds since 1970
   * @param until only those that came before this time, milliseconds since 1970
   */
  public record Filter(FileState state, String inbox, String text, long since, long until) {

    /** Every file. */
    public static final Filter ALL = new Filter(null, "", "", 0, Long.MAX_VALUE);

    /** The same, only in this state. */
    public Filter in(FileState only) {
      return new Filter(only, inbox, text, since, until);
    }

    /** The same, only of this inbox. */
    public Filter of(String only) {
      return new Filter(state, only, text, since, until);
    }

    /** The same, only with this text in the name. */
    public Filter named(String only) {
      return new Filter(state, inbox, only, since, until);
    }

    /** The same, only those that came at this time or later, milliseconds since 1970. */
    public Filter since(long from) {
      return new Filter(state, inbox, text, from, until);
    }

    /** The same, only those that came on this day in China. */
    public Filter on(LocalDate day) {
      return new Filter(
          state, inbox, text, ChinaClock.startOf(day), ChinaClock.startOf(day.plusDays(1)));
    }

    private Position start() {
      return new Position(until, 0);
    }

    private boolean admits(FileRow row) {
      return (inbox.isEmpty() || row.file().inbox().equals(inbox))
          && row.file().name().toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
    }
  }
}
