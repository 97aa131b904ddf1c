package payout.sheet;

import java.util.List;

/**
 * A row of a sheet that is not empty.
 *
 * @param number from 1
 * @param cells its cells that are not empty, from left to right
 */
public record SheetRow(long number, List<Cell> cells) {

  public SheetRow {
    cells = List.copyOf(cells);
  }

  /** Without its content, which belongs in no log. */
  @Override
  public String toString() {
    return "row " + number + " of " + cells.size() + " cells";
  }
}
