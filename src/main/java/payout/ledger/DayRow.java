package payout.ledger;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import payout.batch.BatchId;
import payout.batch.BatchState;
import payout.batch.FileState;
import payout.batch.LineState;
import payout.batch.Money;
import payout.ledger.DayReport.Sum;
import payout.ledger.sql.Sql;

/** Adds up a file for the report of a day, and writes it as a row of numbers and back. */
final class DayRow {

  private static final long HOUR_MS = 3_600_000;

  private final long now;
  private final Map<LineState, Sum> byState = new EnumMap<>(LineState.class);
  private Sum unknown = Sum.NONE;
  private Sum overdue = Sum.NONE;
  private Sum proved = Sum.NONE;
  private long firstUnknown = Long.MAX_VALUE;
  private long firstOverdue = Long.MAX_VALUE;

  private DayRow(long now) {
    this.now = now;
  }

  /** The current state of a file as a row. */
  static String of(Sql sql, FileRecord file, long now) throws SQLException {
    DayRow row = new DayRow(now);
    List<Long> batches = new ArrayList<>();
    if (file.state() != FileState.RECEIVED) {
      batches =
          sql.list(
              "SELECT id FROM batch WHERE file_id = ? ORDER BY place",
              each -> each.getLong(1),
              file.id());
    }
    for (long batch : batches) {
      row.add(sql, batch);
    }
    row.proved = proved(sql, file);
    return row.encoded(file);
  }

  private static Sum proved(Sql sql, FileRecord file) throws SQLException {
    return sql.first(
            "SELECT COUNT(*), COALESCE(SUM(amount), 0) FROM statement_seen"
                + " WHERE batch_id >= ? AND batch_id < ?",
            row -> new Sum(row.getLong(1), new Money(row.getLong(2))),
            BatchId.of(file.id(), 0),
            BatchId.of(file.id() + 1, 0))
        .orElse(Sum.NONE);
  }

  private void add(Sql sql, long batchId) throws SQLException {
    BatchRecord batch = Contents.batch(sql, batchId);
    Sum open = Sum.NONE;
    if (batch.openLines() == batch.lines() && batch.state() != BatchState.REFUSED) {
      open = note(LineState.OPEN, new Sum(batch.lines(), batch.amount()));
    } else if (batch.state() == BatchState.REFUSED) {
      note(LineState.REFUSED, new Sum(batch.lines(), batch.amount()));
    } else if (batch.state() == BatchState.SETTLED) {
      note(LineState.PAID, new Sum(batch.paidLines(), batch.paidAmount()));
      note(
          LineState.FAILED,
          new Sum(batch.lines() - batch.paidLines(), batch.amount().minus(batch.paidAmount())));
    } else {
      open = addLines(Contents.read(sql, batch));
    }
    if (batch.state() == BatchState.UNKNOWN) {
      unknown = unknown.plus(open);
      firstUnknown = Math.min(firstUnknown, at(sql, "sent_at", batchId));
    }
    if (batch.overdue()) {
      overdue = overdue.plus(open);
      firstOverdue = Math.min(firstOverdue, at(sql, "taken_at", batchId));
    }
  }

  /** Adds the lines of a batch in which some have their result; returns the open ones. */
  private Sum addLines(BatchContent content) {
    Sum open = Sum.NONE;
    for (int i = 0; i < content.lines().size(); i++) {
      Sum line = new Sum(1, content.lines().get(i).amount());
      LineState state = content.results().get(i).state();
      note(state, line);
      open = state == LineState.OPEN ? open.plus(line) : open;
    }
    return open;
  }

  private Sum note(LineState state, Sum sum) {
    byState.merge(state, sum, Sum::plus);
    return sum;
  }

  private static long at(Sql sql, String column, long batchId) throws SQLException {
    return sql.number("SELECT " + column + " FROM batch WHERE id = ?", batchId);
  }

  private Sum sum(LineState state) {
    return byState.getOrDefault(state, Sum.NONE);
  }

  private long hours(long since) {
    return since == Long.MAX_VALUE ? 0 : Math.max(0, (now - since) / HOUR_MS);
  }

  private String encoded(FileRecord file) {
    List<String> fields = new ArrayList<>();
    fields.add(Long.toString(file.id()));
    fields.add(file.state().name());
    for (Sum each :
        List.of(
            sum(LineState.PAID),
            sum(LineState.FAILED),
            sum(LineState.REFUSED),
            sum(LineState.OPEN),
            unknown,
            overdue)) {
      fields.add(Long.toString(each.lines()));
      fields.add(Long.toString(each.amount().fen()));
    }
    fields.add(Long.toString(hours(firstUnknown)));
    fields.add(Long.toString(hours(firstOverdue)));
    fields.add(Long.toString(file.rejectedLines()));
    fields.add(Long.toString(proved.lines()));
    fields.add(Long.toString(proved.amount().fen()));
    return String.join("\t", fields);
  }

  /** Reads a row back. */
  static DayReport.Row decode(Sql sql, String row) throws SQLException {
    String[] field = row.split("\t", -1);
    Sum paid = sum(field, 2);
    Sum failed = sum(field, 4);
    Sum refused = sum(field, 6);
    Sum open = sum(field, 8);
    return new DayReport.Row(
        Arrivals.get(sql, Long.parseLong(field[0])),
        FileState.valueOf(field[1]),
        paid.plus(failed).plus(refused).plus(open),
        paid,
        failed,
        refused,
        open,
        sum(field, 10),
        Long.parseLong(field[14]),
        sum(field, 12),
        Long.parseLong(field[15]),
        Long.parseLong(field[16]),
        // An earlier program did not know of statements.
        field.length > 17 ? sum(field, 17) : Sum.NONE);
  }

  private static Sum sum(String[] field, int at) {
    return new Sum(Long.parseLong(field[at]), new Money(Long.parseLong(field[at + 1])));
  }
}
