package payout.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.batch.ChinaClock;
import payout.config.Home;
import payout.config.KeyCheck;
import payout.config.Settings;
import payout.config.SettingsLoader;
import payout.ledger.AuditLedger.Filter;
import payout.ledger.Ledger;
import payout.ledger.Source;
import payout.ledger.sql.LedgerAddress;
import payout.sandbox.SignType;
import payout.testing.ConsoleClient;
import payout.testing.ProductionHome;

/** Who is let in by a proxy, which tokens may act, what is recorded of it, and what is shown. */
class GuardsTest {

  private static final String USER = "X-Remote-User";
  private static final String KEY = "0123456789abcdef0123456789abcdef";

  @TempDir private Path folder;

  private Settings settings;
  private Ledger ledger;
  private Console console;

  private void start(Map<String, String> environment) {
    Map<String, String> all =
        ProductionHome.make(folder, URI.create("http://127.0.0.1:9/gateway.do"), SignType.RSA);
    all.putAll(environment);
    settings = new SettingsLoader(new Home(folder, Path.of("")), all, KeyCheck.NONE).production();
    ledger =
        Ledger.run(
            new LedgerAddress("jdbc:sqlite:" + folder.resolve("ledger.db"), "", ""),
            "PRODUCTION",
            new ChinaClock(Clock.systemUTC()));
    ConsoleClient.addUser(settings, "li", Role.SUBMITTER);
    ConsoleClient.addUser(settings, "chen", Role.APPROVER, Role.OPERATOR);
    console =
        Console.start(
            settings, ledger, 0, () -> List.of("The server <files> of the outbox is away."));
  }

  private void startBehindProxy(String secondFactor) {
    start(
        Map.of(
            "PAYOUT_CONSOLE_PROXY_PEERS", "127.0.0.1",
            "PAYOUT_CONSOLE_PROXY_HEADER", USER,
            "PAYOUT_CONSOLE_PROXY_SECRET", KEY,
            "PAYOUT_CONSOLE_SECOND_FACTOR", "required",
            "PAYOUT_CONSOLE_PROXY_SECOND_FACTOR", secondFactor));
  }

  @AfterEach
  void stop() {
    console.close();
    ledger.close();
  }

  // ---- log-in by a proxy

  @Test
  void whom_the_proxy_names_is_logged_in_and_forms_work() {
    startBehindProxy("false");
    ConsoleClient browser = proxied("li");

    assertThat(browser.get("/sessions").text()).contains("li (this one)");
    assertThat(browser.get("/assets/console.css").status()).isEqualTo(200);
    assertThat(ledger.sessions().of("li", 9)).as("one session").hasSize(1);
    assertThat(browser.get("/submit").status()).isEqualTo(200);
    assertThat(browser.post("/logout", Map.of()).location()).isEqualTo("/login");
    assertThat(audited()).containsExactly("LOGOUT li", "LOGIN li PROXY");
    assertThat(browser.get("/sessions").status()).as("the proxy names li still").isEqualTo(200);
  }

  @Test
  void a_session_ends_when_the_proxy_names_another_user() {
    startBehindProxy("false");
    ConsoleClient browser = proxied("li");
    browser.get("/submit");

    browser.through(USER, "chen");

    assertThat(browser.get("/sessions").text()).contains("chen (this one)");
    assertThat(ledger.sessions().of("li", 9)).isEmpty();
    assertThat(browser.get("/submit").status()).as("chen submits nothing").isEqualTo(403);
    assertThat(audited())
        .containsExactly("LOGIN chen PROXY", "SESSION_ENDED li PROXY", "LOGIN li PROXY");
  }

  @Test
  void a_form_of_the_user_before_is_refused() {
    startBehindProxy("false");
    ConsoleClient browser = proxied("li");
    browser.get("/sessions");

    browser.through(USER, "chen");

    assertThat(browser.post("/sessions/end", Map.of("session", "x")).status()).isEqualTo(403);
  }

