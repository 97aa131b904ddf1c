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
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import payout.batch.Payer;
import payout.batch.RequestCharset;
import payout.config.LedgerSettings.Standby;
import payout.config.Settings.Kind;

class SettingsLoaderTest {

  private static final Map<String, String> OTHERS = others();

  @TempDir private Path folder;

  @Test
  void needs_little_more_than_the_payer_and_the_keys() {
    TestHome home = TestHome.valid(folder);
    Path root = home.home.root();

    Settings settings = home.production();

    assertThat(settings.kind()).isEqualTo(Kind.PRODUCTION);
    assertThat(settings.home()).isEqualTo(home.home);
    assertThat(settings.payer())
        .isEqualTo(
            new Payer(
                "2088002464631181",
                "biz_932@alitest.com",
                "毛毛",
                "",
                "",
                "https://mapi.alipay.com/gateway.do",
                RequestCharset.UTF_8));
    assertThat(settings.signing())
        .isEqualTo(new SigningSettings("RSA", "", "OWN KEY", "GATEWAY KEY"));
    assertThat(settings.gateway())
        .asString()
        .contains("url=https://mapi.alipay.com/gateway.do", "connectTimeoutMs=8000")
        .contains("readTimeoutMs=30000", "inFlightMax=2", "resendDelayMs=60000")
        .contains("resendDelayMaxMs=3600000", "pauseMs=900000");
    assertThat(settings.notification())
        .asString()
        .contains("url=https://pay.example.com/alipay/notify", "host=0.0.0.0", "port=8080")
        .contains("path=/alipay/notify", "verify=true", "proxies=[]");
    assertThat(settings.inbox())
        .asString()
        .contains("endpoints=[file:" + root + "/inbox]", "pollMs=1000", "ready=AGE")
        .contains("ageMinMs=5000", "charset=auto", "onInvalidLine=REJECT_FILE")
        .contains("archiveKeepDays=0");
    assertThat(settings.limits())
        .asString()
        .contains("batchLinesMax=1000", "refuseFormulas=true", "fileLinesMax=5000000")
        .contains("fileBytesMax=1073741824", "lineAmountMax=1000000.00")
        .contains("fileAmountMax=100000000.00", "serialBytesMax=32");
    assertThat(settings.acceptance())
        .asString()
        .contains("dayAmountMax=null", "onLimit=HOLD", "approvalFrom=null", "approvers=[]")
        .contains("approvalHours=72", "approvalFolder=null", "inboxOwners=[]");
    assertThat(settings.outbox())
        .asString()
        .contains("endpoint=file:" + root + "/outbox", "charset=utf-8", "doneFile=false")
        .contains("fileMode=644", "language=EN");
    assertThat(settings.statements()).asString().contains("folder=null", "apply=ASK");
    assertThat(settings.ledger())
        .isEqualTo(
            new LedgerSettings(
                "jdbc:sqlite:" + root + "/data/ledger.db", "", "", Standby.NONE, 400));
    assertThat(settings.alarms())
        .asString()
        .contains("unknownAfterMs=900000", "notifyAfterMs=3600000");
    assertThat(settings.management()).asString().contains("host=127.0.0.1", "port=9876");
    assertThat(settings.camel()).isEmpty();
  }

  @Test
  void lets_the_environment_override_every_setting() throws RefusedValueException {
    Map<String, String> environment = new HashMap<>();
    SettingTable.all().forEach(each -> environment.put(each.variable(), other(each)));
    TestHome home = TestHome.valid(folder);
    home.loader();
    Faults faults = new Faults();

    Path file = home.home.config().resolve(Sources.FILE);
    Sources sources =
        Sources.production(SettingTable.all(), Optional.of(file), environment, faults);
    Values values = Values.read(SettingTable.all(), sources, true, faults);

    faults.throwIfAny();
    for (Setting<?> setting : SettingTable.all()) {
      if (!setting.onlyInSandbox()) {
        Object expected = setting.form().parse(other(setting));
        assertThat((Object) values.of(setting)).as(setting.name()).isEqualTo(expected);
        assertThat(other(setting)).isNotEqualTo(setting.defaultText());
      }
    }
  }

  @Test
  void treats_an_empty_variable_as_not_set() {
    TestHome home =
        TestHome.valid(folder)
            .with("payout.batch.lines-max", "7")
            .withVariable("PAYOUT_BATCH_LINES_MAX", " ");

    assertThat(home.production().limits().batchLinesMax()).isEqualTo(7);
  }

  @Test
  void drops_spaces_around_a_value_but_not_around_a_password() {
    TestHome home =
        TestHome.valid(folder)
            .with("payout.email", " biz@example.com ")
            .with("payout.ledger.password", " secret ");

    Settings settings = home.production();

    assertThat(settings.payer().email()).isEqualTo("biz@example.com");
    assertThat(settings.ledger().password()).isEqualTo(" secret ");
  }

  @Test
  void warns_of_variables_that_look_like_settings() {
    TestHome home =
        TestHome.valid(folder)
            .withVariable("PAYOUT_SERVICE_HOST", "10.0.0.1")
            .withVariable("PAYOUT_GATEWAY_URI", "x")
            .withVariable("PAYOUT_SANDBOX_PORT", "1")
            .withVariable("PAYOUT_HOME", "x")
            .withVariable("PAYOUT_OPTS", "-Xmx1g")
            .withVariable("PATH", "/bin");

    SettingsLoader loader = home.loader();

    assertThat(loader.warnings())
        .containsExactly(
            "The environment variable PAYOUT_GATEWAY_URI is not a setting and is ignored; did you"
                + " mean PAYOUT_GATEWAY_URL?",
            "The environment variable PAYOUT_SERVICE_HOST is not a setting and is ignored.");
    assertThat(loader.production().gateway().url().getHost()).isEqualTo("mapi.alipay.com");
  }

