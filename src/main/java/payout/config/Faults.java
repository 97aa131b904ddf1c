package payout.config;

import java.util.ArrayList;
import java.util.List;

/** Collects everything that is wrong, as sentences that show no secret. */
final class Faults {

  private static final int SHOWN_MAX = 100;

  private final List<String> sentences = new ArrayList<>();

  void add(String sentence) {
    sentences.add(sentence);
  }

  void missing(Setting<?> setting) {
    add(setting.name() + " is missing; it must be " + setting.allowed() + ".");
  }

  void wrong(Setting<?> setting, Given given, RefusedValueException refusal) {
    String why = refusal.saysWhy() ? ", but " + refusal.getMessage() : "";
    add(
        setting.name()
            + shown(setting, given)
            + given.origin()
            + why
            + "; it must be "
            + setting.allowed()
            + ".");
  }

  void throwIfAny() {
    if (!sentences.isEmpty()) {
      throw new InvalidSettingsException(sentences);
    }
  }

  /** A text as it may stand in a message: on one line, and not endless. */
  static String printable(String text) {
    String oneLine = text.replaceAll("\\p{Cntrl}", "?");
    return oneLine.length() <= SHOWN_MAX ? oneLine : oneLine.substring(0, SHOWN_MAX) + "…";
  }

  private static String shown(Setting<?> setting, Given given) {
    if (setting.secret()) {
      return " has a value that is not shown here";
    }
    return " is \"" + printable(setting.form().shown().apply(given.text())) + "\"";
  }
}
