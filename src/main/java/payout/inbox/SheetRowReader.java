package payout.inbox;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import payout.sheet.Cell;
import payout.sheet.SheetRow;
import payout.sheet.Workbook;

/**
 * The rows of a sheet, as those of a text would be: rows that are empty come too where others
 * follow them, and each row has at least the fields of a payment, because a spreadsheet does not
 * write empty cells.
 */
final class SheetRowReader extends RowReader {

  private static final int FIELDS_MIN = 5;

  /** A row may have thousands of cells; more than these are one too many in every layout. */
  private static final int FIELDS_MAX = Workbook.COLUMNS_READ;

  private final Iterator<SheetRow> rows;
  private final String sha256;
  private SheetRow waiting;
  private long number;

  SheetRowReader(Iterator<SheetRow> rows, String sha256) {
    this.rows = rows;
    this.sha256 = sha256;
  }

  @Override
  boolean hasNext() {
    return waiting != null || rows.hasNext();
  }

  @Override
  Row next() {
    if (waiting == null) {
      waiting = rows.next();
    }
    number++;
    if (waiting.number() > number) {
      return new Row(number, Collections.nCopies(FIELDS_MIN, ""));
    }
    Row row = row(waiting);
    waiting = null;
    return row;
  }

  @Override
  String sha256() {
    return sha256;
  }

  private static Row row(SheetRow row) {
    List<String> fields = new ArrayList<>(Collections.nCopies(FIELDS_MIN, ""));
    List<BentCell> bent = new ArrayList<>();
    for (Cell cell : row.cells()) {
      int column = Math.min(cell.column(), FIELDS_MAX);
      while (fields.size() <= column) {
        fields.add("");
      }
      fields.set(column, cell.text());
      if (cell.bend() != Cell.Bend.NONE && bent.size() <= FIELDS_MAX) {
        bent.add(BentCell.of(row.number(), cell));
      }
    }
    return new Row(row.number(), fields, bent);
  }

  /** The rows are on disk, and are somebody else's. */
  @Override
  public void close() {}
}
