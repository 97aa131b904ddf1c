package payout.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import payout.config.Home;
import payout.config.KeyCheck;
import payout.config.Settings;
import payout.config.SettingsLoader;
import payout.sandbox.SignType;
import payout.testing.ProductionHome;
import payout.testing.TestKeys;

/** What all nodes of a payer must have alike. */
class CommonValuesTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "PAYOUT_EMAIL, payout.email, other@company.example",
    "PAYOUT_ACCOUNT_NAME, payout.account-name, Other",
    "PAYOUT_CHARSET, payout.charset, gbk",
    "PAYOUT_GATEWAY_URL, payout.gateway.url, https://gateway.example/gateway.do",
    "PAYOUT_NOTIFY_VERIFY, payout.notify.verify, false",
    "PAYOUT_BATCH_LINES_MAX, payout.batch.lines-max, 999",
    "PAYOUT_LINE_AMOUNT_MAX, payout.line.amount-max, 5.00",
    "PAYOUT_FILE_AMOUNT_MAX, payout.file.amount-max, 5.00",
    "PAYOUT_LINE_REFUSE_FORMULAS, payout.line.refuse-formulas, false",
    "PAYOUT_DAY_AMOUNT_MAX, payout.day.amount-max, 5.00",
    "PAYOUT_DAY_ON_LIMIT, payout.day.on-limit, next-day",
    "PAYOUT_OUTBOX_URI, payout.outbox.uri, file:elsewhere",
    "PAYOUT_OUTBOX_CHARSET, payout.outbox.charset, gbk",
    "PAYOUT_STATEMENT_APPLY, payout.statement.apply, auto",
    "PAYOUT_LANGUAGE, payout.language, zh"
  })
  void a_setting_that_decides_what_is_paid_or_written_is_compared(
      String variable, String name, String other) {
    Map<String, String> before = values(Map.of());
    Map<String, String> after = values(Map.of(variable, other));

    assertThat(after.get(name)).isNotEqualTo(before.get(name));
    before.remove(name);
    after.remove(name);
    assertThat(after).isEqualTo(before);
  }

  @Test
  void an_approval_is_compared_with_who_may_give_it() {
    Map<String, String> approval =
        Map.of(
            "PAYOUT_APPROVAL", "required",
            "PAYOUT_APPROVAL_APPROVERS", "li wang",
            "PAYOUT_INBOX_OWNER", "zhao");

    assertThat(values(Map.of())).containsEntry("payout.approval", "none");
    assertThat(values(approval))
        .containsEntry("payout.approval", "required")
        .containsEntry("payout.approval.approvers", "li wang");
  }

  @Test
  void what_may_differ_is_not_compared() {
    assertThat(
            values(
                Map.of(
                    "PAYOUT_NODE_NAME", "n2",
                    "PAYOUT_GATEWAY_IN_FLIGHT_MAX", "9",
                    "PAYOUT_INBOX_POLL_MS", "77")))
        .isEqualTo(values(Map.of()));
  }

  /** A value that only one of two nodes has is not compared. */
  @Test
  void owner_and_charset_of_an_inbox_are_compared_by_the_address_of_the_inbox() {
    String home = folder.resolve("home").toString();
    Map<String, String> one =
        values(
            Map.of(
                "PAYOUT_INBOX_URI", "file:own file:/mnt/shared",
                "PAYOUT_INBOX_OWNER", "zhao li"));
    Map<String, String> other =
        values(
            Map.of(
                "PAYOUT_INBOX_URI", "file:/mnt/shared file:/mnt/more",
                "PAYOUT_INBOX_OWNER", "zhao wang",
                "PAYOUT_INBOX_CHARSET", "gbk"));

    assertThat(one)
        .containsEntry("payout.inbox.owner of " + home + "/own", "zhao")
        .containsEntry("payout.inbox.owner of /mnt/shared", "li")
        .containsEntry("payout.inbox.charset of /mnt/shared", "auto");
    assertThat(other)
        .doesNotContainKey("payout.inbox.owner of " + home + "/own")
        .containsEntry("payout.inbox.owner of /mnt/shared", "zhao")
        .containsEntry("payout.inbox.charset of /mnt/shared", "GBK")
        .containsEntry("payout.inbox.owner of /mnt/more", "wang");
  }

  @Test
  void an_act_goes_by_values_that_the_nodes_compare() {
    Map<String, String> all = CommonValues.of(settings(SignType.RSA, Map.of()));

    assertThat(CommonValues.ofActs(settings(SignType.RSA, Map.of())))
        .containsKeys("payout.approval", "payout.approval.approvers", "payout.day.amount-max")
        .allSatisfy((name, value) -> assertThat(all).containsEntry(name, value));
  }

  @ParameterizedTest
  @EnumSource(SignType.class)
  void no_secret_and_no_account_is_among_them(SignType type) {
    Map<String, String> values =
        new TreeMap<>(CommonValues.of(settings(type, Map.of("PAYOUT_EXTEND_PARAM", "a^b"))));

    assertThat(values).containsEntry("payout.sign-type", type.name());
    assertThat(values.toString())
        .doesNotContain(TestKeys.MD5_KEY, "payer@company.example", "毛毛有限公司", "a^b", "BEGIN");
    assertThat(values.keySet())
        .contains(type == SignType.MD5 ? "payout.md5-key" : "payout.private-key-file");
  }

  private Map<String, String> values(Map<String, String> more) {
    return new TreeMap<>(CommonValues.of(settings(SignType.RSA, more)));
  }

  private Settings settings(SignType type, Map<String, String> more) {
    Path home = folder.resolve("home");
    Map<String, String> all =
        ProductionHome.make(home, URI.create("http://127.0.0.1:1/gateway.do"), type);
    all.putAll(more);
    return new SettingsLoader(new Home(home, Path.of("").toAbsolutePath()), all, KeyCheck.NONE)
        .production();
  }
}
