package payout.config;

import java.util.Collection;
import java.util.Comparator;

/** Finds what somebody probably meant. */
final class Suggestion {

  private static final int EDITS_MAX = 3;

  private Suggestion() {}

  /** The end of a sentence about an unknown name: a question when a known one is close. */
  static String forName(String name, Collection<String> known) {
    return known.stream()
        .filter(each -> edits(name, each) <= EDITS_MAX)
        .min(Comparator.comparingInt(each -> edits(name, each)))
        .map(each -> "; did you mean " + each + "?")
        .orElse(".");
  }

  /**
   * How many letters must be put in, left out or changed to make one of the other (Levenshtein).
   */
  private static int edits(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int column = 0; column <= to.length(); column++) {
      row[column] = column;
    }
    for (int line = 1; line <= from.length(); line++) {
      int diagonal = row[0];
      row[0] = line;
      for (int column = 1; column <= to.length(); column++) {
        int change = diagonal + (from.charAt(line - 1) == to.charAt(column - 1) ? 0 : 1);
        diagonal = row[column];
        row[column] = Math.min(change, 1 + Math.min(row[column], row[column - 1]));
      }
    }
    return row[to.length()];
  }
}
