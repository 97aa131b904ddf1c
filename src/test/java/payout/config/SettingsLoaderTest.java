package payout.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import payout.batch.Language;
import payout.batch.Money;
import payout.batch.OutboxCharset;
import payout.batch.Payer;
import payout.batch.RequestCharset;
import payout.config.Settings.Acceptance;
import payout.config.Settings.Alarms;
import payout.config.Settings.Gateway;
import payout.config.Settings.Inbox;
import payout.config.Settings.Kind;
import payout.config.Settings.LedgerSettings;
import payout.config.Settings.Limits;
import payout.config.Settings.Management;
import payout.config.Settings.Notify;
import payout.config.Settings.OnInvalidLine;
import payout.config.Settings.OnLimit;
import payout.config.Settings.Outbox;
import payout.config.Settings.Ready;
import payout.config.Settings.Signing;

class SettingsLoaderTest {

  /** For every setting of production a sound value that is not the default. */
  private static final Map<String, String> OTHERS = others();

  @TempDir private Path folder;

  @Test
  void needs_little_more_than_the_payer_and_the_keys() {
    TestHome home = TestHome.sound(folder);
    Path root = home.home.root();

    Settings settings = home.production();

    assertThat(settings)
        .isEqualTo(
            new Settings(
                Kind.PRODUCTION,
                home.home,
                new Payer(
                    "2088002464631181",
                    "biz_932@alitest.com",
                    "毛毛",
                    "",
                    "",
                    "https://mapi.alipay.com/gateway.do",
                    RequestCharset.UTF_8),
                new Signing("RSA", "", "OWN KEY", "GATEWAY KEY"),
                new Gateway(
                    URI.create("https://mapi.alipay.com/gateway.do"),
                    8000,
                    30000,
                    2,
                    60000,
                    3600000,
                    900000),
                new Notify(
                    URI.create("https://pay.example.com/alipay/notify"),
                    "0.0.0.0",
                    8080,
                    "/alipay/notify",
                    true,
                    List.of()),
                new Inbox(
                    List.of(EndpointUri.local(root + "/inbox", Map.of())),
                    1000,
                    Ready.AGE,
                    5000,
                    "auto",
                    OnInvalidLine.REJECT_FILE,
                    0),
                new Limits(
                    1000,
                    true,
                    5000000,
                    1073741824,
                    Money.parse("1000000"),
                    Money.parse("100000000"),
                    32),
                new Acceptance(null, OnLimit.HOLD, null, List.of(), 72, null, List.of()),
                new Outbox(
                    EndpointUri.local(root + "/outbox", Map.of()),
                    OutboxCharset.UTF_8,
                    false,
                    "644"),
                new LedgerSettings("jdbc:sqlite:" + root + "/data/ledger.db", "", ""),
                new Alarms(900000, 3600000),
                new Management("127.0.0.1", 9876),
                Language.EN,
                Map.of()));
  }

  @Test
  void lets_the_environment_override_every_setting() throws RefusedValueException {
    Map<String, String> environment = new HashMap<>();
    OTHERS.forEach((name, value) -> environment.put(Setting.variable(name), value));
    TestHome home = TestHome.sound(folder);
    home.loader();
    Faults faults = new Faults();

    Path file = home.home.config().resolve(SettingsLoader.FILE);
    Values values = Values.read(Sources.production(file, environment, faults), true, faults);

    faults.throwIfAny();
    for (Setting<?> setting : SettingTable.all()) {
      if (!setting.onlyInSandbox()) {
        Object expected = setting.form().parse(OTHERS.get(setting.name()));
        assertThat((Object) values.of(setting)).as(setting.name()).isEqualTo(expected);
        assertThat(OTHERS.get(setting.name())).isNotEqualTo(setting.defaultText());
      }
    }
  }

  @Test
  void takes_an_empty_variable_for_none() {
    TestHome home =
        TestHome.sound(folder)
            .with("payout.batch.lines-max", "7")
            .withVariable("PAYOUT_BATCH_LINES_MAX", " ");

    assertThat(home.production().limits().batchLinesMax()).isEqualTo(7);
  }

