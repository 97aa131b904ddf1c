package payout.statement;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a statement of the rows of a table, whatever file the table was in. */
final class StatementBuilder {

  /** More rows than these are refused: a day with more comes in parts. */
  static final int ROWS_MAX = 200_000;

  static final int HEADING_WITHIN = 50;
  private static final int FAULTS_MAX = 100;
  private static final int CELLS_MAX = 64;

  private final boolean cellsMayEnd;
  private final MetaLines meta = new MetaLines();
  private final Map<String, StatementRow> rows = new LinkedHashMap<>();
  private final List<RowFault> faults = new ArrayList<>();
  private Optional<Columns> columns = Optional.empty();
  private Optional<String> foreign = Optional.empty();
  private RowFault lastShort;
  private boolean resaved;
  private Tally out = Tally.NONE;
  private Tally in = Tally.NONE;
  private int count;
  private int read;

  /**
   * A table without rows yet.
   *
   * @param cellsMayEnd whether empty cells at the end of a row may be missing, as in a spreadsheet
   */
  StatementBuilder(boolean cellsMayEnd) {
    this.cellsMayEnd = cellsMayEnd;
  }

  /**
   * Takes the next row.
   *
   * @param number its number in the file, from 1
   * @throws UnreadableStatementException when the file cannot be used at all
   */
  void add(int number, List<String> cells) throws UnreadableStatementException {
    requireOrder();
    read++;
    List<String> trimmed = cells.stream().map(Cells::trimmed).toList();
    if (trimmed.stream().allMatch(String::isEmpty)) {
      return;
    }
    String first = trimmed.get(0);
    if (columns.isEmpty() || first.startsWith("#")) {
      addBeforeRows(trimmed, first);
    } else {
      addRow(number, cells, trimmed);
    }
  }

  private void addBeforeRows(List<String> trimmed, String first)
      throws UnreadableStatementException {
    if (columns.isEmpty()) {
      columns = Columns.of(trimmed);
      foreign = foreign.isPresent() ? foreign : Foreign.sentence(trimmed);
    }
    boolean isLine = trimmed.stream().anyMatch(cell -> cell.contains("#"));
    if (columns.isEmpty() && isLine || first.startsWith("#")) {
      meta.take(String.join(",", trimmed));
    }
  }

  private void requireOrder() throws UnreadableStatementException {
    if (columns.isEmpty() && read >= HEADING_WITHIN) {
      throw unknown();
    }
    if (count >= ROWS_MAX) {
      throw new UnreadableStatementException(
          "The statement has more than " + ROWS_MAX + " rows; hand it in day by day, or in parts.");
    }
  }

  private UnreadableStatementException unknown() {
    return new UnreadableStatementException(
        foreign.orElse(
            "This is no statement of the merchant's account: within its first "
                + HEADING_WITHIN
                + " lines there is no heading of 账务明细 or 账务组合查询."));
  }

  private void addRow(int number, List<String> cells, List<String> trimmed) {
    flushShort();
    Columns named = columns.orElseThrow();
    count++;
    int width = trimmed.size();
    if (width > named.width() || width < named.width() && !cellsMayEnd || width > CELLS_MAX) {
      RowFault fault =
          new RowFault(number, "has " + width + " cells, where the heading has " + named.width());
      boolean isRemark = trimmed.stream().filter(cell -> !cell.isEmpty()).count() == 1;
      if (isRemark && named.layout() == Layout.SEARCH) {
        lastShort = fault; // the last line may be a remark, and no other
      } else {
        refuse(fault);
      }
      return;
    }
    List<String> full = new ArrayList<>(trimmed);
    List<String> raw = new ArrayList<>(cells);
    while (full.size() < named.width()) {
      full.add("");
      raw.add("");
    }
    if (isRemarkOfSheet(named, full)) {
      lastShort = new RowFault(number, "has no booking number");
      return;
    }
    addCells(number, named, raw, full);
  }

  private boolean isRemarkOfSheet(Columns named, List<String> full) {
    return cellsMayEnd
        && named.layout() == Layout.SEARCH
        && full.stream().filter(cell -> !cell.isEmpty()).count() == 1;
  }

  private void flushShort() {
    if (lastShort != null) {
      refuse(lastShort);
      lastShort = null;
    }
  }

  private void refuse(RowFault fault) {
    if (faults.size() < FAULTS_MAX) {
      faults.add(fault);
    }
  }

  private void addCells(int number, Columns named, List<String> raw, List<String> cells) {
    RowCells row = new RowCells(named, raw, cells);
    String why = row.fault();
    if (why.isEmpty()) {
      resaved |= row.isResaved();
      keep(row.toRow(number));
    } else {
      refuse(new RowFault(number, why));
    }
  }

  private void keep(StatementRow row) {
    if (row.income()) {
      in = in.plus(row.amount());
    } else {
      out = out.plus(row.amount());
    }
    StatementRow before = rows.putIfAbsent(row.bookingId(), row);
    if (before != null && !before.content().equals(row.content())) {
      refuse(
          new RowFault(
              row.row(), "has the booking number of row " + before.row() + " and other content"));
    }
  }

  /**
   * The statement.
   *
   * @param isPart whether it is a part of a larger one: whether its totals are those of the part or
   *     of the whole is not known, so totals that do not fit are passed over
   * @param inParts whether the other parts of it may be missing
   * @throws UnreadableStatementException when there was no heading
   */
  Statement build(boolean isPart, boolean inParts) throws UnreadableStatementException {
    if (columns.isEmpty()) {
      throw unknown();
    }
    if (meta.differ()) {
      refuse(new RowFault(1, "and the lines around the rows contradict each other"));
    }
    Tally outOnce = Tally.NONE;
    Tally inOnce = Tally.NONE;
    for (StatementRow row : rows.values()) {
      outOnce = row.income() ? outOnce : outOnce.plus(row.amount());
      inOnce = row.income() ? inOnce.plus(row.amount()) : inOnce;
    }
    boolean fits = out.equals(meta.out()) && in.equals(meta.in());
    return new Statement(
        columns.get().layout(),
        meta.account(),
        meta.from(),
        meta.to(),
        meta.exportedAt(),
        isPart && !fits ? null : meta.out(),
        isPart && !fits ? null : meta.in(),
        meta.ended(),
        resaved || cellsMayEnd && columns.get().layout() == Layout.LEDGER,
        inParts,
        List.copyOf(rows.values()),
        new Statement.Counted(out, in, outOnce, inOnce),
        faults);
  }

  /** Whether a heading was found. */
  boolean hasHeading() {
    return columns.isPresent();
  }
}
