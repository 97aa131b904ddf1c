package payout.config;

import static payout.config.Setting.InSandbox.ONLY;
import static payout.config.Setting.InSandbox.OPEN;
import static payout.config.Setting.InSandbox.OWN_FILE;
import static payout.config.Setting.InSandbox.SEALED;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import payout.batch.Money;
import payout.batch.RequestCharset;
import payout.config.Setting.InSandbox;

/**
 * Every setting, in the order in which the settings file and the reference show them.
 *
 * <p>The one place to add a setting: parsing, messages, environment variables and the tests of the
 * settings files follow from here. A limit on everything, and each has its range.
 */
public final class SettingTable {

  private static final int DAY_MS = 86_400_000;
  private static final String NO_DEFAULT = null;
  private static final String EMPTY = "";

  private static final List<Setting<?>> ALL = new ArrayList<>();

  static final Setting<String> PARTNER =
      add(
          "payout.partner",
          NO_DEFAULT,
          PayerForms.partner(),
          OWN_FILE,
          "The partner number that the gateway gave the paying company.");

  static final Setting<String> EMAIL =
      add(
          "payout.email",
          NO_DEFAULT,
          PayerForms.name(),
          OWN_FILE,
          "The account that pays, as it is known to the gateway.");

  static final Setting<String> ACCOUNT_NAME =
      add(
          "payout.account-name",
          NO_DEFAULT,
          PayerForms.name(),
          OWN_FILE,
          "The name of the account that pays, letter by letter as the gateway knows it.");

  static final Setting<String> BUYER_ACCOUNT_NAME =
      add(
          "payout.buyer-account-name",
          EMPTY,
          PayerForms.name(),
          OWN_FILE,
          "An alias of the account that pays; the gateway prefers it to payout.email.");

  static final Setting<String> EXTEND_PARAM =
      add(
          "payout.extend-param",
          EMPTY,
          PayerForms.extendParam(),
          OWN_FILE,
          "Extra parameters that were agreed with the gateway.");

  static final Setting<RequestCharset> CHARSET =
      add(
          "payout.charset",
          "utf-8",
          PayerForms.charset(),
          OPEN,
          "The charset of the requests to the gateway; limits in bytes are counted in it.");

  static final Setting<String> SIGN_TYPE =
      add(
          "payout.sign-type",
          "RSA",
          Forms.oneOf("RSA", "DSA", "MD5"),
          OPEN,
          "How requests are signed, and the only way in which a notify may be signed.");

  static final Setting<String> MD5_KEY =
      secret(
          "payout.md5-key",
          PayerForms.md5Key(),
          SEALED,
          "The key for MD5; better kept in a file of its own or in the environment.");

  static final Setting<String> MD5_KEY_FILE =
      add(
          "payout.md5-key-file",
          EMPTY,
          Forms.path(),
          SEALED,
          "The file that holds the key for MD5, instead of payout.md5-key.");

  static final Setting<String> PRIVATE_KEY_FILE =
      add(
          "payout.private-key-file",
          EMPTY,
          Forms.path(),
          SEALED,
          "The file with our private key for RSA or DSA.");

  static final Setting<String> GATEWAY_PUBLIC_KEY_FILE =
      add(
          "payout.gateway-public-key-file",
          EMPTY,
          Forms.path(),
          SEALED,
          "The file with the gateway's public key for RSA or DSA.");

  static final Setting<URI> GATEWAY_URL =
      add(
          "payout.gateway.url",
          "https://mapi.alipay.com/gateway.do",
          AddressForms.gateway(),
          SEALED,
          "The address of the gateway.");

  static final Setting<Integer> GATEWAY_CONNECT_TIMEOUT_MS =
      add(
          "payout.gateway.connect-timeout-ms",
          "8000",
          Forms.shortMillis(1, 600_000),
          OPEN,
          "How long to wait for a connection to the gateway.");

  static final Setting<Integer> GATEWAY_READ_TIMEOUT_MS =
      add(
          "payout.gateway.read-timeout-ms",
          "30000",
          Forms.shortMillis(1, 600_000),
          OPEN,
          "How long to wait for the gateway's answer; after that nobody knows whether it took the"
              + " batch.");

