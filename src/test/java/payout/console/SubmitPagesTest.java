package payout.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.ledger.FileRecord;
import payout.testing.ConsoleClient;
import payout.testing.ConsoleClient.Answer;
import payout.testing.Folders;
import payout.testing.PageForms;
import payout.testing.PayoutFile;
import payout.testing.RunningService;

/** Files are brought in by upload and by the form, over HTTP. */
class SubmitPagesTest {

  private static final int BYTES_MAX = 200_000;

  @TempDir private static Path folder;

  private static RunningService service;
  private static Console console;
  private static ConsoleClient li;
  private static int names;

  @BeforeAll
  static void start() {
    service =
        RunningService.in(folder)
            .with("PAYOUT_FILE_BYTES_MAX", Integer.toString(BYTES_MAX))
            .start();
    ConsoleClient.addUser(service.settings(), "li", Role.SUBMITTER);
    ConsoleClient.addUser(service.settings(), "wang", Role.SUBMITTER);
    console = Console.start(service.settings(), service.ledger(), 0);
    li = ConsoleClient.of(console).logIn("li");
  }

  @AfterAll
  static void stop() {
    console.close();
    service.close();
  }

  /** Two ticks of the clock that ends a form without an end are 6 s. */
  @Test
  @Tag("long")
  void a_form_that_is_whole_is_answered_when_it_is_stored_however_long_that_takes()
      throws Exception {
    String stem = next();
    Future<Answer> answer;
    ExecutorService caller = Executors.newSingleThreadExecutor();
    try (Connection ledger =
            DriverManager.getConnection("jdbc:sqlite:" + service.home().resolve("data/ledger.db"));
        Statement sql = ledger.createStatement()) {
      sql.execute("BEGIN IMMEDIATE");
      answer = caller.submit(() -> upload(stem + ".csv", content(stem)));
      await().pollDelay(Duration.ofSeconds(8)).atMost(Duration.ofMinutes(1)).until(() -> true);
      assertThat(answer.isDone()).as("it was answered before it was stored").isFalse();
      sql.execute("ROLLBACK");
    } finally {
      caller.shutdown();
    }

    assertThat(answer.get().status()).isLessThan(400);
    assertThat(service.awaitResult(stem)).contains(",PAID,");
  }

  @Test
  void an_upload_that_is_sent_twice_is_one_file_and_is_paid_once() {
    String stem = next();
    Answer first = upload(stem + ".csv", content(stem));
    Answer second = upload(stem + ".csv", content(stem));

    assertThat(first.status()).isEqualTo(303);
    assertThat(second.location()).isEqualTo(first.location());
    assertThat(service.awaitResult(stem)).contains(",PAID,");
    assertThat(service.timesPaid(stem)).isEqualTo(1);
    assertThat(service.ledger().status().files(stem + ".csv")).hasSize(1);
    assertThat(record(first.location()).submittedBy()).isEqualTo("li");
  }

  @Test
  void several_files_go_together_and_each_refusal_is_told_beside_its_name() {
    String one = next();
    String two = next();
    li.get("/submit");

    Answer both =
        multipart(
            "submit",
            part(one + ".csv", content(one)),
            part("中文 " + two + ".csv", content(two)),
            "--");
    assertThat(both.status()).isEqualTo(303);
    assertThat(both.location()).isEqualTo("/files");
    assertThat(service.awaitResult(one)).contains(",PAID,");
    assertThat(service.awaitResult("中文 " + two)).contains(",PAID,");

    String three = next();
    li.get("/submit");
    Answer mixed = multipart("submit", part(three + ".csv", content(three)), part(".x", "y"), "--");
    assertThat(mixed.status()).isEqualTo(400);
    assertThat(mixed.text())
        .contains(three + ".csv : It was submitted.", "This name is not possible");
    assertThat(service.awaitResult(three)).contains(",PAID,");
  }

  @Test
  void a_name_or_size_that_no_file_may_have_is_refused_and_nothing_is_kept() {
    long before = countFiles();
    for (String name :
        List.of(
            "../x.csv",
            "a/b.csv",
            "..",
            ".hidden.csv",
            "~$lock.csv",
            "x.tmp",
            "x.done",
            "<svg onload=alert(1)>\u202e.csv",
            "n".repeat(200) + ".csv")) {
      Answer answer = upload(name, content(next()));
      assertThat(answer.status()).as(name).isEqualTo(400);
      assertThat(answer.text()).as(name).contains("No payout file can have the name");
      assertThat(answer.body()).doesNotContain("<svg", "\u202e");
    }
    Answer large = upload("large.csv", "x".repeat(BYTES_MAX + 1));
    assertThat(large.status()).isEqualTo(413);
    Answer none = upload("", "");
    assertThat(none.status()).isEqualTo(400);
    assertThat(none.text()).contains("No file was chosen.");
    assertThat(countFiles()).isEqualTo(before);
  }

