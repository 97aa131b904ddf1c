package payout.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.batch.FileState;
import payout.ledger.FileRecord;
import payout.ledger.Ledger;
import payout.testing.ConsoleClient;
import payout.testing.ConsoleClient.Answer;
import payout.testing.PageForms;
import payout.testing.PayoutFile;
import payout.testing.RunningService;

/** A file is brought in by one person and approved by another, over HTTP. */
class ApprovalPagesTest {

  @TempDir private static Path folder;

  private static RunningService service;
  private static Console console;
  private static ConsoleClient li;
  private static ConsoleClient chen;
  private static ConsoleClient wang;
  private static int files;

  @BeforeAll
  static void start() {
    service =
        RunningService.in(folder)
            .with("PAYOUT_APPROVAL", "required")
            .with("PAYOUT_APPROVAL_APPROVERS", "chen wang")
            .with("PAYOUT_INBOX_OWNER", "wang")
            .start();
    ConsoleClient.addUser(service.settings(), "li", Role.SUBMITTER);
    ConsoleClient.addUser(service.settings(), "chen", Role.APPROVER, Role.OPERATOR);
    ConsoleClient.addUser(service.settings(), "wang", Role.SUBMITTER, Role.APPROVER);
    console = Console.start(service.settings(), service.ledger(), 0);
    li = ConsoleClient.of(console).logIn("li");
    chen = ConsoleClient.of(console).logIn("chen");
    wang = ConsoleClient.of(console).logIn("wang");
  }

  @AfterAll
  static void stop() {
    console.close();
    service.close();
  }

  @Test
  void a_file_is_uploaded_waits_is_approved_by_another_person_and_is_paid_once() {
    String stem = next();
    String file = upload(li, stem);
    awaitState(file, FileState.AWAITING_APPROVAL);

    Answer inbox = chen.get("/waiting");
    Answer page = chen.get(file + "/approve");

    assertThat(inbox.text()).contains(stem + ".csv", "by li, by the console", "3 Sum (CNY) 61.50");
    assertThat(inbox.body()).contains("href=\"" + file + "/approve\"", file + "/reject");
    assertThat(li.get("/waiting").body()).contains(stem).doesNotContain("/approve\"");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.text())
        .contains(record(file).sha256(), "Approve: 3 lines, 61.50 CNY", "Largest payments")
        .contains("b***@example.com".replace("b", ""))
        .contains("40.00")
        .doesNotContain("payee-b@example.com", "李四四");
    assertThat(page.text().indexOf("40.00")).isLessThan(page.text().indexOf("10.50"));
    Map<String, String> form = PageForms.hidden(page, file + "/approve");
    Answer done = chen.post(file + "/approve", form);
    Answer again = chen.post(file + "/approve", form);

