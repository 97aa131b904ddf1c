package payout.inbox;

import java.util.ArrayList;
import java.util.List;
import payout.batch.Fault;
import payout.batch.Money;

/**
 * Parts the rows under the heading into lines, a total, and what is neither.
 *
 * <p>Blank rows at the end, as spreadsheets leave them, are let by; before other rows they are a
 * fault. In the templates a row may lack its last cell, the remark: a spreadsheet writes empty
 * cells behind a row only where one of the rows around it needs them.
 */
final class RowFilter {

  private final Layout layout;
  private final int width;
  private final Faults faults;
  private final FaultWords words;
  private final LeftOut leftOut;
  private final Totals totals;
  private final List<Long> blanks = new ArrayList<>();
  private long moreBlanks;
  private long lines;
  private long last;
  private long lastShort;
  private Total total;

  /** A filter for the rows under this heading. */
  RowFilter(Heading heading, Faults faults, FaultWords words, LeftOut leftOut, Totals totals) {
    this.layout = heading.layout();
    this.width = heading.width();
    this.total = heading.stated().total();
    this.faults = faults;
    this.words = words;
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

  /** What the file says of its lines; null when it says nothing that can be read. */
  Total total() {
    return total;
  }

  /** Not all lines could be read: a comparison would tell of nothing but that. */
  void forgetTotal() {
    total = null;
  }

  /**
   * The row of the last line, if it lacks its last cell as the last line of a file that was cut off
   * does; else 0.
   */
  long shortEnd() {
    return last == lastShort ? last : 0;
  }

  private void line(Row row, List<Row> sound) {
    blanksWereInside();
    lines++;
    last = row.number();
    if (layout.has(Layout.Trait.TOTAL_ROW) && total != null) {
      faults.add(words.fault(row.number(), "", RejectCode.ROW_AFTER_TOTAL));
    }
    Fault fault = broken(row);
    if (fault == null) {
      sound.add(row.of(layout.columns().size()));
      return;
    }
    faults.add(fault);
    leftOut.add(fault);
    totals.addUnreadable(row.number());
  }

  /** What is wrong with the number of a row's fields; null when it is right. */
  private Fault broken(Row row) {
    int columns = layout.columns().size();
    int fields = row.fields().size();
    if (fields == columns && width == columns) {
      return null;
    }
    boolean even = layout.has(Layout.Trait.EVEN_ROWS);
    if (even ? fields != width : fields < columns - 1) {
      int wanted = even ? width : columns;
      return words.fault(row.number(), "", RejectCode.BROKEN_ROW, fields, wanted);
    }
    if (row.width() > columns) {
      return words.another(row.number(), "", RejectCode.BROKEN_ROW, "behind");
    }
    if (fields < columns) {
      lastShort = row.number();
    }
    return null;
  }

  private void total(Row row) {
    blanksWereInside();
    List<String> fields = row.fields();
    boolean readable =
        fields.size() >= 3
            && row.width() <= 3
            && fields.get(1).matches("[0-9]{1,9}")
            && Money.isPlain(fields.get(2));
    if (total != null) {
      faults.add(words.fault(row.number(), "", RejectCode.ROW_AFTER_TOTAL));
    } else if (readable) {
      Money amount = Money.parse(fields.get(2));
      total = new Total(row.number(), Long.parseLong(fields.get(1)), "", amount, "");
    } else {
      faults.add(words.fault(row.number(), "", RejectCode.TOTAL_UNREADABLE));
    }
  }

  private void blanksWereInside() {
    for (long row : blanks) {
      faults.add(words.fault(row, "", RejectCode.EMPTY_ROW));
    }
    faults.more(moreBlanks);
    blanks.clear();
    moreBlanks = 0;
  }
}
