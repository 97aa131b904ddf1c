package payout.sheet;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a cell, such as {@code D17}.
 *
 * @param column from 0
 * @param row from 1
 */
public record CellName(int column, long row) {

  /** How many columns a sheet has at most. */
  static final int COLUMNS_MAX = 16_384;

  /** How many rows a sheet has at most. */
  static final int ROWS_MAX = 1_048_576;

  private static final int LETTERS = 26;
  private static final Pattern NAME = Pattern.compile("([A-Z]{1,3})([1-9][0-9]{0,6})");

  /** Reads a name; null when it is none, or of no cell of a sheet. */
  static CellName read(String name) {
    Matcher parts = NAME.matcher(name);
    if (!parts.matches()) {
      return null;
    }
    int column = 0;
    for (char letter : parts.group(1).toCharArray()) {
      column = column * LETTERS + letter - 'A' + 1;
    }
    CellName cell = new CellName(column - 1, Long.parseLong(parts.group(2)));
    return cell.column < COLUMNS_MAX && cell.row <= ROWS_MAX ? cell : null;
  }

  /** The letters of a column. */
  static String letters(int column) {
    StringBuilder letters = new StringBuilder();
    for (int rest = column + 1; rest > 0; rest = (rest - 1) / LETTERS) {
      letters.insert(0, (char) ('A' + (rest - 1) % LETTERS));
    }
    return letters.toString();
  }

  @Override
  public String toString() {
    return letters(column) + row;
  }
}
