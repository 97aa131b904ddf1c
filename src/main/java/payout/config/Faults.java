package payout.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import payout.config.Setting.Given;

/** Collects everything that is wrong, as sentences that show no secret. */
final class Faults {

  private static final int SHOWN_MAX = 100;
  private static final int EDITS_MAX = 3;

  private final List<String> sentences = new ArrayList<>();

  void add(String sentence) {
    sentences.add(sentence);
  }

  /** Adds a sentence in the form of {@link String#format}. */
  void add(String form, Object... values) {
    add(String.format(Locale.ROOT, form, values));
  }

  void missing(Setting<?> setting) {
    add("%s is missing; it must be %s.", setting, setting.allowed());
  }

  void wrong(Setting<?> setting, Given given, RefusedValueException refusal) {
    String why = refusal.hasReason() ? ", but " + refusal.getMessage() : "";
    String what = setting.name() + shown(setting, given) + given.origin() + why;
    add("%s; it must be %s.", what, setting.allowed());
  }

  void throwIfAny() {
    if (!sentences.isEmpty()) {
      throw new InvalidSettingsException(sentences);
    }
  }

  /** A text as a message may contain it: on one line, and of limited length. */
  static String printable(String text) {
    String oneLine = text.replaceAll("\\p{Cntrl}", "?");
    return oneLine.length() <= SHOWN_MAX ? oneLine : oneLine.substring(0, SHOWN_MAX) + "…";
  }

  /** The end of a sentence about an unknown name: a question when a known name is similar. */
  static String didYouMean(String name, Collection<String> known) {
    return known.stream()
        .filter(each -> edits(name, each) <= EDITS_MAX)
        .min(Comparator.comparingInt(each -> edits(name, each)))
        .map(each -> "; did you mean " + each + "?")
        .orElse(".");
  }

  /** How many characters must be inserted, deleted or replaced (Levenshtein distance). */
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

  private static String shown(Setting<?> setting, Given given) {
    if (setting.secret()) {
      return " has a value that is not shown here";
    }
    return " is \"" + printable(setting.form().shown().apply(given.text())) + "\"";
  }
}
