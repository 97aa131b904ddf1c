package payout.inbox;

import java.util.ArrayList;
import java.util.List;
import payout.batch.Fault;
import payout.batch.Money;

/**
 * Separates the rows under the heading into lines, rows about all lines, and other rows.
 *
 * <p>Blank rows at the end, as spreadsheets leave them, are ignored; before other rows they are a
 * fault. In the templates a row may lack its last cell, the remark, because a spreadsheet writes
 * trailing empty cells only where a neighbouring row needs them.
 */
final class RowFilter {

  /** The place of the amount in every layout. */
  private static final int AMOUNT = 3;

  private final Layout layout;
  private final int width;
  private final Faults faults;
  private final FaultMessages words;
  private final LeftOut leftOut;
  private final Totals totals;
  private final List<Long> blanks = new ArrayList<>();
  private long moreBlanks;
  private long lines;
  private long last;
  private long lastShort;
  private Total total;
  private final PayOn payOn;

  /** A filter for the rows under this heading. */
  RowFilter(Heading heading, Faults faults, FaultMessages words, LeftOut leftOut, Totals totals) {
    this.layout = heading.layout();
    this.width = heading.width();
    this.total = heading.stated().total();
    this.faults = faults;
    this.words = words;
    this.leftOut = leftOut;
    this.totals = totals;
    this.payOn = new PayOn(faults, words);
  }

  /** The rows that are lines of the right width, without empty cells after the last column. */
  List<Row> lines(List<Row> rows) {
    List<Row> valid = new ArrayList<>(rows.size());
    for (Row row : rows) {
      if (row.isBlank()) {
        if (blanks.size() < Faults.KEPT_MAX) {
          blanks.add(row.number());
        } else {
          moreBlanks++;
        }
      } else if (layout.isTotal(row)) {
        total(row);
      } else if (layout.isPayOn(row)) {
        blanksWereInside();
        payOn.add(row);
      } else {
        line(row, valid);
      }
    }
    return valid;
  }

  /** How many lines there are, valid or not. */
  long lines() {
    return lines;
  }

  /** The total that the file states; null when it states none that can be read. */
  Total total() {
    return total;
  }

  /** The day on which the file is to be paid, as its rows state it. */
  PayOn payOn() {
    return payOn;
  }

  /** Not all lines could be read, so a comparison would only report that. */
  void forgetTotal() {
    total = null;
  }

  /** The row of the last line if it lacks its last cell, as in a file that was cut off; else 0. */
  long shortEnd() {
    return last == lastShort ? last : 0;
  }

  private void line(Row row, List<Row> valid) {
    blanksWereInside();
    lines++;
    last = row.number();
    if (layout.has(Layout.Trait.TOTAL_ROW) && total != null) {
      faults.add(words.fault(row.number(), "", RejectCode.ROW_AFTER_TOTAL));
    } else if (payOn.isStated()) {
      faults.add(words.another(row.number(), "", RejectCode.ROW_AFTER_TOTAL, "pay-on"));
    }
    Fault fault = broken(row);
    boolean isMark = (fault != null || !row.bent().isEmpty()) && mark(row.number(), row.field(0));
    if (!row.bent().isEmpty()) {
      bent(row, fault);
      return;
    }
    if (fault == null) {
      valid.add(row.of(layout.columns().size()));
      return;
    }
    if (!isMark) {
      faults.add(fault);
    }
    leftOut.add(fault);
    totals.addUnreadable(row.number());
  }

  /**
   * A row that is no right line and begins like a mark refuses the whole file, even where invalid
   * lines are left out: it may name a later day, or a total.
   *
   * @return whether it does
   */
  boolean mark(long row, String first) {
    boolean looksLikeMark = Layout.looksLikeMark(first);
    if (looksLikeMark) {
      faults.addOfWholeFile(words.another(row, "", RejectCode.BROKEN_ROW, "mark"));
    }
    return looksLikeMark;
  }

  /** A line of which some cells cannot be taken; its other values are kept. */
  private void bent(Row row, Fault broken) {
    List<Fault> found = new ArrayList<>();
    boolean hasAmount = broken == null;
    for (BentCell cell : row.bent()) {
      boolean isBehind = cell.column() >= layout.columns().size();
      String column = isBehind ? "" : layout.columns().get(cell.column());
      found.add(words.bent(row.number(), column, cell));
      hasAmount &= cell.column() != AMOUNT;
    }
    if (broken != null) {
      found.add(broken);
    }
    found.forEach(faults::add);
    RawLine line = RawLine.of(row);
    leftOut.add(line, found, layout);
    if (hasAmount) {
      totals.add(line);
    } else {
      totals.addUnreadable(row.number());
    }
  }

  /** The fault in the number of a row's fields; null when it is right. */
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
    row.bent().forEach(cell -> faults.add(words.bent(row.number(), "", cell)));
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