  @Test
  void drops_blanks_around_a_value_but_not_around_a_password() {
    TestHome home =
        TestHome.sound(folder)
            .with("payout.email", " biz@example.com ")
            .with("payout.ledger.password", " secret ");

    Settings settings = home.production();

    assertThat(settings.payer().email()).isEqualTo("biz@example.com");
    assertThat(settings.ledger().password()).isEqualTo(" secret ");
  }

  @Test
  void warns_of_variables_that_look_like_settings() {
    TestHome home =
        TestHome.sound(folder)
            .withVariable("PAYOUT_SERVICE_HOST", "10.0.0.1")
            .withVariable("PAYOUT_GATEWAY_URI", "x")
            .withVariable("PAYOUT_SANDBOX_PORT", "1")
            .withVariable("PAYOUT_HOME", "x")
            .withVariable("PAYOUT_OPTS", "-Xmx1g")
            .withVariable("PATH", "/bin");

    SettingsLoader loader = home.loader();

    assertThat(loader.warnings())
        .containsExactly(
            "The environment variable PAYOUT_GATEWAY_URI is no setting and is left alone; did you"
                + " mean PAYOUT_GATEWAY_URL?",
            "The environment variable PAYOUT_SERVICE_HOST is no setting and is left alone.");
    assertThat(loader.production().gateway().url().getHost()).isEqualTo("mapi.alipay.com");
  }

