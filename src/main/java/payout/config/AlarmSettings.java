package payout.config;

import static payout.config.Setting.InSandbox.OPEN;

/**
 * For how long a batch may make no progress before that is an alarm.
 *
 * @param unknownAfterMs milliseconds that a batch may be UNKNOWN or HELD
 * @param notifyAfterMs milliseconds that a TAKEN batch may be without any notify
 */
public record AlarmSettings(long unknownAfterMs, long notifyAfterMs) {

  static final Section SECTION = new Section();

  static final Setting<Long> UNKNOWN_AFTER_MS =
      SECTION.add(
          "payout.alarm.unknown-after-ms",
          "900000",
          Form.millis(1, 7 * Section.DAY_MS),
          OPEN,
          "How long a batch may be UNKNOWN or HELD before an alarm is raised, which repeats each"
              + " day.");

  static final Setting<Long> NOTIFY_AFTER_MS =
      SECTION.add(
          "payout.alarm.notify-after-ms",
          "3600000",
          Form.millis(1, 7 * Section.DAY_MS),
          OPEN,
          "How long a TAKEN batch may be without any notify before an alarm is raised, which"
              + " repeats each day.");

  static AlarmSettings read(Values values) {
    return new AlarmSettings(values.of(UNKNOWN_AFTER_MS), values.of(NOTIFY_AFTER_MS));
  }
}
