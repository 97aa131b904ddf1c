package payout.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each fault is a sentence for the operator who can fix it. */
class FaultSentencesTest {

  @TempDir private Path folder;

  @ParameterizedTest(name = "{0}={1}")
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          payout.partner ~ 2088123 ~ is "2088123"; it must be 16 digits that start with 2088.
          payout.partner ~ 1088002464631181 ~ is "1088002464631181"; it must be 16 digits
          payout.partner ~ ２０８８002464631181 ~ it must be 16 digits that start with 2088.
          payout.email ~ a^b ~ is "a^b"; it must be a text without control characters, ^ and |.
          payout.account-name ~ a|b ~ it must be a text without control characters, ^ and |.
          payout.buyer-account-name ~ a^b ~ it must be a text without control characters
          payout.extend-param ~ agent ~ is "agent"; it must be name^value, several of them separated by |
          payout.extend-param ~ agent^1| ~ it must be name^value
          payout.extend-param ~ a^b^c ~ it must be name^value
          payout.charset ~ utf-16 ~ is "utf-16"; it must be utf-8, gbk or gb2312.
          payout.sign-type ~ RSA2 ~ is "RSA2"; it must be RSA, DSA or MD5.
          payout.gateway.url ~ mapi.alipay.com/gateway.do ~ but it does not start with https://; it must be
          payout.gateway.url ~ http://mapi.alipay.com/gateway.do ~ but only https proves that the answers come
          payout.gateway.url ~ http://127.0.0.1.example.com/gateway.do ~ http is allowed for this machine only
          payout.gateway.url ~ http://localhost.example.com/gateway.do ~ http is allowed for this machine only
          payout.gateway.url ~ ftp://mapi.alipay.com/gateway.do ~ but it does not start with https://
          payout.gateway.url ~ https://mapi.alipay.com ~ but the path is missing
          payout.gateway.url ~ https://mapi.alipay.com/proxy.do ~ would open a proxy
          payout.gateway.url ~ https://mapi.alipay.com/gateway.do?a=b ~ but it must not contain ? or #
          payout.gateway.url ~ https://mapi.alipay.com/gateway.do#top ~ but it must not contain ? or #
          payout.gateway.url ~ https:///gateway.do ~ it
          payout.gateway.url ~ https://mapi.alipay.com/网关 ~ but it contains characters that an address cannot contain
          payout.gateway.url ~ https://mapi alipay.com/gateway.do ~ but it is not an address
          payout.gateway.connect-timeout-ms ~ 0 ~ is "0"; it must be milliseconds from 1 to 600000.
          payout.gateway.connect-timeout-ms ~ 8s ~ is "8s"; it must be milliseconds from 1 to 600000.
          payout.gateway.read-timeout-ms ~ -1 ~ it must be milliseconds from 1 to 600000.
          payout.gateway.in-flight-max ~ 101 ~ is "101"; it must be a whole number from 1 to 100.
          payout.gateway.resend-delay-ms ~ 86400001 ~ it must be milliseconds from 1 to 86400000.
          payout.gateway.resend-delay-max-ms ~ 59999 ~ is 59999; it must be no less than payout.gateway.resend-delay-ms, which is 60000.
          payout.gateway.pause-ms ~ 1e3 ~ it must be milliseconds from 1 to 86400000.
          payout.key-readable-by-all ~ yes ~ is "yes"; it must be true or false.
          payout.outbox.file-mode ~ 0644 ~ is "0644"; it must be three digits such as 644, 640 or 600
          payout.outbox.file-mode ~ 666 ~ is "666"; it must be three digits such as 644, 640 or 600
          payout.outbox.file-mode ~ rw-r--r-- ~ it must be three digits such as 644, 640 or 600
          payout.node.name ~ node 1 ~ is "node 1"; it must be 1 to 64 letters, digits, dots
          payout.notify.url ~ pay.example.com ~ but it does not start with https://
          payout.notify.url ~ https://pay.example.com/notify?x=1 ~ but it must not contain ? or #
          payout.notify.host ~ a b ~ it must be a host name or an address
          payout.notify.port ~ 65536 ~ it must be a port from 1 to 65535, or 0 for any free one.
          payout.notify.path ~ notify ~ it must be a path that starts with /
          payout.notify.path ~ /notify/* ~ it must be a path that starts with /
          payout.notify.path ~ /{notify} ~ it must be a path that starts with /
          payout.notify.path ~ /proxy/notify ~ but a path that starts with /proxy would open a proxy
          payout.notify.verify ~ yes ~ is "yes"; it must be true or false.
          payout.inbox.poll-ms ~ 0 ~ it must be milliseconds from 10 to 3600000.
          payout.inbox.ready ~ done ~ is "done"; it must be age or done-file.
          payout.inbox.age-min-ms ~ 99999999999999999999 ~ it must be milliseconds from 0 to 86400000.
          payout.inbox.charset ~ klingon ~ but no charset has that name; it must be auto, or the name of a charset
          payout.inbox.on-invalid-line ~ skip ~ it must be reject-file or reject-line.
          payout.day.amount-max ~ 0 ~ it must be an amount in yuan above 0
          payout.day.on-limit ~ wait ~ it must be hold or next-day.
          payout.approval ~ yes ~ it must be none or required.
          payout.approval.expire-hours ~ 0 ~ it must be a whole number from 1 to 8760.
          payout.approval.folder ~ inbox/approvals ~ they must be different folders, and neither inside the other.
          payout.approval.folder ~ outbox ~ they must be different folders, and neither inside the other.
          payout.approval.folder ~ data/approvals ~ it must be separate from the program's own folder
          payout.inbox.owner ~ li wang ~ names 2 and payout.inbox.uri has 1; each inbox needs one owner.
          payout.archive.keep-days ~ -1 ~ it must be a whole number from 0 to 36500.
          payout.batch.lines-max ~ 1001 ~ is "1001"; it must be a whole number from 1 to 1000.
          payout.line.refuse-formulas ~ no ~ it must be true or false.
          payout.file.lines-max ~ 9000001 ~ it must be a whole number from 1 to 9000000.
          payout.file.bytes-max ~ 0 ~ it must be a whole number from 1 to 1099511627776.
          payout.line.amount-max ~ 1,000.00 ~ it must be an amount in yuan above 0
          payout.line.amount-max ~ 0.00 ~ it must be an amount in yuan above 0
          payout.file.amount-max ~ 1e6 ~ it must be an amount in yuan above 0
          payout.file.amount-max ~ 0.001 ~ it must be an amount in yuan above 0
          payout.line.serial-bytes-max ~ 65 ~ it must be a whole number from 1 to 64.
          payout.outbox.charset ~ utf-16 ~ it must be utf-8, utf-8-bom or gbk.
          payout.ledger.url ~ jdbc:h2:data/ledger ~ it must be jdbc:sqlite:<file> or jdbc:postgresql://<host>/<database>.
          payout.ledger.url ~ jdbc:sqlite: ~ but a ledger must be a file, otherwise it is lost with the process
          payout.ledger.url ~ jdbc:sqlite::memory: ~ but a ledger must be a file, otherwise it is lost with the process
          payout.ledger.url ~ jdbc:sqlite:file:x?mode=memory ~ but the program sets the parameters
          payout.ledger.url ~ jdbc:sqlite:data/l.db?synchronous=OFF ~ but the program sets the parameters
          payout.ledger.url ~ jdbc:postgresql:payout ~ it must be jdbc:sqlite:<file> or
          payout.ledger.url ~ jdbc:postgresql://db/payout?socketTimeout=0 ~ but the program sets the parameter socketTimeout
          payout.ledger.url ~ jdbc:postgresql://db/payout?sslmode=require&tcpKeepAlive=false ~ sets the parameter tcpKeepAlive
          payout.ledger.url ~ jdbc:postgresql://db/payout?readOnly=true ~ or relies on its default; remove it
          payout.ledger.url ~ jdbc:postgresql://db/payout?options=-c%20lock_timeout=0 ~ but its parameter options changes
          payout.ledger.url ~ jdbc:postgresql://db/payout?targetServerType=any ~ but targetServerType must be primary
          payout.ledger.url ~ jdbc:postgresql://a,b/payout ~ but several hosts need the parameter targetServerType=primary
          payout.ledger.standby ~ two ~ it must be none or synchronous.
          payout.ledger.standby ~ synchronous ~ and only a PostgreSQL ledger has standbys.
          payout.language ~ de ~ is "de"; it must be en or zh.
          camel.management.port ~ x ~ it must be a port from 1 to 65535
          camel.management.port ~ 8080 ~ are both 8080; each needs a separate port.
          """)
  void reports_what_is_allowed(String name, String value, String sentence) {
    List<String> faults = faults(TestHome.valid(folder).with(name, value));

    assertThat(faults).singleElement().asString().contains(name).contains(sentence).endsWith(".");
  }

  @Test
  void requires_somebody_who_can_approve() {
    TestHome home = TestHome.valid(folder).with("payout.approval", "required");

    assertThat(faults(home))
        .hasSize(2)
        .anyMatch(fault -> fault.startsWith("payout.approval.approvers is missing; "))
        .anyMatch(fault -> fault.startsWith("payout.inbox.owner is missing; "));
    home.with("payout.inbox.owner", "li").with("payout.approval.approvers", "Li");
    assertThat(faults(home))
        .singleElement()
        .asString()
        .startsWith("payout.approval.approvers names no one except li, who owns an inbox");
    for (String commas : new String[] {"li,chen", "li, chen", "li;chen", "li、chen", "li，chen"}) {
      home.with("payout.approval.approvers", commas);
      assertThat(faults(home))
          .as(commas)
          .anyMatch(fault -> fault.contains("separated by spaces, not by commas: li chen"));
    }
    home.with("payout.approval.approvers", "li chen");
    assertThat(home.production().acceptance().approvers()).containsExactly("li", "chen");
    home.without("payout.approval.approvers").with("payout.approval.folder", "approvals");
    assertThat(home.production().acceptance().approvalFolder().isAbsolute()).isTrue();
  }

  @Test
  void names_what_is_missing() {
    TestHome bare = TestHome.valid(folder);
    bare.file.clear();

    assertThat(faults(bare))
        .containsExactly(
            "payout.partner is missing; it must be 16 digits that start with 2088.",
            "payout.email is missing; it must be a text without control characters, ^ and |.",
            "payout.account-name is missing; it must be a text without control characters, ^ and"
                + " |.",
            "payout.notify.url is missing; it must be the http or https address at which the"
                + " gateway reaches this machine, with no query.",
            "payout.private-key-file is missing; payout.sign-type=RSA needs it.",
            "payout.gateway-public-key-file is missing; payout.sign-type=RSA needs it.");
  }

  @Test
  void refuses_a_home_that_does_not_exist() {
    Home nowhere = new Home(folder.resolve("nowhere"), folder.resolve("product"));
    SettingsLoader loader = new SettingsLoader(nowhere, Map.of(), KeyCheck.NONE);

    assertThat(catchThrowableOfType(InvalidSettingsException.class, loader::production).faults())
        .contains("PAYOUT_HOME names " + nowhere.root() + "; it must be a folder that exists.");
  }

  @Test
  void counts_an_empty_value_as_missing() {
    assertThat(faults(TestHome.valid(folder).with("payout.partner", "  ")))
        .containsExactly("payout.partner is missing; it must be 16 digits that start with 2088.");
  }

  @Test
  void lists_every_fault_at_once() {
    TestHome spoiled =
        TestHome.valid(folder)
            .with("payout.partner", "1")
            .with("payout.batch.lines-max", "0")
            .with("payout.inbox.uri", "file:inbox?noop=true")
            .with("payout.private-key-file", "nowhere.pem")
            .with("payout.colour", "red");

    InvalidSettingsException refused =
        catchThrowableOfType(InvalidSettingsException.class, spoiled::production);

    assertThat(refused.faults()).hasSize(5);
    assertThat(refused).hasMessageStartingWith("The settings have 5 faults:\n- payout.colour in");
  }

  @Test
  void names_the_variable_that_a_value_came_from() {
    TestHome home =
        TestHome.valid(folder).withVariable("PAYOUT_NOTIFY_PORT", "tcp://10.0.0.1:8080");

    assertThat(faults(home))
        .containsExactly(
            "payout.notify.port is \"tcp://10.0.0.1:8080\" (from the environment variable"
                + " PAYOUT_NOTIFY_PORT); it must be a port from 1 to 65535, or 0 for any free"
                + " one.");
  }

  @Test
  void keeps_a_sentence_on_one_line_and_short() {
    String value = "x\ny" + "z".repeat(500);

    assertThat(faults(TestHome.valid(folder).with("payout.charset", value)))
        .singleElement()
        .asString()
        .startsWith("payout.charset is \"x?yzzz")
        .hasSizeLessThan(200);
  }

  @Test
  void refuses_a_payer_that_the_charset_cannot_encode() {
    TestHome home =
        TestHome.valid(folder).with("payout.charset", "gb2312").with("payout.account-name", "朱镕基");

    assertThat(faults(home))
        .containsExactly(
            "payout.account-name is \"朱镕基\", but payout.charset=gb2312 lacks a character of it.");
  }

  @Test
  void refuses_extra_parameters_of_more_than_200_characters() {
    TestHome test = TestHome.valid(folder);

    assertThat(test.with("payout.extend-param", "名^" + "值".repeat(198)).production()).isNotNull();
    assertThat(faults(test.with("payout.extend-param", "名^" + "值".repeat(199))))
        .singleElement()
        .asString()
        .contains("payout.extend-param", "at most 200 characters together");
  }

  @Test
  void requires_a_user_for_postgresql() {
    TestHome home = TestHome.valid(folder).with("payout.ledger.url", "jdbc:postgresql://db/payout");

    assertThat(faults(home))
        .containsExactly("payout.ledger.user is missing; a PostgreSQL ledger needs one.");
  }

  static List<String> faults(TestHome home) {
    return catchThrowableOfType(InvalidSettingsException.class, home::production).faults();
  }
}
