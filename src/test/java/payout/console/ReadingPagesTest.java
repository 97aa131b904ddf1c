package payout.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import payout.batch.LineState;
import payout.batch.PersonNames;
import payout.ledger.About;
import payout.ledger.Act;
import payout.ledger.AuditKind;
import payout.ledger.AuditLedger;
import payout.ledger.BatchRecord;
import payout.ledger.FileRecord;
import payout.ledger.Settlement;
import payout.ledger.Source;
import payout.sandbox.Fault;
import payout.sandbox.FaultKind;
import payout.testing.ConsoleClient;
import payout.testing.ConsoleClient.Answer;
import payout.testing.PayoutFile;
import payout.testing.RunningService;

/** What a viewer sees: overview, files, payments, and who did what. */
class ReadingPagesTest {

  /** More than a page of batches, of payments and of outputs has. */
  private static final int MANY = 205;

  private static final String ACCOUNT = "zhou.many@example.com";
  private static final String PHONE = "13800000002";
  private static final String NAME = "<script>alert(1)</script>";
  private static final String REMARK = "\"><img src=y>${8*8}";
  private static final String HOSTILE = "\"><img src=x onerror=alert(1)>${7*7}";
  private static final Pattern LINK = Pattern.compile("href=\"([^\"]+)\"");

  @TempDir private static Path folder;

  private static RunningService service;
  private static Console console;
  private ConsoleClient viewer;

  @BeforeAll
  static void start() {
    service =
        RunningService.in(folder)
            .with("PAYOUT_BATCH_LINES_MAX", "1")
            .with("PAYOUT_GATEWAY_IN_FLIGHT_MAX", "8")
            .with("PAYOUT_APPROVAL_AMOUNT_MIN", "5000")
            .with("PAYOUT_APPROVAL_APPROVERS", "chen")
            .with("PAYOUT_INBOX_OWNER", "erp")
            .start();
    ConsoleClient.addUser(service.settings(), "wu", Role.VIEWER);
    ConsoleClient.addUser(service.settings(), "chen", Role.APPROVER);
    console = Console.start(service.settings(), service.ledger(), 0);
    service.drop("many.csv", many());
    service.drop(
        HOSTILE + ".csv",
        PayoutFile.of(
            "X/1 ?%#," + PHONE + "," + NAME + ",1.00,\"" + REMARK.replace("\"", "\"\"") + "\""));
    service.drop("fails.csv", new PayoutFile("F", 2, 2).text());
    service.drop("bad.csv", PayoutFile.of("B-1,not an account,张三,1.00,"));
    service.drop("big.csv", PayoutFile.of("G-1,big@example.com,李四,6000.00,bonus"));
    service.awaitResult("many");
    service.awaitResult("fails");
    service.awaitOut(Pattern.quote(HOSTILE) + "\\..*[0-9a-f]{8}\\.result\\.csv");
    service.awaitOut("bad\\..*ack\\.csv");
    service.awaitOut("big\\..*waiting\\.csv");
  }

  private static String many() {
    return PayoutFile.HEADER
        + String.join(
            "\n",
            IntStream.rangeClosed(1, MANY)
                .mapToObj(i -> "M-%03d,%s,周多多,1.00,工资".formatted(i, ACCOUNT))
                .toList())
        + "\n";
  }

  @AfterAll
  static void stop() {
    console.close();
    service.close();
  }

  @BeforeEach
  void log_in() {
    viewer = ConsoleClient.of(console).logIn("wu");
  }

  // ---- overview

