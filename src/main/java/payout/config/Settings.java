package payout.config;

import java.net.URI;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    StatementSettings statements,
    LedgerSettings ledger,
    NodeSettings node,
    AlarmSettings alarms,
    NoticeSettings notices,
    LogSettings log,
    ManagementSettings management,
    ConsoleSettings console,
    Map<String, String> camel) {

  private static final int SECRET_LENGTH_MIN = 6;

  /** A last part of a path that is shorter is a word, such as {@code send} or {@code notices}. */
  private static final int TOKEN_LENGTH_MIN = 16;

  private static final Pattern SECRET_KEY =
      Pattern.compile("(?i).*(password|passphrase|secret|token).*");

  public Settings {
    camel = Map.copyOf(camel);
  }

  /** Real money or the simulator's. A ledger is stamped with it. */
  public enum Kind {
    PRODUCTION,
    SANDBOX
  }

  /**
   * The first day that has no statement yet: the running day in China; in a sandbox the next one,
   * since its simulator writes the statement of the running day, too.
   *
   * @param today the running day in China
   */
  public LocalDate firstDayWithoutStatement(LocalDate today) {
    return kind == Kind.SANDBOX ? today.plusDays(1) : today;
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
        StatementSettings.read(values, home),
        LedgerSettings.read(values, home),
        NodeSettings.read(values),
        AlarmSettings.read(values),
        NoticeSettings.read(values),
        LogSettings.read(values),
        ManagementSettings.read(values),
        ConsoleSettings.read(values, home),
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
        statements,
        ledger,
        node,
        alarms,
        notices,
        log,
        otherManagement,
        console,
        camel);
  }

  /**
   * Every value that must never be shown, for whoever writes something that a library made. What is
   * shorter than 6 characters is left out, because it would stand everywhere.
   */
  public Set<String> secrets() {
    Stream<String> own =
        Stream.of(
            signing.md5Key(),
            signing.privateKeyText().replaceAll("-----[^-]*-----|\\s", ""),
            ledger.password(),
            notices.secret(),
            notices.mail().map(NoticeMailSettings::password).orElse(""),
            console.keyStorePassword(),
            console.proxy().map(ConsoleProxySettings::secret).orElse(""));
    Stream<String> addresses = notices.url().stream().flatMap(Settings::keys);
    Stream<String> servers =
        Stream.concat(inbox.endpoints().stream(), Stream.of(outbox.endpoint()))
            .filter(EndpointUri::isRemote)
            .map(each -> each.within(home).server())
            .flatMap(each -> Stream.of(each.password(), each.privateKeyPassphrase()));
    Stream<String> passed =
        camel.entrySet().stream()
            .filter(each -> SECRET_KEY.matcher(each.getKey()).matches())
            .map(Map.Entry::getValue);
    return Stream.of(own, addresses, servers, passed)
        .flatMap(each -> each)
        .filter(each -> each.length() >= SECRET_LENGTH_MIN)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The parts of a webhook's address that may be its key. */
  private static Stream<String> keys(URI webhook) {
    String path = webhook.getRawPath();
    Stream<String> last = Stream.of(path.substring(path.lastIndexOf('/') + 1));
    Stream<String> values =
        webhook.getRawQuery() == null
            ? Stream.of()
            : Stream.of(webhook.getRawQuery().split("&"))
                .map(each -> each.substring(each.indexOf('=') + 1));
    return Stream.concat(last.filter(each -> each.length() >= TOKEN_LENGTH_MIN), values);
  }

  /** Only kind and home: some values are secret. */
  @Override
  public String toString() {
    return Form.written(kind) + " settings of " + home.root();
  }
}
