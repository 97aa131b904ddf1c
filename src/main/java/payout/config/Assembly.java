package payout.config;

import java.net.URI;
import java.util.List;
import java.util.Map;
import payout.batch.Money;
import payout.batch.Payer;
import payout.config.Settings.Acceptance;
import payout.config.Settings.Alarms;
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
        acceptance(home),
        outbox(home),
        ledger(home),
        new Alarms(
            values.of(ServiceSettings.ALARM_UNKNOWN_AFTER_MS),
            values.of(ServiceSettings.ALARM_NOTIFY_AFTER_MS)),
        new Management(
            values.of(ServiceSettings.MANAGEMENT_HOST), values.of(ServiceSettings.MANAGEMENT_PORT)),
        values.of(ServiceSettings.LANGUAGE),
        camel);
  }

  private Payer payer() {
    return new Payer(
        values.text(SendingSettings.PARTNER),
        values.text(SendingSettings.EMAIL),
        values.text(SendingSettings.ACCOUNT_NAME),
        values.text(SendingSettings.BUYER_ACCOUNT_NAME),
        values.text(SendingSettings.EXTEND_PARAM),
        values.of(SendingSettings.GATEWAY_URL).toString(),
        values.of(SendingSettings.CHARSET));
  }

  private Gateway gateway() {
    return new Gateway(
        values.of(SendingSettings.GATEWAY_URL),
        values.of(SendingSettings.GATEWAY_CONNECT_TIMEOUT_MS),
        values.of(SendingSettings.GATEWAY_READ_TIMEOUT_MS),
        values.of(SendingSettings.GATEWAY_IN_FLIGHT_MAX),
        values.of(SendingSettings.GATEWAY_RESEND_DELAY_MS),
        values.of(SendingSettings.GATEWAY_RESEND_DELAY_MAX_MS),
        values.of(SendingSettings.GATEWAY_PAUSE_MS));
  }

  private Notify notification() {
    return new Notify(
        values.find(SendingSettings.NOTIFY_URL).orElse(URI.create("")),
        values.of(SendingSettings.NOTIFY_HOST),
        values.of(SendingSettings.NOTIFY_PORT),
        values.of(SendingSettings.NOTIFY_PATH),
        values.of(SendingSettings.NOTIFY_VERIFY),
        values.find(SendingSettings.NOTIFY_PROXIES).orElse(List.of()));
  }

  private Inbox inbox(Home home) {
    return new Inbox(
        values.of(FileSettings.INBOX_URI).stream().map(each -> each.within(home)).toList(),
        values.of(FileSettings.INBOX_POLL_MS),
        values.of(FileSettings.INBOX_READY),
        values.of(FileSettings.INBOX_AGE_MIN_MS),
        values.of(FileSettings.INBOX_CHARSET),
        values.of(FileSettings.INBOX_ON_INVALID_LINE),
        values.of(AcceptanceSettings.ARCHIVE_KEEP_DAYS));
  }

  private Limits limits() {
    return new Limits(
        values.of(FileSettings.BATCH_LINES_MAX),
        values.of(FileSettings.LINE_REFUSE_FORMULAS),
        values.of(FileSettings.FILE_LINES_MAX),
        values.of(FileSettings.FILE_BYTES_MAX),
        values.of(FileSettings.LINE_AMOUNT_MAX),
        values.of(FileSettings.FILE_AMOUNT_MAX),
        values.of(FileSettings.LINE_SERIAL_BYTES_MAX));
  }

  private Acceptance acceptance(Home home) {
    return new Acceptance(
        values.find(AcceptanceSettings.DAY_AMOUNT_MAX).orElse(null),
        values.of(AcceptanceSettings.DAY_ON_LIMIT),
        approvalFrom(),
        values.find(AcceptanceSettings.APPROVAL_APPROVERS).orElse(List.of()),
        values.of(AcceptanceSettings.APPROVAL_EXPIRE_HOURS),
        values.find(AcceptanceSettings.APPROVAL_FOLDER).map(home::resolve).orElse(null),
        values.find(AcceptanceSettings.INBOX_OWNER).orElse(List.of()));
  }

  private Money approvalFrom() {
    return values.of(AcceptanceSettings.APPROVAL) == Settings.ApprovalOf.REQUIRED
        ? Money.ZERO
        : values.find(AcceptanceSettings.APPROVAL_AMOUNT_MIN).orElse(null);
  }

  private Outbox outbox(Home home) {
    return new Outbox(
        values.of(FileSettings.OUTBOX_URI).within(home),
        values.of(FileSettings.OUTBOX_CHARSET),
        values.of(FileSettings.OUTBOX_DONE_FILE),
        values.of(FileSettings.OUTBOX_FILE_MODE));
  }

  private LedgerSettings ledger(Home home) {
    return new LedgerSettings(
        LedgerUrl.absolute(values.of(ServiceSettings.LEDGER_URL), home),
        values.text(ServiceSettings.LEDGER_USER),
        values.text(ServiceSettings.LEDGER_PASSWORD));
  }
}
