package payout.config;

/**
 * The text that somebody gave for a setting.
 *
 * @param text what was given
 * @param variable the environment variable that it came from; empty when it came from the file
 */
record Given(String text, String variable) {

  static Given inFile(String text) {
    return new Given(text, "");
  }

  /** Where it came from, for a message; empty for the file, where everybody looks first. */
  String origin() {
    return variable.isEmpty() ? "" : " (from the environment variable " + variable + ")";
  }
}