  @Test
  void the_overview_says_what_needs_a_person_and_how_today_stands() {
    Answer page = viewer.get("/");

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.body()).contains("data-need=\"APPROVAL\"", "href=\"/waiting\"");
    assertThat(page.text())
        .contains("Files wait for approval Count: 1 Sum: 6000.00 CNY Since ")
        .contains("If nobody acts, nothing of them is paid")
        .containsPattern("settled [34] 20[89] ")
        .containsPattern("rejected 1 ");
  }

  @Test
  void each_need_lists_its_batches_and_another_word_is_no_address() {
    for (String kind :
        List.of("UNKNOWN", "HELD", "PAUSED", "OVERDUE", "CONFLICT", "PROPOSAL", "UNHEARD")) {
      Answer page = viewer.get("/needs/" + kind);
      assertThat(page.status()).as(kind).isEqualTo(200);
      assertThat(page.text()).contains("There is none any more.");
    }
    assertThat(viewer.get("/needs/NOTHING").status()).isEqualTo(404);
  }

  @Test
  void what_is_under_way_renews_itself_with_and_without_javascript_until_it_is_settled() {
    service.gateway().fault(Fault.of(FaultKind.NOTIFY_HOLD).always());
    service.drop("moving.csv", PayoutFile.of("V-1,moving@example.com,李四,7.00,"));
    String batchNo = service.awaitTaken("moving");
    String page = "/files/" + file("moving.csv").id();

    Answer overview = viewer.get("/");
    Answer moving = viewer.get(page);

    assertThat(overview.body())
        .contains("hx-trigger=\"every 2s\"", "<progress max=\"1\" value=\"0\"")
        .contains("<noscript><meta http-equiv=\"refresh\" content=\"5; url=/?renewed=yes\">");
    assertThat(overview.text()).contains("moving.csv 0 of 1 7.00 0.00");
    assertThat(moving.body())
        .contains("hx-get=\"" + page + "?renewed=yes\" hx-trigger=\"every 2s\"")
        .contains("content=\"5; url=" + page + "?renewed=yes\"");
    service.gateway().clearFaults();
    service.awaitResult("moving");
    assertThat(viewer.getPart(page + "?renewed=yes").body())
        .contains("<progress max=\"1\" value=\"1\"", batchNo)
        .doesNotContain("every 2s", "http-equiv=\"refresh\"");
  }

  // ---- files

  @Test
  void files_are_listed_with_the_newest_first_and_filtered_by_the_address() {
    assertThat(names(viewer.get("/files"))).contains("many.csv", "big.csv", "bad.csv");
    assertThat(names(viewer.get("/files?state=REJECTED"))).containsExactly("bad.csv");
    assertThat(names(viewer.get("/files?text=AIL"))).containsExactly("fails.csv");
    assertThat(names(viewer.get("/files?inbox=console"))).isEmpty();
    assertThat(names(viewer.get("/files?day=2020-01-31"))).isEmpty();
    assertThat(viewer.get("/files?state=SETTLED&text=a").body())
        .contains("value=\"SETTLED\" selected", "name=\"text\" value=\"a\"");
    assertThat(viewer.get("/files?state=nonsense").status()).isEqualTo(400);
    assertThat(viewer.get("/files?day=31.1.2026").status()).isEqualTo(400);
    assertThat(viewer.get("/files?after=x").status()).isEqualTo(400);
  }

  @Test
  void the_page_of_a_file_adds_up_its_batches_and_lists_them_in_pages() {
    FileRecord file = file("many.csv");

    Answer first = viewer.get("/files/" + file.id());
    Answer second = viewer.get("/files/" + file.id() + "?batches=200");

    assertThat(first.text())
        .contains("settled 205 205 205.00 0 205 205.00", "205 of 205", file.sha256());
    assertThat(links(first, "/batches/")).hasSize(200);
    assertThat(first.body()).contains("?batches=200\"").doesNotContain("http-equiv=\"refresh\"");
    assertThat(links(second, "/batches/"))
        .hasSize(5)
        .doesNotContainAnyElementsOf(links(first, "/batches/"));
    assertThat(second.body()).doesNotContain("rel=\"next\"");
    assertThat(viewer.get("/files/999999").status()).isEqualTo(404);
    assertThat(viewer.get("/files/1x").status()).isEqualTo(404);
    assertThat(viewer.get("/files/99999999999999999999").status()).isEqualTo(404);
  }

  @Test
  void a_page_offers_acts_to_those_who_may_do_them_and_to_nobody_else() {
    ConsoleClient approver = ConsoleClient.of(console).logIn("chen");
    String big = "/files/" + file("big.csv").id();

    assertThat(links(approver.get(big), big + "/")).contains(big + "/approve", big + "/reject");
    assertThat(links(viewer.get(big), big + "/"))
        .noneMatch(each -> each.matches(".*/(approve|reject)"));
    assertThat(approver.get("/needs/PAUSED").body()).doesNotContain("href=\"/resume\"");
  }

  @Test
  void a_rejected_file_shows_its_faults_and_a_waiting_one_what_it_waits_for() {
    assertThat(viewer.get("/files/" + file("bad.csv").id()).text())
        .contains("ACCOUNT_INVALID", "payee_account", "rejected")
        .doesNotContain("not an account");
    assertThat(viewer.get("/files/" + file("big.csv").id()).text())
        .contains("waiting for approval", "Owner of the inbox erp");
  }

  @Test
  void every_output_is_the_same_as_in_the_outbox_byte_for_byte_also_after_a_correction()
      throws IOException {
    FileRecord failed = file("fails.csv");
    BatchRecord batch = service.ledger().status().batches(failed.id()).get(1);
    service
        .ledger()
        .acts()
        .settle(
            Settlement.line(batch.batchNo(), "F-00002", LineState.PAID).correcting(),
            new Act("chen", "the statement says so", false));
    service.awaitOut("fails\\..*correction-1\\.csv");
    await()
        .atMost(RunningService.PATIENCE)
        .until(() -> service.ledger().status().totals().unpublished() == 0);

    List<String> compared = new ArrayList<>();
    for (String name : List.of("fails.csv", "bad.csv", "big.csv", HOSTILE + ".csv")) {
      for (String link : links(viewer.get("/files/" + file(name).id()), "/files/")) {
        Answer download = viewer.get(link);
        assertThat(download.status()).as(link).isEqualTo(200);
        String output =
            java.net.URLDecoder.decode(
                link.replaceFirst(".*/", ""), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(download.bytes())
            .as(output)
            .isEqualTo(Files.readAllBytes(service.outbox().resolve(output)));
        assertThat(download.header("Content-Disposition")).startsWith("attachment; ");
        compared.add(
            output.replaceFirst("^.*\\.[0-9a-f]{8}\\.", "").replaceFirst("^[0-9a-f]{22,}", "N"));
      }
    }

    assertThat(compared)
        .contains("ack.csv", "waiting.csv", "rejects.csv", "N.result.csv", "result.csv")
        .contains("retry.csv", "correction-1.csv");
    assertThat(audited(AuditKind.DOWNLOADED)).extracting(each -> each.who()).contains("wu");
  }

  @Test
  void a_name_that_the_ledger_did_not_publish_is_nothing_whatever_it_points_to() {
    long id = file("fails.csv").id();
    String ofAnother = service.awaitName("many\\.[0-9a-f]{8}\\.result\\.csv");
    for (String name :
        List.of(
            ofAnother,
            "..%2f..%2fconfig%2fusers",
            "%2e%2e%2f%2e%2e%2fconfig%2fusers",
            "%2fetc%2fpasswd",
            "..%5c..%5cconfig%5cusers",
            "fails.csv",
            "fails.00000000.result.csv",
            service.awaitName("fails\\..*ack\\.csv").replace(".ack.", ".correction-9."),
            service.awaitName("fails\\..*ack\\.csv").replace(".ack.csv", "") + "%00.csv")) {
      assertThat(viewer.get("/files/" + id + "/outputs/" + name).status()).as(name).isEqualTo(404);
    }
    assertThat(viewer.get("/files/" + id + "/outputs/../../../config/users").status())
        .isEqualTo(404);
  }

  // ---- payments

  @Test
  void a_serial_a_batch_number_or_a_files_name_leads_to_the_one_hit() {
    FileRecord file = file("many.csv");
    BatchRecord batch = service.ledger().status().batches(file.id()).get(0);
    String page = "/payments/" + batch.batchNo() + "/M-001";

    assertThat(viewer.get("/payments?q=M-001").location()).isEqualTo(page);
    assertThat(viewer.get("/payments?q=" + batch.batchNo()).location()).isEqualTo(page);
    assertThat(viewer.get("/payments?q=many.csv").location()).isEqualTo("/files/" + file.id());
    assertThat(search("M-001").location()).isEqualTo(page);
    assertThat(search("many.csv").location()).isEqualTo("/files/" + file.id());
    assertThat(viewer.get("/payments?q=nothing-like-it").text())
        .contains("Nothing is known under it.");
    assertThat(viewer.get("/payments").status()).isEqualTo(200);
    assertThat(viewer.get("/payments?q=" + "x".repeat(201)).status()).isEqualTo(400);
  }

  @Test
  void an_account_is_answered_in_the_post_masked_and_page_by_page() {
    Answer first = search(ACCOUNT.toUpperCase(java.util.Locale.ROOT));

    assertThat(first.status()).isEqualTo(200);
    assertThat(first.text()).contains("z***@example.com", "周***").doesNotContain(ACCOUNT, "周多多");
    List<String> payments = new ArrayList<>(links(first, "/payments/"));
    Answer page = first;
    for (int i = 0; i < 10 && page.body().contains("Next page"); i++) {
      page = viewer.post("/payments", Map.of("q", ACCOUNT, "as", "account", "after", after(page)));
      payments.addAll(links(page, "/payments/"));
    }
    assertThat(payments).hasSize(MANY).doesNotHaveDuplicates();
    assertThat(search("nobody@example.com").text()).contains("Nothing is known under it.");
    assertThat(viewer.get("/payments?q=" + ACCOUNT).text())
        .as("an address never looks for an account")
        .contains("Nothing is known under it.");
  }

  @Test
  void accounts_and_names_are_revealed_by_a_form_and_that_is_recorded_first() {
    int before = audited(AuditKind.REVEALED).size();
    search(PHONE);

    Answer list =
        viewer.post("/payments", Map.of("q", PHONE, "as", "account", "after", "", "reveal", "yes"));
    String link = links(list, "/payments/").get(0);
    Answer masked = viewer.get(link);
    Answer page = viewer.post(link, Map.of());

    assertThat(list.text()).contains(PHONE, NAME);
    assertThat(masked.text())
        .contains("138****0002", "<***")
        .doesNotContain(PHONE, "alert(1)</script>");
    assertThat(page.text()).contains(PHONE, NAME);
    List<AuditLedger.Entry> entries = audited(AuditKind.REVEALED);
    assertThat(entries).hasSize(before + 2);
    assertThat(entries.get(0).who()).isEqualTo("wu");
    assertThat(entries.get(0).from()).isEqualTo(new Source(Source.Channel.CONSOLE, "127.0.0.1"));
    assertThat(entries).allSatisfy(each -> assertThat(each.toString()).doesNotContain(PHONE, NAME));
  }

  @Test
  void no_account_stands_in_an_address_or_in_the_log() {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    Level was = root.getLevel();
    log.start();
    root.addAppender(log);
    root.setLevel(Level.DEBUG);
    try {
      Answer list = search(ACCOUNT);
      viewer.post("/payments", Map.of("q", ACCOUNT, "as", "account", "reveal", "yes"));
      viewer.post("/payments", Map.of("q", ACCOUNT, "as", "account", "after", "no position"));

      assertThat(list.asked()).doesNotContain("@");
      assertThat(LINK.matcher(list.body()).results().map(each -> each.group(1)))
          .isNotEmpty()
          .noneMatch(each -> each.contains("@") || each.contains("%40"));
      assertThat(log.list)
          .extracting(ILoggingEvent::getFormattedMessage)
          .noneMatch(each -> each.contains(ACCOUNT) || each.contains("zhou.many%40"));
    } finally {
      root.setLevel(was);
      root.detachAppender(log);
    }
  }

  @Test
  void the_page_of_a_payment_tells_its_story_in_order() {
    FileRecord file = file("many.csv");
    BatchRecord batch = service.ledger().status().batches(file.id()).get(6);

    Answer page = viewer.get("/payments/" + batch.batchNo() + "/M-007");

    assertThat(page.text())
        .containsSubsequence(
            "stands in the file",
            "many.csv:8, SHA-256 " + file.sha256(),
            "was accepted",
            "was posted",
            "the gateway took it",
            "result of a batch");
    assertThat(page.text())
        .contains("a notify was taken", "the gateway finished it", "row 8", "工资");
    assertThat(page.text()).contains("All times are China Standard Time (UTC+8).");
    assertThat(viewer.get("/payments/" + batch.batchNo() + "/M-008").status()).isEqualTo(404);
    assertThat(viewer.get("/payments/nothing/M-007").status()).isEqualTo(404);
  }

  // ---- audit trail

  @Test
  void the_audit_trail_is_filtered_paged_and_exported_without_formulas() {
    AuditLedger audit = service.ledger().audit();
    Source source = new Source(Source.Channel.API, "192.0.2.7");
    for (int i = 0; i < 250; i++) {
      audit.record(AuditKind.LOGIN_FAILED, "=mallory", source, About.thing("=1+" + i), "@SUM(1)");
    }

    Answer first = viewer.get("/audit?who=%3Dmallory&kind=LOGIN_FAILED");
    List<String> pages = new ArrayList<>(List.of(first.body()));
    for (Answer page = first; !next(page).isEmpty() && pages.size() < 9; ) {
      page = viewer.get(next(page));
      pages.add(page.body());
    }
    String csv = viewer.get("/audit.csv?who=%3Dmallory&from=2020-01-01").body();

    assertThat(pages.stream().mapToInt(page -> count(page, "@SUM(1)")).sum()).isEqualTo(250);
    assertThat(pages).hasSize(3);
    assertThat(first.text()).contains("failed to log in", "HTTP interface 192.0.2.7");
    assertThat(csv).startsWith("\uFEFFat,kind,who,channel,address,node,subject,");
    assertThat(csv.lines())
        .hasSize(251)
        .allMatch(line -> !line.contains(",=") && !line.contains(",@"));
    assertThat(csv).contains(",LOGIN_FAILED,'=mallory,API,192.0.2.7,", ",'=1+249,", "'@SUM(1)");
    assertThat(audited(AuditKind.EXPORTED)).isNotEmpty();
    assertThat(viewer.get("/audit?who=nobody").text()).contains("Nobody did anything like that.");
    assertThat(viewer.get("/audit?to=2020-01-01").text())
        .contains("Nobody did anything like that.");
    assertThat(viewer.get("/audit?kind=x").status()).isEqualTo(400);
    assertThat(viewer.get("/audit?file=x").status()).isEqualTo(404);
    assertThat(PersonNames.areSame("=mallory", "= MALLORY")).isTrue();
    assertThat(viewer.get("/audit?who=%3D%20MALLORY").text()).contains("=mallory");
  }

  // ---- all of them

  @Test
  void what_others_wrote_is_shown_as_text() {
    FileRecord file = file(HOSTILE + ".csv");
    String payment = viewer.get("/payments?q=X%2F1%20%3F%25%23").location();
    viewer.get(payment);
    Answer revealed = viewer.post(payment, Map.of());
    Stream<Answer> pages =
        Stream.of(
            viewer.get("/"),
            viewer.get("/files"),
            viewer.get("/files?text=" + ConsoleClient.encoded(HOSTILE)),
            viewer.get("/files/" + file.id()),
            viewer.get("/payments?q=" + ConsoleClient.encoded(HOSTILE)),
            search(HOSTILE),
            viewer.get(payment),
            revealed,
            viewer.get("/audit?who=" + ConsoleClient.encoded(HOSTILE)));

    assertThat(pages)
        .allSatisfy(
            page -> {
              assertThat(page.status()).isEqualTo(200);
              assertThat(page.body()).doesNotContain("<img", "<script>alert", "49.csv");
            });
    assertThat(revealed.text()).contains(NAME, REMARK, HOSTILE + ".csv");
    assertThat(viewer.get("/files").text()).contains(HOSTILE + ".csv");
  }

  @Test
  void every_page_is_there_in_chinese() {
    ConsoleClient chinese = ConsoleClient.of(console).speaking("zh-CN").logIn("wu");

    assertThat(chinese.get("/").text()).contains("需要人工处理", "文件等待审批", "所有时间均为中国标准时间");
    assertThat(chinese.get("/files").text()).contains("等待审批", "筛选");
    assertThat(chinese.get("/files/" + file("many.csv").id()).text()).contains("已完结", "按状态汇总");
    assertThat(chinese.follow(chinese.get("/payments?q=M-001")).text())
        .contains("经过", "已发送", "已付款");
    assertThat(chinese.get("/audit").text()).contains("审计记录", "下载 CSV");
    assertThat(chinese.get("/needs/HELD").text()).contains("批次已暂停");
  }

  // ---- helpers

  private Answer search(String q) {
    viewer.get("/payments");
    return viewer.post("/payments", Map.of("q", q));
  }

  private static FileRecord file(String name) {
    return service.ledger().status().named(name, 1).get(0);
  }

  private static List<AuditLedger.Entry> audited(AuditKind kind) {
    return service
        .ledger()
        .audit()
        .page(AuditLedger.Filter.ALL.of(kind), java.util.Optional.empty(), 200)
        .entries();
  }

  /** The names of the files that a list shows. */
  private static List<String> names(Answer page) {
    return links(page, "/files/").stream()
        .map(link -> Long.parseLong(link.replaceFirst("/files/", "")))
        .map(id -> service.ledger().status().file(id).name())
        .toList();
  }

  /** The links behind the navigation that begin so. */
  private static List<String> links(Answer page, String start) {
    String main = page.body().substring(page.body().indexOf("<main"));
    return LINK.matcher(main)
        .results()
        .map(each -> each.group(1))
        .filter(each -> each.startsWith(start) && !each.contains("?"))
        .toList();
  }

  private static String next(Answer page) {
    Matcher next = Pattern.compile("href=\"([^\"]+)\" rel=\"next\"").matcher(page.body());
    return next.find() ? next.group(1).replace("&amp;", "&") : "";
  }

  /** Where the next page of a search for an account begins. */
  private static String after(Answer page) {
    String form = page.body().substring(page.body().lastIndexOf("name=\"after\""));
    return form.replaceFirst("(?s)^[^>]*value=\"([^\"]*)\".*", "$1");
  }

  private static int count(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }
}
