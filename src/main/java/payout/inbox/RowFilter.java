package payout.inbox;

import java.util.ArrayList;
import java.util.List;
import payout.batch.Fault;
import payout.batch.Money;

/**
 * Parts the rows after the heading into lines, a total, and what is neither.
 *
 * <p>Blank rows at the end, as spreadsheets leave them, are let by; before other rows they are a
 * fault.
 */
final class RowFilter {

  private final Layout layout;
  private final int width;
  private final Faults faults;
  private final LeftOut leftOut;
  private final Totals totals;
  private final List<Long> blanks = new ArrayList<>();
  private long moreBlanks;
  private long lines;
  private Total total;

  /**
   * A filter for the rows under a heading.
   *
   * @param width how many fields the heading has; every row must have as many
   */
  RowFilter(Layout layout, int width, Faults faults, LeftOut leftOut, Totals totals) {
    this.layout = layout;
    this.width = width;
    this.faults = faults;
    this.leftOut = leftOut;
    this.totals = totals;
  }

  /** The rows that are lines of the right width, without empty cells behind the last column. */
  List<Row> lines(List<Row> rows) {
    List<Row> sound = new ArrayList<>(rows.size());
    for (Row row : rows) {
      if (row.isBlank()) {
        if (blanks.size() < Faults.KEPT_MAX) {
          blanks.add(row.number());
        } else {
          moreBlanks++;
        }
      } else if (layout.isTotal(row)) {
        total(row);
      } else {
        line(row, sound);
      }
    }
    return sound;
  }

  /** How many lines there are, sound or not. */
  long lines() {
    return lines;
  }

  /** What the total row says; null when there is none that can be read. */
  Total total() {
    return total;
  }

  private void line(Row row, List<Row> sound) {
    blanksWereInside();
    lines++;
    if (total != null) {
      fault(row, RejectCode.ROW_AFTER_TOTAL, "A row stands after the total row.");
    }
    int columns = layout.columns().size();
    List<String> fields = row.fields();
    if (fields.size() == width && (width == columns || restIsBlank(row, columns))) {
      sound.add(width == columns ? row : new Row(row.number(), fields.subList(0, columns)));
      return;
    }
    String reason = "The row has " + fields.size() + " fields; the heading has " + width + ".";
    if (fields.size() == width) {
      reason = "The row has values behind the last column of the heading.";
    }
    Fault fault = new Fault(row.number(), "", RejectCode.BROKEN_ROW.name(), reason);
    faults.add(fault);
    leftOut.add(fault);
    totals.addUnreadable(row.number());
  }

  private void total(Row row) {
    blanksWereInside();
    List<String> fields = row.fields();
    boolean readable =
        fields.size() >= 3
            && fields.get(1).matches("[0-9]{1,9}")
            && Money.isPlain(fields.get(2))
            && restIsBlank(row, 3);
    if (total != null) {
      fault(row, RejectCode.ROW_AFTER_TOTAL, "There is more than one total row.");
    } else if (readable) {
      total = new Total(row.number(), Long.parseLong(fields.get(1)), Money.parse(fields.get(2)));
    } else {
      String reason = "The total row must read #total, the number of lines, their sum.";
      fault(row, RejectCode.TOTAL_UNREADABLE, reason);
    }
  }

  private void blanksWereInside() {
    for (long row : blanks) {
      faults.add(
          new Fault(row, "", RejectCode.EMPTY_ROW.name(), "The row is empty, but rows follow it."));
    }
    faults.more(moreBlanks);
    blanks.clear();
    moreBlanks = 0;
  }

  private static boolean restIsBlank(Row row, int from) {
    return new Row(row.number(), row.fields().subList(from, row.fields().size())).isBlank();
  }

  private void fault(Row row, RejectCode code, String reason) {
    faults.add(new Fault(row.number(), "", code.name(), reason));
  }

  /**
   * What a file says of itself.
   *
   * @param row where it says so
   * @param lines how many lines there are
   * @param amount their sum
   */
  record Total(long row, long lines, Money amount) {}
}
