package payout.config;

import static payout.config.Setting.InSandbox.ONLY;
import static payout.config.Setting.InSandbox.OPEN;
import static payout.config.Setting.InSandbox.SEALED;

import payout.batch.Language;

/** The settings of the service itself: ledger, language, management, and the sandbox. */
final class ServiceSettings {

  static final SettingList LIST = new SettingList();

  static final Setting<String> LEDGER_URL =
      LIST.add(
          "payout.ledger.url",
          "jdbc:sqlite:data/ledger.db",
          LedgerUrl.form(),
          SEALED,
          "The database that remembers every payment; back it up.");

  static final Setting<String> LEDGER_USER =
      LIST.add(
          "payout.ledger.user",
          SettingList.EMPTY,
          Forms.text("the name of a database user", text -> true),
          SEALED,
          "The user of a PostgreSQL ledger.");

  static final Setting<String> LEDGER_PASSWORD =
      LIST.secret(
          "payout.ledger.password",
          Forms.text("a password", text -> true).untrimmed(),
          SEALED,
          "The password of that user; better kept in the environment.");

  static final Setting<Language> LANGUAGE =
      LIST.add(
          "payout.language",
          "en",
          Forms.choice(Language.class),
          OPEN,
          "The language of reasons in reports, English or Chinese.");

  static final Setting<Long> ALARM_UNKNOWN_AFTER_MS =
      LIST.add(
          "payout.alarm.unknown-after-ms",
          "900000",
          Forms.millis(1, 7 * SettingList.DAY_MS),
          OPEN,
          "How long a batch may be UNKNOWN or HELD before that is an alarm, repeated each day.");

  static final Setting<Long> ALARM_NOTIFY_AFTER_MS =
      LIST.add(
          "payout.alarm.notify-after-ms",
          "3600000",
          Forms.millis(1, 7 * SettingList.DAY_MS),
          OPEN,
          "How long a TAKEN batch may be without any notify before that is an alarm, repeated each"
              + " day.");

  static final Setting<String> MANAGEMENT_HOST =
      LIST.add(
          "camel.management.host",
          "127.0.0.1",
          AddressForms.host(),
          SEALED,
          "The address of this machine on which health and metrics are served.");

  static final Setting<Integer> MANAGEMENT_PORT =
      LIST.add(
          "camel.management.port",
          "9876",
          Forms.port(),
          OPEN,
          "The port on which they are served.");

  static final Setting<Integer> SANDBOX_PORT =
      LIST.add(
          "payout.sandbox.port",
          "8888",
          Forms.port(),
          ONLY,
          "The port of the gateway simulator, on loopback.");

  static final Setting<Long> SANDBOX_NOTIFY_DELAY_MS =
      LIST.add(
          "payout.sandbox.notify-delay-ms",
          "500",
          Forms.millis(0, SettingList.DAY_MS),
          ONLY,
          "How long the simulator takes to pay a batch before it notifies.");

  static final Setting<Integer> SANDBOX_SCHEDULE_SCALE =
      LIST.add(
          "payout.sandbox.schedule-scale",
          "60",
          Forms.number(1, 1_000_000),
          ONLY,
          "What the waits between a notify's deliveries are divided by: 60 makes 2 minutes 2"
              + " seconds.");

  private ServiceSettings() {}
}