  @Test
  void warns_of_an_inbox_and_of_approvals_that_every_user_can_write() throws IOException {
    TestHome home =
        TestHome.valid(folder)
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
                + " would be paid. Make the account that writes it its owner, give it a group"
                + " that the service is in, and take the permission from all others (chmod"
                + " o-w).",
            "payout.approval.folder names "
                + home.home.resolve("approvals")
                + ", and every user of this machine can write there and so approve what is to be"
                + " paid. Make the account that writes it its owner, give it a group that the"
                + " service is in, and take the permission from all others (chmod o-w).");
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
    Settings settings = TestHome.valid(folder).with("payout.gateway.url", url).production();

    assertThat(settings.gateway().url()).isEqualTo(URI.create(url));
    assertThat(settings.payer().gateway()).isEqualTo(url);
  }

  @Test
  void loads_for_a_check_without_any_setting() {
    Home bare = new Home(folder.resolve("bare"), folder.resolve("product"));

    Settings settings = new SettingsLoader(bare, Map.of(), KeyCheck.NONE).forCheck();

    assertThat(settings.limits().batchLinesMax()).isEqualTo(1000);
    assertThat(settings.payer().partner()).isEmpty();
    assertThat(settings.notification().url()).isEqualTo(URI.create(""));
    assertThat(settings.signing().privateKeyText()).isEmpty();
  }

  @Test
  void refuses_a_check_with_invalid_limits() {
    TestHome home =
        TestHome.valid(folder)
            .with("payout.line.amount-max", "lots")
            .with("payout.private-key-file", "nowhere.pem");

    InvalidSettingsException refused =
        catchThrowableOfType(InvalidSettingsException.class, () -> home.loader().forCheck());

    assertThat(refused.faults()).singleElement().asString().startsWith("payout.line.amount-max is");
  }

  @Test
  void accepts_every_name_of_a_charset() {
    TestHome home = TestHome.valid(folder).with("payout.inbox.charset", "cp936");

    assertThat(home.production().inbox().charset()).isEqualTo("GBK");
  }

  /** A valid value of a setting that is not its default. */
  private static String other(Setting<?> setting) {
    String fallback = setting.defaultText();
    if (OTHERS.containsKey(setting.name())) {
      return OTHERS.get(setting.name());
    }
    if (fallback.matches("[0-9]+")) {
      return String.valueOf(Long.parseLong(fallback) + 1);
    }
    return Stream.of(setting.allowed().split(", | or "))
        .filter(word -> !word.equalsIgnoreCase(fallback))
        .findFirst()
        .orElseThrow();
  }

  /** For what the table itself does not give another value. */
  private static Map<String, String> others() {
    Map<String, String> others = new HashMap<>();
    others.put("payout.partner", "2088999999999999");
    others.put("payout.extend-param", "agent^123456|a^b");
    others.put("payout.charset", "gbk");
    others.put("payout.day.start", "08:30");
    others.put("payout.sign-type", "dsa");
    others.put("payout.md5-key", TestHome.MD5_KEY);
    others.put("payout.email", "other@example.com");
    others.put("payout.account-name", "张三");
    others.put("payout.buyer-account-name", "alias@example.com");
    others.put("payout.gateway.url", "https://gateway.example.com/pay");
    others.put("payout.notify.url", "http://other.example.com/n");
    others.put("payout.notify.host", "::");
    others.put("payout.notify.path", "/n");
    others.put("payout.notify.verify", "FALSE");
    others.put("payout.notify.proxies", "192.0.2.7 198.51.100.0/24 2001:db8::/32");
    others.put("payout.notice.url", "https://robot.example/hook?key=a");
    others.put("payout.notice.secret", "0123456789abcdef");
    others.put("payout.notice.mail.host", "mail.example");
    others.put("payout.notice.mail.from", "pay@example.com");
    others.put("payout.notice.mail.to", "a@example.com b@example.com");
    others.put("payout.console.port", "8890");
    others.put("payout.console.host", "::1");
    others.put("payout.console.public-url", "https://pay.example.com");
    others.put("payout.tracing.endpoint", "https://traces.example.com/v1/traces");
    others.put("payout.console.forwarded.peers", "192.0.2.9");
    others.put("payout.console.proxy.peers", "192.0.2.9");
    others.put("payout.console.proxy.header", "X-Remote-User");
    others.put("payout.console.proxy.secret", "0123456789abcdef0123456789abcdef");
    others.put("payout.inbox.uri", "file:in1 file:in2?include=a.*");
    others.put("payout.inbox.charset", "GB18030");
    others.put("payout.inbox.owner", "li");
    others.put("payout.batch.lines-max", "1");
    others.put("payout.day.amount-max", "1.00");
    others.put("payout.approval.amount-min", "0.01");
    others.put("payout.payee.new-amount-min", "0.02");
    others.put("payout.approval.approvers", "chen wang");
    others.put("payout.line.amount-max", "0.01");
    others.put("payout.file.amount-max", "999999999999999.99");
    others.put("payout.outbox.uri", "file:out?chmod=rw-r-----");
    others.put("payout.outbox.file-mode", "660");
    others.put(
        "payout.ledger.url",
        "jdbc:postgresql://db1,db2:5433/payout?targetServerType=primary&sslmode=verify-full");
    others.put("payout.ledger.user", "payout");
    others.put("payout.node.name", "pay-1.b_c");
    others.put("payout.ledger.password", "secret");
    others.put("payout.ledger.standby", "synchronous");
    others.put("camel.management.host", "0.0.0.0");
    return others;
  }
}
