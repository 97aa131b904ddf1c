package payout.config;

import java.net.URI;
import java.util.Map;
import payout.batch.Payer;

/**
 * All settings, valid and immutable. Each section is a separate record, in one file with everything
 * about its settings.
 *
 * @param kind what the money is: real, or a simulator's
 * @param home the folder that everything belongs to; a sandbox has a separate one
 * @param payer who pays through which gateway; what is not set is empty, which happens only where
 *     nothing is sent
 * @param notification where the notify comes in; Java reserves the name notify itself
 * @param camel keys for Camel that the settings file passes through, none of them in the table
 */
public record Settings(
    Kind kind,
    Home home,
    Payer payer,
    SigningSettings signing,
    GatewaySettings gateway,
    NotifySettings notification,
    InboxSettings inbox,
    LimitSettings limits,
    AcceptanceSettings acceptance,
    OutboxSettings outbox,
    LedgerSettings ledger,
    AlarmSettings alarms,
    ManagementSettings management,
    Map<String, String> camel) {

  public Settings {
    camel = Map.copyOf(camel);
  }

  /** Real money or the simulator's. A ledger is stamped with it. */
  public enum Kind {
    PRODUCTION,
    SANDBOX
  }

  /** Reads every section from values in which no fault was found. */
  static Settings read(
      Kind kind, Home home, SigningSettings signing, Values values, Map<String, String> camel) {
    GatewaySettings gateway = GatewaySettings.read(values);
    return new Settings(
        kind,
        home,
        PayerSettings.read(values, gateway.url()),
        signing,
        gateway,
        NotifySettings.read(values),
        InboxSettings.read(values, home),
        LimitSettings.read(values),
        AcceptanceSettings.read(values, home),
        OutboxSettings.read(values, home),
        LedgerSettings.read(values, home),
        AlarmSettings.read(values),
        ManagementSettings.read(values),
        camel);
  }

  /** The same settings with other addresses. */
  Settings at(URI gatewayUrl, NotifySettings notify, ManagementSettings otherManagement) {
    return new Settings(
        kind,
        home,
        payer.at(gatewayUrl.toString(), payer.charset()),
        signing,
        gateway.at(gatewayUrl),
        notify,
        inbox,
        limits,
        acceptance,
        outbox,
        ledger,
        alarms,
        otherManagement,
        camel);
  }

  /** Only kind and home: some values are secret. */
  @Override
  public String toString() {
    return Form.written(kind) + " settings of " + home.root();
  }
}
