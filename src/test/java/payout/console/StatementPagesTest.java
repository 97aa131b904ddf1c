package payout.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.ledger.StatementList;
import payout.testing.ConsoleClient;
import payout.testing.ConsoleClient.Answer;
import payout.testing.Folders;
import payout.testing.PageForms;
import payout.testing.PayoutFile;
import payout.testing.RunningService;
import payout.testing.SettableClock;

/** What a statement proves is shown to an approver, who records or dismisses it. */
class StatementPagesTest {

  private static final String ROW =
      "9837\t,1\t,SERIAL-001\t, \t,2026-03-10 10:00:00,张三\t,0.00,12.50,9.00,支付宝,转账,";

  @TempDir private Path folder;

  private final SettableClock clock = SettableClock.ticking();
  private RunningService service;
  private Console console;
  private ConsoleClient chen;
  private ConsoleClient li;
  private String page;

  @BeforeEach
  void start() {
    clock.set(Instant.parse("2026-03-10T02:00:00Z"));
    service =
        RunningService.in(folder)
            .clock(clock)
            .with("PAYOUT_STATEMENT_FOLDER", "statements")
            .simulator(config -> config.notifyDelay(Duration.ofDays(30)))
            .start();
    service.drop("pay.csv", PayoutFile.of("SERIAL-001,a@example.com,张三,12.50,"));
    service.awaitTaken("pay");
    clock.move(Duration.ofDays(1));
    drop();
    ConsoleClient.addUser(service.settings(), "li", Role.SUBMITTER);
    ConsoleClient.addUser(service.settings(), "chen", Role.APPROVER);
    console = Console.start(service.settings(), service.ledger(), 0);
    li = ConsoleClient.of(console).logIn("li");
    chen = ConsoleClient.of(console).logIn("chen");
  }

  @AfterEach
  void stop() {
    console.close();
    service.close();
  }

  private static byte[] text(String row) {
    String text =
        """
        #支付宝账务明细查询
        #账号：[20880024646311810156]
        #起始日期：[2026-03-10 00:00:00]   终止日期：[2026-03-11 00:00:00]
        账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,业务类型,备注
        """;
    return (text + row + "\n").getBytes(Charset.forName("GBK"));
  }

  private void drop() {
    Folders.drop(service.home().resolve("statements"), "<b>s.csv", text(ROW));
    await("the statement")
        .atMost(RunningService.PATIENCE)
        .until(() -> !service.ledger().statementList().newest(1).isEmpty());
    page = "/statements/" + entry().statement().id();
  }

  private StatementList.Entry entry() {
    return service.ledger().statementList().newest(1).get(0);
  }

  private static Map<String, String> with(Map<String, String> form, String name, String value) {
    Map<String, String> all = new LinkedHashMap<>(form);
    all.put(name, value);
    return all;
  }

  @Test
  void an_approver_sees_it_and_records_it_once() {
    assertThat(chen.get("/").body()).contains("data-need=\"PROVED\"", "href=\"/statements\"");
    assertThat(chen.get("/statements").text()).contains("<b>s.csv", "1 lines, 12.50 CNY");
    assertThat(chen.get(page).text())
        .contains("open, proved as paid", "2026-03-10", "Its last lines are missing");
    Answer shown = chen.get(page + "/prove");
    assertThat(shown.text()).contains("SERIAL-001", "12.50", "Record what a statement proves");
    Map<String, String> form = with(PageForms.hidden(shown, page + "/prove"), "reason", "seen");

    Answer done = chen.post(page + "/prove", form);
    Answer again = chen.post(page + "/prove", form);

    assertThat(done.status()).isEqualTo(303);
    assertThat(again.location()).isEqualTo(done.location()).isEqualTo(page + "?done=prove");
    assertThat(chen.follow(done).text()).contains("What the statement proves is recorded.");
    assertThat(service.awaitResult("pay")).contains(",PAID,");
    assertThat(entry().proposed().rows()).isZero();
  }

  @Test
  void an_approver_dismisses_it_with_a_reason() {
    Answer shown = chen.get(page + "/dismiss");
    Map<String, String> form = PageForms.hidden(shown, page + "/dismiss");

    assertThat(chen.post(page + "/dismiss", form).status()).as("no reason").isEqualTo(400);
    assertThat(entry().proposed().rows()).isEqualTo(1);
    Map<String, String> next = PageForms.hidden(chen.get(page + "/dismiss"), page + "/dismiss");
    assertThat(chen.post(page + "/dismiss", with(next, "reason", "forged")).status())
        .isEqualTo(303);

    assertThat(entry().proposed().rows()).isZero();
    assertThat(chen.get("/").body()).doesNotContain("data-need=\"PROVED\"");
    assertThat(chen.get(page + "/prove").status()).isEqualTo(400);
  }

  @Test
  void an_approver_acknowledges_what_it_contradicts() {
    Folders.drop(
        service.home().resolve("statements"),
        "twice.csv",
        text("9838\t,1\t,SERIAL-001\t, \t,2026-03-10 10:00:00,张三\t,0.00,12.50,9.00,支付宝,转账,"));
    await("the second statement")
        .atMost(RunningService.PATIENCE)
        .until(() -> service.ledger().statementList().newest(2).size() == 2);
    String second = "/statements/" + entry().statement().id();
    assertThat(chen.get("/").body()).contains("data-need=\"CONTRADICTED\"");
    assertThat(li.get(second).body()).doesNotContain("/acknowledge\"");
    Answer shown = chen.get(second + "/acknowledge");
    assertThat(shown.text()).contains("SERIAL-001", "12.50", "paid twice");
    Map<String, String> form =
        with(
            PageForms.hidden(shown, second + "/acknowledge"), "reason", "the gateway pays it back");

    Answer done = chen.post(second + "/acknowledge", form);

    assertThat(chen.follow(done).text()).contains("The contradictions are acknowledged.");
    assertThat(chen.get(second).body()).doesNotContain("/acknowledge\"");
    assertThat(chen.get("/").body()).doesNotContain("data-need=\"CONTRADICTED\"");
  }

  @Test
  void who_may_not_approve_reads_only() {
    assertThat(li.get(page).status()).isEqualTo(200);
    assertThat(li.get(page).body()).doesNotContain("/prove\"", "/dismiss\"");
    assertThat(li.get(page + "/prove").status()).isEqualTo(403);
    assertThat(li.get("/statements/999").status()).isEqualTo(404);
    assertThat(li.get("/statements/x").status()).isEqualTo(404);
  }

  @Test
  void another_count_or_sum_than_was_shown_is_refused() {
    Map<String, String> form =
        with(PageForms.hidden(chen.get(page + "/prove"), page + "/prove"), "reason", "seen");

    Answer refused = chen.post(page + "/prove", with(form, "seen-amount", "12.51"));

    assertThat(refused.status()).isEqualTo(409);
    assertThat(entry().proposed().rows()).isEqualTo(1);
  }
}
