package payout.inbox;

import java.util.List;

/**
 * A row of a file, split into its fields.
 *
 * @param number the row as a spreadsheet counts, from 1
 * @param fields its fields, unquoted
 */
public record Row(long number, List<String> fields) {

  /** Whether nothing stands in it. */
  boolean isBlank() {
    for (String field : fields) {
      if (!field.isBlank()) {
        return false;
      }
    }
    return true;
  }

  /** Without its content, which belongs in no log. */
  @Override
  public String toString() {
    return "row " + number + " of " + fields.size() + " fields";
  }
}
