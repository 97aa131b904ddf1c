package payout.outbox;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import payout.batch.ChinaClock;
import payout.ledger.DayReport;
import payout.ledger.DayReport.Sum;
import payout.ledger.chain.Seal.Head;

/**
 * {@code reconcile.<yyyy-mm-dd>.csv}: a row for each file that was open on a day in China, and a
 * row of totals, which also holds the end of the chain of seals when the day was closed: whoever
 * keeps the file can tell later whether the chain was rebuilt. In each row, lines is the sum of the
 * paid, failed, refused and open lines; the unknown and overdue lines are among the open ones, and
 * of the paid lines those are proved that a statement of the account showed by then. The row of
 * totals also names the last days of which no complete statement came.
 */
public final class ReconcileFile {

  /** The file of the row of totals. */
  static final String TOTAL = "#total";

  /** The column with the number of the newest seal; its hash stands in the next one. */
  static final String SEAL = "seal";

  private static final int SUMS = 7;
  private static final String[] OF_FILE = {"", "", ""};

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
        "unproved_amount",
        SEAL,
        "seal_hash",
        "statement_missing");
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
        row(new String[] {TOTAL, "", "", ""}, totals, unknownHours, overdueHours, rejected);
    write(row, proved, unproved, ofTotal(report));
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
    write(cells, row.proved(), row.unproved(), OF_FILE);
  }

  /** What the row of totals alone has. */
  private static String[] ofTotal(DayReport report) {
    String number = report.head().map(head -> Long.toString(head.number())).orElse("");
    return new String[] {number, report.head().map(Head::hash).orElse(""), report.missing()};
  }

  /**
   * Paid lines that a statement of the account shows, those that none showed until then, and what
   * the row of totals alone has.
   */
  private void write(List<String> row, Sum shown, Sum notShown, String[] last) throws IOException {
    for (Sum each : List.of(shown, notShown)) {
      row.add(Long.toString(each.lines()));
      row.add(each.amount().toString());
    }
    row.addAll(List.of(last));
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