  @Test
  void an_upload_that_is_cut_off_is_no_file() {
    long before = countFiles();
    String stem = next();
    li.get("/submit");

    Answer cut = multipart("submit", part(stem + ".csv", content(stem)), "", "");

    assertThat(cut.status()).as("the last part has no end").isEqualTo(400);
    assertThat(countFiles()).isEqualTo(before);
    await()
        .atMost(RunningService.PATIENCE)
        .until(() -> Folders.names(service.home().resolve("data/work/uploads")).isEmpty());
  }

  @Test
  void another_file_of_a_name_that_is_not_decided_is_refused() throws Exception {
    String stem = next();
    service.camel().getRouteController().stopRoute("console");
    try {
      assertThat(upload(stem + ".csv", content(stem)).status()).isEqualTo(303);
      Answer other = upload(stem + ".csv", content(next()));
      assertThat(other.status()).isEqualTo(409);
      assertThat(other.text()).contains("is not decided yet");
    } finally {
      service.camel().getRouteController().startRoute("console");
    }
    assertThat(service.awaitResult(stem)).contains(",PAID,");
  }

  @Test
  void a_file_that_is_only_checked_is_never_paid_and_its_report_is_shown() {
    String stem = next();
    long before = countFiles();
    li.get("/submit");

    Answer answer =
        li.upload(
            "/submit",
            Map.of("do", "check"),
            "file",
            stem + ".csv",
            (content(stem) + stem + "-x,nobody,x,1.00,\n").getBytes(UTF_8));

    assertThat(answer.status()).isEqualTo(303);
    assertThat(answer.location()).startsWith("/checks?id=");
    Answer page =
        await()
            .atMost(RunningService.PATIENCE)
            .until(() -> li.get(answer.location()), each -> each.text().contains("CHECK-"));
    assertThat(page.text())
        .contains("The file would be refused.", "CHECK-" + stem, "ACCOUNT_INVALID");
    assertThat(countFiles()).isEqualTo(before);
    ConsoleClient wang = ConsoleClient.of(console).logIn("wang");
    assertThat(wang.get(answer.location()).status()).as("of somebody else").isEqualTo(404);
  }

  @Test
  void thirty_lines_are_pasted_a_fault_is_shown_in_its_cell_mended_and_submitted_once() {
    String stem = next();
    List<String> rows = new ArrayList<>(rows(stem, 30));
    rows.set(16, rows.get(16).replace("\t17.01\t", "\t17.011\t"));
    li.get("/submit");

    Answer faulty =
        li.post(
            "/submit/form",
            Map.of("do", "check", "paste", String.join("\r\n", rows) + "\r\n", "count", "30"));

    assertThat(faulty.status()).isEqualTo(422);
    assertThat(faulty.text()).contains("Faults: 1. Lines: 30", "Row 18, Amount (CNY)");
    assertThat(faulty.body())
        .containsPattern(
            "id=\"amount-18\" name=\"amount\" value=\"17.011\"[^>]*aria-invalid=\"true\"")
        .containsPattern(
            "id=\"amount-17\" name=\"amount\" value=\"16.01\"[^>]*aria-invalid=\"false\"")
        .doesNotContain("value=\"submit\">Submit 30");

    List<Map.Entry<String, String>> mended = typed(rows(stem, 30));
    Answer clean = li.post("/submit/form", with(mended, "do", "check", "count", "30"));
    assertThat(clean.status()).isEqualTo(200);
    assertThat(clean.text()).contains("30 lines, 465.30 CNY: no fault was found");
    String seen = PageForms.hidden(clean, "/submit/form").get("seen");
    List<Map.Entry<String, String>> sent =
        with(mended, "do", "submit", "count", "30", "seen", seen);
    Answer submitted = li.post("/submit/form", sent);
    Answer twice = li.post("/submit/form", sent);

    assertThat(submitted.status()).isEqualTo(303);
    assertThat(twice.location()).isEqualTo(submitted.location());
    FileRecord file = record(submitted.location());
    assertThat(file.name()).matches("form-[0-9]{8}-[0-9a-f]{8}\\.csv");
    assertThat(file.submittedBy()).isEqualTo("li");
    String result = service.awaitResult(file.stem());
    assertThat(result.lines()).hasSize(31);
    assertThat(service.timesPaid(stem + "-30")).isEqualTo(1);
    assertThat(record(submitted.location()).amount()).hasToString("465.30");
  }

  @Test
  void lines_that_were_changed_after_the_check_are_looked_at_first() {
    String stem = next();
    long before = countFiles();
    li.get("/submit");
    List<Map.Entry<String, String>> lines = typed(rows(stem, 2));

    Answer unseen = li.post("/submit/form", with(lines, "do", "submit"));
    Answer other = li.post("/submit/form", with(lines, "do", "submit", "seen", "2:3.03"));

    for (Answer answer : List.of(unseen, other)) {
      assertThat(answer.status()).isEqualTo(409);
      assertThat(answer.text()).contains("Look at the count and the sum", "2 lines, 3.02 CNY");
      assertThat(answer.body()).contains("value=\"" + stem + "-2\"");
    }
    assertThat(countFiles()).isEqualTo(before);
  }

