package payout.outbox;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import payout.batch.ChinaClock;
import payout.ledger.DayReport;
import payout.ledger.DayReport.Sum;

/**
 * {@code reconcile.<yyyy-mm-dd>.csv}: a row for each file that was open on a day in China, and a
 * row of totals. In each row, lines is the sum of the paid, failed, refused and open lines; the
 * unknown and overdue lines are among the open ones, and of the paid lines those are proved that a
 * statement of the account showed by then.
 */
public final class ReconcileFile {

  private static final int SUMS = 7;

  private final OutboxText out;
  private final Sum[] totals = new Sum[SUMS];
  private Sum proved = Sum.NONE;
  private Sum unproved = Sum.NONE;
  private long rejected;
  private String day = "";
  private String asOf = "";

  /** Starts the file with its header. */
  public ReconcileFile(OutboxText out) throws IOException {
    this.out = out;
    Arrays.fill(totals, Sum.NONE);
    out.row(
        "day",
        "as_of",
        "file",
        "sha256",
        "inbox",
        "state",
        "lines",
        "amount",
        "paid_lines",
        "paid_amount",
        "failed_lines",
        "failed_amount",
        "refused_lines",
        "refused_amount",
        "open_lines",
        "open_amount",
        "unknown_lines",
        "unknown_amount",
        "unknown_hours",
        "overdue_lines",
        "overdue_amount",
        "overdue_hours",
        "rejected_lines",
        "proved_lines",
        "proved_amount",
        "unproved_lines",
        "unproved_amount");
  }

  /** Writes all rows of a day, and the totals. */
  public void add(DayReport report) throws IOException {
    day = report.day().toString();
    asOf = ChinaClock.iso(report.closedAt());
    long unknownHours = 0;
    long overdueHours = 0;
    for (DayReport.Row row : report.rows()) {
      add(row);
      unknownHours = Math.max(unknownHours, row.unknownHours());
      overdueHours = Math.max(overdueHours, row.overdueHours());
    }
    List<String> row =
        row(new String[] {"#total", "", "", ""}, totals, unknownHours, overdueHours, rejected);
    write(row, proved, unproved);
  }

  private void add(DayReport.Row row) throws IOException {
    Sum[] sums = {
      row.all(), row.paid(), row.failed(), row.refused(), row.open(), row.unknown(), row.overdue()
    };
    for (int i = 0; i < SUMS; i++) {
      totals[i] = totals[i].plus(sums[i]);
    }
    rejected += row.rejectedLines();
    String[] start = {
      out.name(row.file().name()), row.file().sha256(), row.file().inbox(), row.state().name()
    };
    proved = proved.plus(row.proved());
    unproved = unproved.plus(row.unproved());
    List<String> cells =
        row(start, sums, row.unknownHours(), row.overdueHours(), row.rejectedLines());
    write(cells, row.proved(), row.unproved());
  }

  /** Paid lines that a statement of the account shows, and those that none showed until then. */
  private void write(List<String> row, Sum shown, Sum notShown) throws IOException {
    for (Sum each : List.of(shown, notShown)) {
      row.add(Long.toString(each.lines()));
      row.add(each.amount().toString());
    }
    out.row(row.toArray(String[]::new));
  }

  private List<String> row(
      String[] start, Sum[] sums, long unknownHours, long overdueHours, long rejectedLines) {
    List<String> row = new ArrayList<>(List.of(day, asOf));
    row.addAll(List.of(start));
    for (int i = 0; i < SUMS; i++) {
      row.add(Long.toString(sums[i].lines()));
      row.add(sums[i].amount().toString());
      if (i == SUMS - 2) {
        row.add(Long.toString(unknownHours));
      }
    }
    row.add(Long.toString(overdueHours));
    row.add(Long.toString(rejectedLines));
    return row;
  }
}
