package payout.statement;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import payout.sheet.Cell;
import payout.sheet.SheetRow;
import payout.sheet.Workbook;
import payout.sheet.WorkbookFault;

/**
 * A workbook (.xlsx) into which somebody saved a statement: its first sheet. A value that the
 * spreadsheet bent is never taken as it is: its row is refused.
 */
final class XlsxTable {

  /** Reads as a number that lost its digits, and as no amount and no time. */
  private static final String LOST = "1.0E+99";

  /** No cell may have it; what a formula hides could be the word that makes a row a fee. */
  private static final String CALCULATED = "\u0001";

  /** A row may have thousands of cells; more than these are one too many in every layout. */
  private static final int CELLS_MAX = 64;

  private XlsxTable() {}

  static void read(byte[] file, StatementBuilder into) throws UnreadableStatementException {
    try {
      Path scratch = Files.createTempDirectory("payout-statement-");
      try (Workbook workbook =
          Workbook.read(new ByteArrayInputStream(file), scratch, XlsxTable::isHeading, () -> {})) {
        require(workbook.faults());
        for (Iterator<SheetRow> rows = workbook.rows(); rows.hasNext(); ) {
          SheetRow row = rows.next();
          into.add((int) row.number(), cells(row));
        }
      } finally {
        Files.deleteIfExists(scratch);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A heading that cannot be used is said so when its row comes. */
  private static boolean isHeading(List<String> cells) {
    try {
      return Columns.of(cells.stream().map(Cells::trimmed).toList()).isPresent();
    } catch (UnreadableStatementException e) {
      return true;
    }
  }

  private static void require(List<WorkbookFault> faults) throws UnreadableStatementException {
    if (!faults.isEmpty()) {
      throw new UnreadableStatementException(
          "The spreadsheet (.xlsx) cannot be used ("
              + faults.stream()
                  .map(each -> each.kind().name())
                  .distinct()
                  .collect(Collectors.joining(", "))
              + "); hand in the file as it was downloaded.");
    }
  }

  private static List<String> cells(SheetRow row) {
    List<String> cells = new ArrayList<>();
    for (Cell cell : row.cells()) {
      int column = Math.min(cell.column(), CELLS_MAX);
      while (cells.size() <= column) {
        cells.add("");
      }
      cells.set(column, text(cell));
    }
    return cells;
  }

  private static String text(Cell cell) {
    return switch (cell.bend()) {
      case NONE, DATE -> cell.text();
      case DIGITS, FORMAT -> LOST;
      case FORMULA, BOOLEAN, ERROR -> CALCULATED;
    };
  }
}