  @Test
  void count_and_sum_that_were_entered_must_hold_and_nothing_typed_is_changed() {
    li.get("/submit");
    List<Map.Entry<String, String>> lines =
        typed(
            List.of(
                "T-1\tpayee@example.com\t 张三\t1.00\t",
                "T-1\tpayee@example.com\t李四\t2.0\t\"><script>alert(1)</script>",
                "=T-3\t12345\t\t1,000.00\t^"));

    Answer answer =
        li.post("/submit/form", with(lines, "do", "check", "count", "2", "total", "3.00 "));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.text())
        .contains("Row 2, Name", "BLANK_AT_END", "Row 3, Serial number", "SERIAL_REPEATED")
        .contains("Row 4, Serial number", "FORMULA", "ACCOUNT_INVALID", "VALUE_MISSING")
        .contains("AMOUNT_INVALID", "SEPARATOR_CHARACTER", "The file states 2 lines, but it has 3.")
        .contains("The sum of the lines must be stated here in plain digits");
    assertThat(answer.body())
        .contains("value=\" 张三\"", "value=\"2.0\"", "value=\"1,000.00\"", "value=\"3.00 \"")
        .doesNotContain("<script>alert");
  }

  @Test
  void a_form_holds_a_thousand_lines_and_no_more_and_keeps_what_does_not_fit() {
    String stem = next();
    li.get("/submit");
    String thousand = String.join("\n", rows(stem, 1000));

    Answer clean = li.post("/submit/form", Map.of("do", "check", "paste", thousand));
    Answer many =
        li.post("/submit/form", Map.of("do", "check", "paste", thousand + "\nx\ty\tz\t1\t"));
    Answer wide = li.post("/submit/form", Map.of("do", "check", "paste", "a\tb\tc\t1\td\te"));

    assertThat(clean.status()).isEqualTo(200);
    assertThat(clean.text()).contains("1000 lines, 500510.00 CNY");
    assertThat(many.status()).isEqualTo(422);
    assertThat(many.text()).contains("These are more than 1000 lines");
    assertThat(many.body()).contains(stem + "-1000\t");
    assertThat(wide.status()).isEqualTo(422);
    assertThat(wide.body()).contains("a\tb\tc\t1\td\te");
  }

  @Test
  void the_form_speaks_chinese_to_the_cell() {
    ConsoleClient reader = ConsoleClient.of(console).speaking("zh-CN").logIn("li");
    reader.get("/submit");

    Answer answer = reader.post("/submit/form", Map.of("do", "check", "paste", "a\tb\tc\td\te"));

    assertThat(answer.text()).contains("第 2 行，收款账号", "录入付款", "付款总笔数");
  }

  private static List<String> rows(String stem, int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> stem + "-" + i + "\tpayee-" + i + "@example.com\t收款人\t" + i + ".01\t工资")
        .toList();
  }

  private static List<Map.Entry<String, String>> typed(List<String> rows) {
    List<Map.Entry<String, String>> fields = new ArrayList<>();
    for (String row : rows) {
      String[] cells = row.split("\t", -1);
      for (int i = 0; i < cells.length; i++) {
        fields.add(Map.entry(SubmitForm.FIELDS.get(i), cells[i]));
      }
    }
    return fields;
  }

  private static List<Map.Entry<String, String>> with(
      List<Map.Entry<String, String>> fields, String... more) {
    List<Map.Entry<String, String>> all = new ArrayList<>(fields);
    for (int i = 0; i < more.length; i += 2) {
      all.add(Map.entry(more[i], more[i + 1]));
    }
    return all;
  }

  private static Answer upload(String name, String content) {
    li.get("/submit");
    return li.upload("/submit", Map.of("do", "submit"), "file", name, content.getBytes(UTF_8));
  }

  private static String part(String name, String content) {
    return "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
        + name
        + "\"\r\nContent-Type: text/csv\r\n\r\n"
        + content;
  }

  /** A form whose parts are given, with what closes it, or nothing. */
  private static Answer multipart(String button, String one, String two, String end) {
    String fields =
        Map.of("token", li.token(), "do", button).entrySet().stream()
            .map(
                each ->
                    "--edge\r\nContent-Disposition: form-data; name=\""
                        + each.getKey()
                        + "\"\r\n\r\n"
                        + each.getValue()
                        + "\r\n")
            .collect(Collectors.joining());
    String body =
        fields
            + one
            + (two.isEmpty() ? "" : "\r\n" + two)
            + (end.isEmpty() ? "" : "\r\n--edge" + end + "\r\n");
    return li.send("/submit", "multipart/form-data; boundary=edge", body.getBytes(UTF_8));
  }

  private static String content(String stem) {
    return PayoutFile.of(stem + ",payee@example.com,张三,1.00,工资");
  }

  private static String next() {
    return "submit-" + ++names;
  }

  private static long countFiles() {
    return service.ledger().status().files(1000).size();
  }

  private static FileRecord record(String file) {
    return service.ledger().status().file(Long.parseLong(file.substring("/files/".length())));
  }
}