  @Test
  void warns_of_an_inbox_and_of_approvals_that_every_user_can_write() throws IOException {
    TestHome home =
        TestHome.sound(folder)
            .with("payout.inbox.uri", "file:in1 file:in2 file:in3")
            .with("payout.approval.folder", "approvals");
    for (String name : List.of("in1", "in2", "approvals")) {
      Path made = Files.createDirectory(home.home.resolve(name));
      Files.setPosixFilePermissions(
          made, PosixFilePermissions.fromString(name.equals("in1") ? "rwxrwx--x" : "rwxrwxrwx"));
    }

    SettingsLoader loader = home.loader();

    assertThat(loader.warnings(loader.production()))
        .containsExactly(
            "payout.inbox.uri names "
                + home.home.resolve("in2")
                + ", and every user of this machine can write there and so put a file there that"
                + " would be paid. Give it to the account that does, and to a group that the service"
                + " is in (chmod o-w).",
            "payout.approval.folder names "
                + home.home.resolve("approvals")
                + ", and every user of this machine can write there and so approve what is to be"
                + " paid. Give it to the account that does, and to a group that the service is in"
                + " (chmod o-w).");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:8888/gateway.do",
        "http://127.0.0.1/gateway.do",
        "http://127.9.9.9:1/gateway.do",
        "http://[::1]:8888/gateway.do",
        "https://openapi.sandbox.example.com:8443/a/gateway.do"
      })
  void sends_over_https_or_to_this_machine(String url) {
    Settings settings = TestHome.sound(folder).with("payout.gateway.url", url).production();

    assertThat(settings.gateway().url()).isEqualTo(URI.create(url));
    assertThat(settings.payer().gateway()).isEqualTo(url);
  }

  @Test
  void makes_a_check_without_any_setting() {
    Home bare = new Home(folder.resolve("bare"), folder.resolve("product"));

    Settings settings = new SettingsLoader(bare, Map.of(), KeyCheck.NONE).forCheck();

    assertThat(settings.limits().batchLinesMax()).isEqualTo(1000);
    assertThat(settings.payer().partner()).isEmpty();
    assertThat(settings.notification().url()).isEqualTo(URI.create(""));
    assertThat(settings.signing().privateKeyText()).isEmpty();
  }

  @Test
  void refuses_a_check_whose_rules_are_not_sound() {
    TestHome home =
        TestHome.sound(folder)
            .with("payout.line.amount-max", "lots")
            .with("payout.private-key-file", "nowhere.pem");

    InvalidSettingsException refused =
        catchThrowableOfType(InvalidSettingsException.class, () -> home.loader().forCheck());

    assertThat(refused.faults()).singleElement().asString().startsWith("payout.line.amount-max is");
  }

  @Test
  void knows_charsets_by_every_name() {
    TestHome home = TestHome.sound(folder).with("payout.inbox.charset", "cp936");

    assertThat(home.production().inbox().charset()).isEqualTo("GBK");
  }

  private static Map<String, String> others() {
    Map<String, String> others = new HashMap<>();
    others.put("payout.partner", "2088999999999999");
    others.put("payout.email", "other@example.com");
    others.put("payout.account-name", "张三");
    others.put("payout.buyer-account-name", "alias@example.com");
    others.put("payout.extend-param", "agent^123456|a^b");
    others.put("payout.charset", "gbk");
    others.put("payout.sign-type", "dsa");
    others.put("payout.md5-key", TestHome.MD5_KEY);
    others.put("payout.md5-key-file", "md5.key");
    others.put("payout.private-key-file", "other.pem");
    others.put("payout.gateway-public-key-file", "theirs.pem");
    others.put("payout.gateway.url", "https://gateway.example.com/pay");
    others.put("payout.gateway.connect-timeout-ms", "1");
    others.put("payout.gateway.read-timeout-ms", "600000");
    others.put("payout.gateway.in-flight-max", "100");
    others.put("payout.gateway.resend-delay-ms", "1");
    others.put("payout.gateway.resend-delay-max-ms", "86400000");
    others.put("payout.gateway.pause-ms", "5");
    others.put("payout.notify.url", "http://other.example.com/n");
    others.put("payout.notify.host", "::");
    others.put("payout.notify.port", "0");
    others.put("payout.notify.path", "/n");
    others.put("payout.notify.verify", "FALSE");
    others.put("payout.notify.proxies", "192.0.2.7 2001:db8::/32");
    others.put("payout.inbox.uri", "file:in1 file:in2?include=a.*");
    others.put("payout.inbox.poll-ms", "10");
    others.put("payout.inbox.ready", "done-file");
    others.put("payout.inbox.age-min-ms", "0");
    others.put("payout.inbox.charset", "GB18030");
    others.put("payout.inbox.on-invalid-line", "reject-line");
    others.put("payout.batch.lines-max", "1");
    others.put("payout.day.amount-max", "1.00");
    others.put("payout.day.on-limit", "next-day");
    others.put("payout.approval", "required");
    others.put("payout.approval.amount-min", "0.01");
    others.put("payout.approval.approvers", "chen wang");
    others.put("payout.approval.expire-hours", "1");
    others.put("payout.approval.folder", "approvals");
    others.put("payout.inbox.owner", "li");
    others.put("payout.archive.keep-days", "30");
    others.put("payout.line.refuse-formulas", "false");
    others.put("payout.file.lines-max", "9000000");
    others.put("payout.file.bytes-max", "1099511627776");
    others.put("payout.line.amount-max", "0.01");
    others.put("payout.file.amount-max", "999999999999999.99");
    others.put("payout.line.serial-bytes-max", "64");
    others.put("payout.outbox.uri", "file:out?chmod=rw-r-----");
    others.put("payout.outbox.charset", "utf-8-bom");
    others.put("payout.outbox.done-file", "true");
    others.put("payout.notify.proxies", "192.0.2.7 198.51.100.0/24");
    others.put("payout.outbox.file-mode", "660");
    others.put("payout.key-readable-by-all", "true");
    others.put("payout.ledger.url", "jdbc:postgresql://db1,db2:5433/payout?sslmode=verify-full");
    others.put("payout.ledger.user", "payout");
    others.put("payout.ledger.password", "secret");
    others.put("payout.language", "zh");
    others.put("payout.alarm.unknown-after-ms", "1");
    others.put("payout.alarm.notify-after-ms", "2");
    others.put("camel.management.host", "0.0.0.0");
    others.put("camel.management.port", "65535");
    return others;
  }
}