  static final Setting<Integer> GATEWAY_IN_FLIGHT_MAX =
      add(
          "payout.gateway.in-flight-max",
          "2",
          Forms.number(1, 100),
          OPEN,
          "How many batches may be on their way to the gateway at once.");

  static final Setting<Long> GATEWAY_RESEND_DELAY_MS =
      add(
          "payout.gateway.resend-delay-ms",
          "60000",
          Forms.millis(1, DAY_MS),
          OPEN,
          "How long to wait before a batch of unknown outcome is sent again under its number; the"
              + " wait doubles each time.");

  static final Setting<Long> GATEWAY_RESEND_DELAY_MAX_MS =
      add(
          "payout.gateway.resend-delay-max-ms",
          "3600000",
          Forms.millis(1, DAY_MS),
          OPEN,
          "The longest such wait; there is no last time.");

  static final Setting<Long> GATEWAY_PAUSE_MS =
      add(
          "payout.gateway.pause-ms",
          "900000",
          Forms.millis(1, DAY_MS),
          OPEN,
          "How long sending pauses after the gateway refused the whole account, before one batch"
              + " tries again.");

  static final Setting<URI> NOTIFY_URL =
      add(
          "payout.notify.url",
          NO_DEFAULT,
          AddressForms.notifyUrl(),
          SEALED,
          "The address that the gateway is told to call with the results.");

  static final Setting<String> NOTIFY_HOST =
      add(
          "payout.notify.host",
          "0.0.0.0",
          AddressForms.host(),
          SEALED,
          "The address of this machine on which that call is served.");

  static final Setting<Integer> NOTIFY_PORT =
      add("payout.notify.port", "8080", Forms.port(), OPEN, "The port on which it is served.");

  static final Setting<String> NOTIFY_PATH =
      add(
          "payout.notify.path",
          "/alipay/notify",
          AddressForms.servedPath(),
          OPEN,
          "The path on which it is served.");

  static final Setting<Boolean> NOTIFY_VERIFY =
      add(
          "payout.notify.verify",
          "true",
          Forms.flag(),
          OPEN,
          "Whether the gateway is asked, before a notify counts, if the notify is its own.");

  static final Setting<List<EndpointUri>> INBOX_URI =
      add(
          "payout.inbox.uri",
          "file:inbox",
          EndpointForms.inboxes(),
          SEALED,
          "The folders that payout files are taken from.");

  static final Setting<Long> INBOX_POLL_MS =
      add(
          "payout.inbox.poll-ms",
          "1000",
          Forms.millis(10, 3_600_000),
          OPEN,
          "How often the inbox is looked at.");

  static final Setting<Settings.Ready> INBOX_READY =
      add(
          "payout.inbox.ready",
          "age",
          Forms.choice(Settings.Ready.class),
          OPEN,
          "How it is known that a file is complete: its last change is long enough ago, or"
              + " <name>.done lies beside it.");

  static final Setting<Long> INBOX_AGE_MIN_MS =
      add(
          "payout.inbox.age-min-ms",
          "5000",
          Forms.millis(0, DAY_MS),
          OPEN,
          "How long ago the last change of a file must be with payout.inbox.ready=age; 0 takes it"
              + " at once.");

  static final Setting<String> INBOX_CHARSET =
      add(
          "payout.inbox.charset",
          Forms.AUTO,
          Forms.inboxCharset(),
          OPEN,
          "The charset of payout files; auto is UTF-8 with or without a mark, else GBK.");

  static final Setting<Settings.OnInvalidLine> INBOX_ON_INVALID_LINE =
      add(
          "payout.inbox.on-invalid-line",
          "reject-file",
          Forms.choice(Settings.OnInvalidLine.class),
          OPEN,
          "What a line with a fault does: nothing of its file is paid, or the sound lines are.");

  static final Setting<Integer> BATCH_LINES_MAX =
      add(
          "payout.batch.lines-max",
          "1000",
          Forms.number(1, 1000),
          OPEN,
          "The most lines of one batch; do not change it while payments are open.");

  static final Setting<Boolean> LINE_REFUSE_FORMULAS =
      add(
          "payout.line.refuse-formulas",
          "true",
          Forms.flag(),
          OPEN,
          "Whether a value that a spreadsheet could run as a formula is refused.");

  static final Setting<Long> FILE_LINES_MAX =
      add(
          "payout.file.lines-max",
          "5000000",
          Forms.longNumber(1, 9_000_000),
          OPEN,
          "The most lines of one file.");

