package payout.config;

import static payout.config.Setting.InSandbox.OPEN;

/**
 * The log.
 *
 * @param format how a line of it is written
 */
public record LogSettings(Format format) {

  static final Section SECTION = new Section();

  static final Setting<Format> FORMAT =
      SECTION.add(
          "payout.log.format",
          "text",
          Form.choice(Format.class),
          OPEN,
          "How the log is written: text for people, json for programs.");

  /** How a line of the log is written. */
  public enum Format {
    TEXT,
    JSON
  }

  static LogSettings read(Values values) {
    return new LogSettings(values.of(FORMAT));
  }
}
