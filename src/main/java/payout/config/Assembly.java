package payout.config;

import java.net.URI;
import java.util.Map;
import payout.batch.Payer;
import payout.config.Settings.Gateway;
import payout.config.Settings.Inbox;
import payout.config.Settings.Kind;
import payout.config.Settings.LedgerSettings;
import payout.config.Settings.Limits;
import payout.config.Settings.Management;
import payout.config.Settings.Notify;
import payout.config.Settings.Outbox;
import payout.config.Settings.Signing;

/** Puts values together that were all found sound. */
final class Assembly {

  private final Values values;
  private final Map<String, String> camel;

  Assembly(Values values, Map<String, String> camel) {
    this.values = values;
    this.camel = camel;
  }

  Settings settings(Kind kind, Home home, Signing signing) {
    return new Settings(
        kind,
        home,
        payer(),
        signing,
        gateway(),
        notification(),
        inbox(home),
        limits(),
        outbox(home),
        ledger(home),
        new Management(
            values.of(SettingTable.MANAGEMENT_HOST), values.of(SettingTable.MANAGEMENT_PORT)),
        values.of(SettingTable.LANGUAGE),
        camel);
  }

  private Payer payer() {
    return new Payer(
        values.text(SettingTable.PARTNER),
        values.text(SettingTable.EMAIL),
        values.text(SettingTable.ACCOUNT_NAME),
        values.text(SettingTable.BUYER_ACCOUNT_NAME),
        values.text(SettingTable.EXTEND_PARAM),
        values.of(SettingTable.GATEWAY_URL).toString(),
        values.of(SettingTable.CHARSET));
  }

  private Gateway gateway() {
    return new Gateway(
        values.of(SettingTable.GATEWAY_URL),
        values.of(SettingTable.GATEWAY_CONNECT_TIMEOUT_MS),
        values.of(SettingTable.GATEWAY_READ_TIMEOUT_MS),
        values.of(SettingTable.GATEWAY_IN_FLIGHT_MAX),
        values.of(SettingTable.GATEWAY_RESEND_DELAY_MS),
        values.of(SettingTable.GATEWAY_RESEND_DELAY_MAX_MS),
        values.of(SettingTable.GATEWAY_PAUSE_MS));
  }

  private Notify notification() {
    return new Notify(
        values.find(SettingTable.NOTIFY_URL).orElse(URI.create("")),
        values.of(SettingTable.NOTIFY_HOST),
        values.of(SettingTable.NOTIFY_PORT),
        values.of(SettingTable.NOTIFY_PATH),
        values.of(SettingTable.NOTIFY_VERIFY));
  }

  private Inbox inbox(Home home) {
    return new Inbox(
        values.of(SettingTable.INBOX_URI).stream().map(each -> each.within(home).toUri()).toList(),
        values.of(SettingTable.INBOX_POLL_MS),
        values.of(SettingTable.INBOX_READY),
        values.of(SettingTable.INBOX_AGE_MIN_MS),
        values.of(SettingTable.INBOX_CHARSET),
        values.of(SettingTable.INBOX_ON_INVALID_LINE));
  }

  private Limits limits() {
    return new Limits(
        values.of(SettingTable.BATCH_LINES_MAX),
        values.of(SettingTable.LINE_REFUSE_FORMULAS),
        values.of(SettingTable.FILE_LINES_MAX),
        values.of(SettingTable.LINE_AMOUNT_MAX),
        values.of(SettingTable.FILE_AMOUNT_MAX),
        values.of(SettingTable.LINE_SERIAL_BYTES_MAX));
  }

  private Outbox outbox(Home home) {
    return new Outbox(
        values.of(SettingTable.OUTBOX_URI).within(home).toUri(),
        values.of(SettingTable.OUTBOX_CHARSET));
  }

  private LedgerSettings ledger(Home home) {
    return new LedgerSettings(
        LedgerUrl.absolute(values.of(SettingTable.LEDGER_URL), home),
        values.text(SettingTable.LEDGER_USER),
        values.text(SettingTable.LEDGER_PASSWORD));
  }
}