  static final Setting<Money> LINE_AMOUNT_MAX =
      add(
          "payout.line.amount-max",
          "1000000.00",
          Forms.amount(),
          OPEN,
          "The most that a line pays.");

  static final Setting<Money> FILE_AMOUNT_MAX =
      add(
          "payout.file.amount-max",
          "100000000.00",
          Forms.amount(),
          OPEN,
          "The most that a file pays.");

  static final Setting<Integer> LINE_SERIAL_BYTES_MAX =
      add(
          "payout.line.serial-bytes-max",
          "32",
          Forms.number(1, 64),
          OPEN,
          "The longest serial number that the gateway takes from this merchant, in bytes.");

  static final Setting<EndpointUri> OUTBOX_URI =
      add(
          "payout.outbox.uri",
          "file:outbox",
          EndpointForms.outbox(),
          SEALED,
          "The folder that results are written to.");

  static final Setting<Settings.OutboxCharset> OUTBOX_CHARSET =
      add(
          "payout.outbox.charset",
          "utf-8",
          Forms.choice(Settings.OutboxCharset.class),
          OPEN,
          "The charset of result files; utf-8-bom or gbk for older spreadsheets.");

  static final Setting<String> LEDGER_URL =
      add(
          "payout.ledger.url",
          "jdbc:sqlite:data/ledger.db",
          LedgerUrl.form(),
          SEALED,
          "The database that remembers every payment; back it up.");

  static final Setting<String> LEDGER_USER =
      add(
          "payout.ledger.user",
          EMPTY,
          Forms.text("the name of a database user", text -> true),
          SEALED,
          "The user of a PostgreSQL ledger.");

  static final Setting<String> LEDGER_PASSWORD =
      secret(
          "payout.ledger.password",
          Forms.text("a password", text -> true).untrimmed(),
          SEALED,
          "The password of that user; better kept in the environment.");

  static final Setting<Settings.Language> LANGUAGE =
      add(
          "payout.language",
          "en",
          Forms.choice(Settings.Language.class),
          OPEN,
          "The language of reasons in reports, English or Chinese.");

  static final Setting<String> MANAGEMENT_HOST =
      add(
          "camel.management.host",
          "127.0.0.1",
          AddressForms.host(),
          SEALED,
          "The address of this machine on which health and metrics are served.");

  static final Setting<Integer> MANAGEMENT_PORT =
      add(
          "camel.management.port",
          "9876",
          Forms.port(),
          OPEN,
          "The port on which they are served.");

  static final Setting<Integer> SANDBOX_PORT =
      add(
          "payout.sandbox.port",
          "8888",
          Forms.port(),
          ONLY,
          "The port of the gateway simulator, on loopback.");

  static final Setting<Long> SANDBOX_NOTIFY_DELAY_MS =
      add(
          "payout.sandbox.notify-delay-ms",
          "500",
          Forms.millis(0, DAY_MS),
          ONLY,
          "How long the simulator takes to pay a batch before it notifies.");

  static final Setting<Integer> SANDBOX_SCHEDULE_SCALE =
      add(
          "payout.sandbox.schedule-scale",
          "60",
          Forms.number(1, 1_000_000),
          ONLY,
          "What the waits between a notify's deliveries are divided by: 60 makes 2 minutes 2"
              + " seconds.");

  private SettingTable() {}

  /** Every setting, in the order of the settings file. */
  public static List<Setting<?>> all() {
    return Collections.unmodifiableList(ALL);
  }

  /** The setting of a name, if there is one. */
  static Optional<Setting<?>> find(String name) {
    return ALL.stream()
        .<Setting<?>>map(each -> each)
        .filter(each -> each.name().equals(name))
        .findFirst();
  }

  private static <T> Setting<T> add(
      String name, String fallback, Form<T> form, InSandbox sandbox, String explanation) {
    return listed(new Setting<>(name, fallback, form, false, sandbox, explanation));
  }

  private static Setting<String> secret(
      String name, Form<String> form, InSandbox sandbox, String explanation) {
    return listed(new Setting<>(name, EMPTY, form, true, sandbox, explanation));
  }

  private static <T> Setting<T> listed(Setting<T> setting) {
    ALL.add(setting);
    return setting;
  }
}
