package payout.sheet;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import payout.sheet.Cell.Bend;
import payout.sheet.WorkbookFault.Kind;

/**
 * Reads one sheet row by row, with what its rows do not show: hidden rows and columns, and merged
 * cells.
 *
 * <p>Rows and cells must be in order and none may come twice, so that no program can read another
 * sheet than this one.
 */
final class SheetReader {

  private static final LocalDate START = LocalDate.of(1899, 12, 30);
  private static final LocalDate START_1904 = LocalDate.of(1904, 1, 1);
  private static final int MERGED_MAX = 100;

  /** How many characters a row has at most: one short text that is shared fills them, too. */
  private static final int ROW_CHARACTERS_MAX = 1 << 20;

  /** Stands for a text that is not read, in a column behind every layout. */
  private static final String BEHIND = "…";

  private final Xml xml;
  private final SharedStrings strings;
  private final Styles styles;
  private final boolean is1904;
  private final BitSet hiddenColumns = new BitSet();
  private final List<String> merged = new ArrayList<>();
  private boolean hidesRows;
  private boolean hasRows;
  private long lastRow;

  SheetReader(Xml xml, SharedStrings strings, Styles styles, boolean is1904) {
    this.xml = xml;
    this.strings = strings;
    this.styles = styles;
    this.is1904 = is1904;
  }

  /** Reads the whole sheet and passes on the rows that are not empty. */
  void read(Rows rows) throws IOException {
    if (!xml.name().equals("worksheet")) {
      throw UnusableWorkbookException.broken("structure");
    }
    for (String child = xml.section(); child != null; child = xml.section()) {
      switch (child) {
        case "sheetFormatPr" -> {
          require(!hasRows);
          hidesRows |= xml.flag("zeroHeight");
        }
        case "cols" -> readColumns();
        case "sheetData" -> readRowsOrTell(rows);
        case "mergeCells" -> readMerged();
        default -> {}
      }
    }
    xml.finish();
  }

  /** Whether a column, from 0, is hidden. */
  boolean isHidden(int column) {
    return hiddenColumns.get(column);
  }

  /** The first merged ranges. */
  List<String> merged() {
    return merged;
  }

  private void readColumns() throws IOException {
    require(!hasRows);
    for (String child = xml.child(2); child != null; child = xml.child(2)) {
      if (xml.flag("hidden") || isZero(xml.attribute("width"))) {
        int from = column(xml.attribute("min"));
        int to = column(xml.attribute("max"));
        require(from <= to);
        hiddenColumns.set(from - 1, to);
      }
    }
  }

  private static int column(String text) throws IOException {
    require(text != null && text.matches("[1-9][0-9]{0,4}"));
    require(Integer.parseInt(text) <= CellName.COLUMNS_MAX);
    return Integer.parseInt(text);
  }

  private static boolean isZero(String size) {
    return size != null && size.strip().matches("0*\\.?0*") && size.contains("0");
  }

  private void readMerged() throws IOException {
    for (String child = xml.child(2); child != null; child = xml.child(2)) {
      if (merged.size() < MERGED_MAX) {
        String range = String.valueOf(xml.attribute("ref"));
        require(CellName.read(range.replaceFirst(":.*", "")) != null);
        merged.add(range);
      }
    }
  }

  private void readRowsOrTell(Rows rows) throws IOException {
    try {
      readRows(rows);
    } catch (UnusableWorkbookException e) {
      throw e.inRow(Math.min(lastRow, CellName.ROWS_MAX));
    }
  }

  private void readRows(Rows rows) throws IOException {
    require(!hasRows);
    hasRows = true;
    for (String child = xml.child(2); child != null; child = xml.child(2)) {
      require(child.equals("row"));
      String number = xml.attribute("r");
      lastRow = number == null ? lastRow + 1 : rowAfterLast(number);
      if (lastRow > CellName.ROWS_MAX) {
        throw new UnusableWorkbookException(Kind.TOO_BIG, "rows", CellName.ROWS_MAX);
      }
      boolean hidden = hidesRows || xml.flag("hidden") || isZero(xml.attribute("ht"));
      List<Cell> cells = readCells();
      if (!cells.isEmpty()) {
        rows.row(new SheetRow(lastRow, cells), hidden);
      }
    }
  }

