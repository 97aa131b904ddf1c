package payout.inbox;

import payout.sheet.Cell;
import payout.sheet.CellName;

/**
 * A cell that a spreadsheet made something of that cannot be taken as it is.
 *
 * @param cell its name, such as {@code D17}
 * @param column from 0
 * @param code why it is refused
 * @param sentence which sentence of that code explains it; empty for the code's own
 * @param isDay whether it is a day that can be read
 */
public record BentCell(String cell, int column, RejectCode code, String sentence, boolean isDay) {

  static BentCell of(long row, Cell cell) {
    String name = new CellName(cell.column(), row).toString();
    boolean isDay = cell.bend() == Cell.Bend.DATE && !cell.text().isEmpty();
    return switch (cell.bend()) {
      case FORMULA -> new BentCell(name, cell.column(), RejectCode.CELL_FORMULA, "", isDay);
      case DATE -> new BentCell(name, cell.column(), RejectCode.CELL_DATE, "", isDay);
      case BOOLEAN -> new BentCell(name, cell.column(), RejectCode.CELL_TYPE, "", isDay);
      case ERROR -> new BentCell(name, cell.column(), RejectCode.CELL_TYPE, "error", isDay);
      case DIGITS -> new BentCell(name, cell.column(), RejectCode.CELL_NUMBER, "", isDay);
      case FORMAT -> new BentCell(name, cell.column(), RejectCode.CELL_NUMBER, "format", isDay);
      case NONE -> throw new IllegalArgumentException("The cell " + name + " is not bent.");
    };
  }
}