    assertThat(done.status()).isEqualTo(303);
    assertThat(again.status()).isEqualTo(303);
    assertThat(again.location()).isEqualTo(done.location()).startsWith(file);
    Answer told = chen.follow(done);
    assertThat(told.text()).contains("The file is approved.", stem);
    assertThat(service.awaitResult(stem)).contains(stem + "-b").contains(",PAID,");
    assertThat(service.timesPaid(stem + "-b")).isEqualTo(1);
    assertThat(record(file).submittedBy()).isEqualTo("li");
    assertThat(record(file).waited().approvedBy()).isEqualTo("chen");
    assertThat(events(file, "APPROVED")).isEqualTo(1);
  }

  @Test
  void nobody_approves_a_file_of_their_own_however_it_came_in() {
    String uploaded = upload(wang, next());
    awaitState(uploaded, FileState.AWAITING_APPROVAL);
    String stem = next();
    service.drop(stem + ".csv", content(stem));
    String dropped = "/files/" + awaitFile(stem);

    for (String file : new String[] {uploaded, dropped}) {
      Answer page = wang.get(file + "/approve");
      assertThat(page.status()).as(file).isEqualTo(403);
      assertThat(page.text()).contains("another person has to approve it");
      assertThat(PageForms.isThere(page, file + "/approve")).isFalse();
      assertThat(wang.get("/waiting").body()).doesNotContain(file + "/approve\"");
      assertThat(wang.get(file).body()).doesNotContain("/approve\"", "/reject\"");
      assertThat(wang.get(file + "/reject").text()).contains("another person has to reject it");
      assertThat(chen.get(file).body()).contains(file + "/approve\"");
      Map<String, String> form = PageForms.hidden(chen.get(file + "/approve"), file + "/approve");
      assertThat(wang.post(file + "/approve", form).status()).isEqualTo(403);
      Map<String, String> no =
          new LinkedHashMap<>(PageForms.hidden(chen.get(file + "/reject"), file + "/reject"));
      wang.get("/waiting");
      no.remove("token");
      assertThat(wang.post(file + "/reject", with(no, "reason", "mine")).status()).isEqualTo(403);
      assertThat(record(file).state()).isEqualTo(FileState.AWAITING_APPROVAL);
      assertThat(record(file).waited().isApproved()).isFalse();
    }
  }

  @Test
  void what_changed_since_it_was_shown_is_not_approved() {
    String file = upload(li, next());
    awaitState(file, FileState.AWAITING_APPROVAL);
    Map<String, String> form = PageForms.hidden(chen.get(file + "/approve"), file + "/approve");

    assertRefused(409, file, form, "seen-lines", "4");
    assertRefused(409, file, form, "seen-amount", "61.51");
    assertRefused(409, file, form, "seen-sha256", "0".repeat(64));
    assertRefused(409, file, form, "kind", "EXCEED_LIMIT");
    assertRefused(400, file, form, "seen-sha256", "");
    assertRefused(400, file, form, "seen-lines", "");
    assertRefused(400, file, form, "seen-amount", "1e3");

    assertThat(record(file).state()).isEqualTo(FileState.AWAITING_APPROVAL);
  }

  @Test
  void a_form_of_another_session_or_without_a_token_approves_nothing() {
    String file = upload(li, next());
    awaitState(file, FileState.AWAITING_APPROVAL);
    Map<String, String> form = PageForms.hidden(chen.get(file + "/approve"), file + "/approve");
    li.get("/submit");

    for (String token : new String[] {li.token(), "", "x.y"}) {
      Map<String, String> forged = new LinkedHashMap<>(form);
      StringBuilder body = new StringBuilder("token=" + ConsoleClient.encoded(token));
      forged.forEach(
          (name, value) ->
              body.append('&').append(name).append('=').append(ConsoleClient.encoded(value)));
      Answer answer =
          chen.send(
              file + "/approve",
              "application/x-www-form-urlencoded",
              body.toString().getBytes(UTF_8));
      assertThat(answer.status()).as(token).isEqualTo(403);
    }
    assertThat(li.get(file + "/approve").status()).isEqualTo(403);
    assertThat(li.post(file + "/approve", form).status()).isEqualTo(403);
    assertThat(record(file).state()).isEqualTo(FileState.AWAITING_APPROVAL);
  }

  @Test
  void an_approval_that_is_pressed_twice_at_once_is_done_once() throws Exception {
    String stem = next();
    String file = upload(li, stem);
    awaitState(file, FileState.AWAITING_APPROVAL);
    Map<String, String> form = PageForms.hidden(chen.get(file + "/approve"), file + "/approve");

    List<Answer> answers = atOnce(() -> chen.post(file + "/approve", form), 4);

    assertThat(answers)
        .allSatisfy(
            each -> {
              assertThat(each.status()).isEqualTo(303);
              assertThat(each.location()).isEqualTo(file + "?done=approve");
            });
    service.awaitResult(stem);
    assertThat(events(file, "APPROVED")).isEqualTo(1);
    assertThat(service.timesPaid(stem + "-a")).isEqualTo(1);
  }

  @Test
  void of_an_approval_and_a_rejection_at_once_one_is_done_and_the_other_is_told() throws Exception {
    String file = upload(li, next());
    awaitState(file, FileState.AWAITING_APPROVAL);
    Map<String, String> asked = PageForms.hidden(chen.get(file + "/approve"), file + "/approve");
    Map<String, String> yes = with(asked, "token", chen.token());
    asked = PageForms.hidden(chen.get(file + "/reject"), file + "/reject");
    Map<String, String> no = with(with(asked, "token", chen.token()), "reason", "not ours");
    AtomicInteger turn = new AtomicInteger();

    List<Answer> answers =
        atOnce(
            () ->
                turn.getAndIncrement() == 0
                    ? chen.post(file + "/approve", yes)
                    : chen.post(file + "/reject", no),
            2);

    assertThat(answers.stream().map(Answer::status))
        .as("%s", answers)
        .containsExactlyInAnyOrder(303, 409);
    assertThat(answers)
        .filteredOn(each -> each.status() == 409)
        .allSatisfy(each -> assertThat(each.text()).contains("only a file that waits"));
    assertThat(events(file, "APPROVED") + events(file, "REJECTED")).isEqualTo(1);
  }

  private static List<Answer> atOnce(Callable<Answer> press, int times) throws Exception {
    ExecutorService fingers = Executors.newFixedThreadPool(times);
    try {
      List<Answer> answers = new ArrayList<>();
      for (Future<Answer> each : fingers.invokeAll(Collections.nCopies(times, press))) {
        answers.add(each.get());
      }
      return answers;
    } finally {
      fingers.shutdown();
    }
  }

  @Test
  void a_file_is_rejected_with_a_reason_once_and_then_waits_no_more() {
    String file = upload(li, next());
    awaitState(file, FileState.AWAITING_APPROVAL);
    Answer page = chen.get(file + "/reject");
    Map<String, String> form = PageForms.hidden(page, file + "/reject");

    Answer without = chen.post(file + "/reject", with(form, "reason", " \u200b"));
    assertThat(without.status()).isEqualTo(400);
    assertThat(without.text()).contains("Give a reason");
    assertThat(record(file).state()).isEqualTo(FileState.AWAITING_APPROVAL);

    form = with(PageForms.hidden(without, file + "/reject"), "reason", "<i>wrong month</i>");
    assertThat(chen.post(file + "/reject", form).status()).isEqualTo(303);
    assertThat(chen.post(file + "/reject", form).status()).isEqualTo(303);

    assertThat(record(file).state()).isEqualTo(FileState.REJECTED);
    assertThat(record(file).reason()).contains("chen", "wrong month");
    Answer late = chen.get(file + "/approve");
    assertThat(late.status()).isEqualTo(409);
    assertThat(late.text()).contains("only a file that waits can be approved");
    assertThat(late.body()).doesNotContain("<i>");
    assertThat(chen.get("/files/999999/approve").status()).isEqualTo(404);
    assertThat(chen.get("/files/x/reject").status()).isEqualTo(404);
  }

  @Test
  void the_pages_speak_chinese() {
    String file = upload(li, next());
    awaitState(file, FileState.AWAITING_APPROVAL);
    ConsoleClient reader = ConsoleClient.of(console).speaking("zh-CN").logIn("chen");

    assertThat(reader.get("/waiting").text()).contains("等待审批", "通过控制台", "批准", "拒绝");
    assertThat(reader.get(file + "/approve").text()).contains("批准：3 行，61.50 元", "最大的付款");
  }

  private static void assertRefused(
      int status, String file, Map<String, String> form, String field, String value) {
    Answer answer = chen.post(file + "/approve", with(form, field, value));
    assertThat(answer.status()).as(field + " " + value).isEqualTo(status);
    if (status == 409 && field.startsWith("seen")) {
      assertThat(answer.text()).contains("It has changed since the page was shown");
    }
    chen.get(file + "/approve");
  }

  private static Map<String, String> with(Map<String, String> form, String field, String value) {
    Map<String, String> changed = new LinkedHashMap<>(form);
    changed.put(field, value);
    return changed;
  }

  private static String upload(ConsoleClient who, String stem) {
    who.get("/submit");
    Answer answer =
        who.upload(
            "/submit",
            Map.of("do", "submit"),
            "file",
            stem + ".csv",
            content(stem).getBytes(UTF_8));
    assertThat(answer.status()).as("%s", answer).isEqualTo(303);
    assertThat(answer.location()).matches("/files/[0-9]+");
    return answer.location();
  }

  private static String content(String stem) {
    return PayoutFile.of(
        stem + "-a,payee-a@example.com,张三三,10.50,工资",
        stem + "-b,payee-b@example.com,李四四,40.00,工资",
        stem + "-c,13800000002,<script>alert(1)</script>,11.00,<b>x");
  }

  private static String next() {
    return "approve-" + ++files;
  }

  private static FileRecord record(String file) {
    return status().file(Long.parseLong(file.substring("/files/".length())));
  }

  private static long events(String file, String kind) {
    return status().events(record(file)).stream().filter(e -> e.kind().equals(kind)).count();
  }

  private static long awaitFile(String stem) {
    await()
        .atMost(RunningService.PATIENCE)
        .until(
            () ->
                status().files(stem + ".csv").stream()
                    .anyMatch(file -> file.state() == FileState.AWAITING_APPROVAL));
    return status().files(stem + ".csv").get(0).id();
  }

  private static void awaitState(String file, FileState state) {
    await().atMost(RunningService.PATIENCE).until(() -> record(file).state() == state);
  }

  private static payout.ledger.StatusLedger status() {
    Ledger ledger = service.ledger();
    return ledger.status();
  }
}