  private long rowAfterLast(String text) throws IOException {
    require(text.matches("[1-9][0-9]{0,17}"));
    require(Long.parseLong(text) > lastRow);
    return Long.parseLong(text);
  }

  private List<Cell> readCells() throws IOException {
    List<Cell> cells = new ArrayList<>();
    int last = -1;
    int characters = 0;
    for (String child = xml.child(3); child != null; child = xml.child(3)) {
      if (child.equals("extLst")) {
        continue;
      }
      require(child.equals("c"));
      String name = xml.attribute("r");
      CellName cell = name == null ? new CellName(last + 1, lastRow) : CellName.read(name);
      require(cell != null && cell.row() == lastRow && cell.column() > last);
      require(cell.column() < CellName.COLUMNS_MAX);
      last = cell.column();
      Cell read = readCell(last);
      if (read.bend() != Bend.NONE || !read.text().isEmpty()) {
        cells.add(read);
        characters += read.text().length();
        if (characters > ROW_CHARACTERS_MAX) {
          throw new UnusableWorkbookException(Kind.TOO_BIG, "row", ROW_CHARACTERS_MAX);
        }
      }
    }
    return cells;
  }

  private Cell readCell(int column) throws IOException {
    String type = xml.attribute("t");
    String style = xml.attribute("s");
    boolean isFormula = false;
    String value = null;
    String inline = null;
    for (String child = xml.child(4); child != null; child = xml.child(4)) {
      switch (child) {
        case "f" -> isFormula = true;
        case "v" -> {
          require(value == null);
          value = xml.text();
        }
        case "is" -> {
          require(inline == null);
          inline = CellText.runs(xml);
        }
        case "extLst" -> {}
        default -> require(false);
      }
    }
    if (isFormula) {
      return new Cell(column, "", Bend.FORMULA);
    }
    boolean isInline = "inlineStr".equals(type);
    require(isInline ? value == null || value.isEmpty() : inline == null);
    String stored = isInline ? inline : value;
    return stored == null || stored.isEmpty()
        ? new Cell(column, "", Bend.NONE)
        : cell(column, type == null ? "n" : type, stored, style);
  }

  private Cell cell(int column, String type, String stored, String style) throws IOException {
    return switch (type) {
      case "s" -> new Cell(column, shared(column, stored.strip()), Bend.NONE);
      case "str" -> new Cell(column, CellText.unescaped(stored), Bend.NONE);
      case "inlineStr" -> new Cell(column, stored, Bend.NONE);
      case "n" -> number(column, stored.strip(), styles.bend(style));
      case "b" -> new Cell(column, "", Bend.BOOLEAN);
      case "e" -> new Cell(column, "", Bend.ERROR);
      case "d" -> new Cell(column, day(stored.strip()), Bend.DATE);
      default -> throw UnusableWorkbookException.broken("structure");
    };
  }

  private String shared(int column, String index) throws IOException {
    if (column >= Workbook.COLUMNS_READ) {
      return strings.isEmpty(index) ? "" : BEHIND;
    }
    return strings.get(index);
  }

  private Cell number(int column, String stored, Bend format) {
    String plain = StoredNumber.plain(stored).orElse(null);
    if (format == Bend.DATE) {
      return new Cell(column, plain == null ? "" : dayOf(plain), Bend.DATE);
    }
    if (plain == null) {
      return new Cell(column, "", Bend.DIGITS);
    }
    return new Cell(column, format == Bend.NONE ? plain : "", format);
  }

  /** The day of a date without a time; otherwise empty. */
  private String dayOf(String number) {
    if (!number.matches("[0-9]{1,7}")) {
      return "";
    }
    return (is1904 ? START_1904 : START).plusDays(Long.parseLong(number)).toString();
  }

  private static String day(String stored) {
    try {
      return LocalDate.parse(stored.replaceFirst("T00:00(:00(\\.0+)?)?Z?$", "")).toString();
    } catch (DateTimeException e) {
      return "";
    }
  }

  private static void require(boolean holds) throws IOException {
    if (!holds) {
      throw UnusableWorkbookException.broken("structure");
    }
  }

  /** Takes rows. */
  @FunctionalInterface
  interface Rows {
    void row(SheetRow row, boolean hidden) throws IOException;
  }
}