  @Test
  void a_name_that_no_user_has_gets_nothing_but_a_sentence() {
    startBehindProxy("false");
    ConsoleClient browser = proxied("mallory");

    for (int i = 0; i < 20; i++) {
      ConsoleClient.Answer answer = browser.get("/");
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.text()).contains("no user of this console").doesNotContain("mallory");
    }
    assertThat(audited()).as("told once").containsExactly("LOGIN_FAILED PROXY");
  }

  @Test
  void the_header_from_anybody_else_is_ignored() {
    startBehindProxy("false");
    ConsoleClient withoutSecret = ConsoleClient.of(console).through(USER, "chen");
    ConsoleClient wrongSecret =
        ConsoleClient.of(console)
            .through(USER, "chen")
            .through(ProxyLogin.SECRET, KEY.replace('0', '1'));

    assertThat(withoutSecret.get("/").location()).isEqualTo("/login");
    assertThat(wrongSecret.get("/").location()).isEqualTo("/login");
    assertThat(withoutSecret.logIn("li").get("/sessions").text())
        .as("the password counts")
        .contains("li (this one)");
  }

  @Test
  void nothing_is_believed_where_no_proxy_is_set_or_the_peer_is_another() {
    start(Map.of());
    assertThat(proxied("li").get("/").location()).isEqualTo("/login");
    stop();
    start(
        Map.of(
            "PAYOUT_CONSOLE_PROXY_PEERS", "192.0.2.9",
            "PAYOUT_CONSOLE_PROXY_HEADER", USER,
            "PAYOUT_CONSOLE_PROXY_SECRET", KEY));
    assertThat(proxied("li").get("/").location()).isEqualTo("/login");
  }

  @Test
  void a_proxy_proves_a_second_factor_only_where_a_setting_says_so() {
    startBehindProxy("false");
    proxied("chen").get("/");
    assertThat(ledger.sessions().of("chen", 9)).singleElement().matches(each -> !each.proved());
    stop();
    startBehindProxy("true");
    ledger.users().changed("chen", "", "root", Source.UNKNOWN);
    proxied("chen").get("/");
    assertThat(ledger.sessions().of("chen", 9)).singleElement().matches(each -> each.proved());
  }

  // ---- tokens

  @Test
  void a_token_performs_no_act_where_a_second_factor_is_required_and_reads_all_the_same() {
    start(Map.of("PAYOUT_CONSOLE_SECOND_FACTOR", "required"));
    ApiCaller api = new ApiCaller(console.port());
    String token = ApiCaller.token(ledger.tokens(), "chen", Role.APPROVER, Role.OPERATOR);

    ApiCaller.Answer answer = api.post(token, "/resume", "{'reason':'r'}");

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.detail()).contains("payout.console.second-factor=required");
    assertThat(api.get(token, "/files").status()).isEqualTo(200);
    assertThat(audited()).isEmpty();
  }

  @Test
  void wrong_tokens_are_throttled_and_a_valid_one_is_let_in_all_the_same() {
    start(Map.of());
    ApiCaller api = new ApiCaller(console.port());
    String token = ApiCaller.token(ledger.tokens(), "li", Role.SUBMITTER);

    for (int i = 0; i < 30; i++) {
      assertThat(api.get("guess-" + i, "/files").status()).isEqualTo(401);
    }

    ApiCaller.Answer more = api.get("guess-30", "/files");
    assertThat(more.status()).isEqualTo(429);
    assertThat(more.text()).doesNotContain("guess");
    assertThat(api.get(token, "/files").status()).isEqualTo(200);
  }

  // ---- what is recorded, and shown

  @Test
  void the_audit_trail_tells_log_ins_and_users_in_words_of_both_languages() {
    start(Map.of());
    ledger.users().changed("li", "SECOND_FACTOR_SET", "root", Source.UNKNOWN);
    ConsoleClient li = ConsoleClient.of(console);
    li.get("/login");
    for (int i = 0; i < 6; i++) {
      li.post("/login", Map.of("user", "li", "password", "my other password"));
    }
    li.post("/login", Map.of("user", "hunter2", "password", "x"));
    ConsoleClient chen = ConsoleClient.of(console).logIn("chen");

    assertThat(chen.get("/audit").text())
        .contains("logged in", "failed to log in", "too many failures", "changed a user")
        .contains("set a new second factor")
        .doesNotContain("hunter2", "my other password", "TOO_MANY", "LOGIN", "SECOND_FACTOR");
    assertThat(chen.speaking("zh-CN").get("/audit").text())
        .contains("失败次数过多", "设置了新的第二因素")
        .doesNotContain("TOO_MANY", "LOGIN", "SECOND_FACTOR");
  }

  @Test
  void the_first_page_shows_what_is_down_and_what_is_lost() {
    start(Map.of());
    ConsoleClient li = ConsoleClient.of(console).logIn("li");
    assertThat(li.get("/").body())
        .contains("A part of the service is down")
        .contains("The server &lt;files&gt; of the outbox is away.")
        .doesNotContain("do not know", "Nothing needs a person");

    ledger.lostFiles().record("/data/inbox/.done", Set.of("pay-1.csv", "pay-2.csv"));

    assertThat(li.get("/").text())
        .contains("The ledger does not know files", "Count: 2", "pay-1.csv (/data/inbox/.done)");
    assertThat(li.speaking("zh-CN").get("/").text()).contains("账本不认识", "服务的一部分不可用");
  }

  private ConsoleClient proxied(String user) {
    return ConsoleClient.of(console).through(USER, user).through(ProxyLogin.SECRET, KEY);
  }

  /** Kind, who and how, the newest first. */
  private List<String> audited() {
    return ledger
        .audit()
        .entries(Filter.ALL)
        .map(each -> (each.kind() + " " + each.who() + " " + each.detail()).strip())
        .map(text -> text.replaceAll(" +", " "))
        .toList();
  }
}
