package payout.inbox;

import java.util.ArrayList;
import java.util.List;

/**
 * A row of a file, split into its fields.
 *
 * @param number the row as a spreadsheet counts, from 1
 * @param fields its fields, unquoted
 * @param bent the cells of a workbook that cannot be taken as they are; of such a cell the field
 *     holds the day, or nothing
 */
public record Row(long number, List<String> fields, List<BentCell> bent) {

  /** A row of a text. */
  public Row(long number, List<String> fields) {
    this(number, fields, List.of());
  }

  /** Whether it is empty. */
  boolean isBlank() {
    return width() == 0 && bent.isEmpty();
  }

  /** How many fields there are up to the last one that is not blank. */
  int width() {
    int width = fields.size();
    while (width > 0 && fields.get(width - 1).isBlank()) {
      width--;
    }
    return width;
  }

  /** The same row with exactly so many fields; fields that are cut off must be blank. */
  Row of(int width) {
    if (fields.size() == width) {
      return this;
    }
    List<String> same = new ArrayList<>(fields.subList(0, Math.min(width, fields.size())));
    while (same.size() < width) {
      same.add("");
    }
    return new Row(number, same, bent);
  }

  /** The content of a field, counted from 0; empty where the row is shorter. */
  String field(int number) {
    return number < fields.size() ? fields.get(number) : "";
  }

  /** Without its content, which belongs in no log. */
  @Override
  public String toString() {
    return "row " + number + " of " + fields.size() + " fields";
  }
}
