package payout.inbox;

import java.util.List;
import java.util.Optional;

/**
 * The layouts of payout files, one row each. A new layout is a record class and a row here.
 *
 * <p>A layout is known by its heading, never by the file's name.
 */
public enum Layout {
  /** Our own: one heading row, then lines, and a total row if one wishes. */
  PLAIN(PlainRecord.class, PlainRecord.HEADER, true);

  private static final String TOTAL_MARK = "#total";

  private final Class<? extends PayoutRecord> record;
  private final List<String> columns;
  private final boolean totalRow;

  Layout(Class<? extends PayoutRecord> record, String header, boolean totalRow) {
    this.record = record;
    this.columns = List.of(header.split(","));
    this.totalRow = totalRow;
  }

  /**
   * The layout whose heading this row is; trailing empty cells, as spreadsheets write, are let by.
   */
  static Optional<Layout> ofHeader(Row row) {
    for (Layout each : values()) {
      if (each.isHeader(row)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /** The record class to which Bindy binds a row. */
  public Class<? extends PayoutRecord> record() {
    return record;
  }

  /** The columns' names, in order. */
  List<String> columns() {
    return columns;
  }

  /** Whether this is a row that states the count and the sum of the lines. */
  boolean isTotal(Row row) {
    return totalRow && !row.fields().isEmpty() && row.fields().get(0).equals(TOTAL_MARK);
  }

  private boolean isHeader(Row row) {
    List<String> fields = row.fields();
    return fields.size() >= columns.size()
        && fields.subList(0, columns.size()).equals(columns)
        && new Row(row.number(), fields.subList(columns.size(), fields.size())).isBlank();
  }
}
