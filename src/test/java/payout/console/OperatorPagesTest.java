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
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.batch.BatchState;
import payout.ledger.BatchRecord;
import payout.ledger.FileRecord;
import payout.sandbox.Fault;
import payout.sandbox.FaultKind;
import payout.testing.ConsoleClient;
import payout.testing.ConsoleClient.Answer;
import payout.testing.PageForms;
import payout.testing.PayoutFile;
import payout.testing.ProductionHome;
import payout.testing.RunningService;
import payout.testing.TestPasswords;

/** An operator's acts, each shown first and then done once, over HTTP. */
class OperatorPagesTest {

  @TempDir private static Path folder;

  private static RunningService service;
  private static Console console;
  private static ConsoleClient chen;
  private static int files;

  @BeforeAll
  static void start() {
    service =
        RunningService.in(folder)
            .with("PAYOUT_GATEWAY_RESEND_DELAY_MS", "3600000")
            .with("PAYOUT_GATEWAY_RESEND_DELAY_MAX_MS", "3600000")
            .start();
    ConsoleClient.addUser(service.settings(), "chen", Role.OPERATOR);
    ConsoleClient.addUser(service.settings(), "li", Role.SUBMITTER);
    console = Console.start(service.settings(), service.ledger(), 0);
    chen = ConsoleClient.of(console).logIn("chen");
  }

  @AfterAll
  static void stop() {
    console.close();
    service.close();
  }

  @AfterEach
  void goOn() throws Exception {
    service.gateway().clearFaults();
    service.camel().getRouteController().startRoute("claim-batch");
  }

  @Test
  void a_batch_is_held_and_released_each_once_and_its_page_tells_the_story() throws Exception {
    BatchRecord batch = ready();
    String page = "/batches/" + batch.batchNo();
    assertThat(chen.get(page).body()).contains(page + "/hold\"").doesNotContain("/release\"");

    Answer asked = chen.get(page + "/hold");
    assertThat(asked.text()).contains("Hold: 2 lines, 3.00 CNY", "ready", "held");
    act(page + "/hold", "hold");
    assertThat(state(batch)).isEqualTo(BatchState.HELD);

    Answer held = chen.get(page);
    assertThat(held.text())
        .contains("held", "p***@example.com", "an honest reason", "chen")
        .doesNotContain("payee@example.com", "张三三");
    assertThat(held.body())
        .contains("/release\"", "/ours\"", "/settle\"")
        .doesNotContain("/hold\"");
    act(page + "/release", "release");
    assertThat(state(batch)).isEqualTo(BatchState.READY);
    assertThat(events(batch, "HOLD")).isEqualTo(1);
    assertThat(events(batch, "RELEASE")).isEqualTo(1);

    service.camel().getRouteController().startRoute("claim-batch");
    assertThat(service.awaitResult(file(batch).stem())).contains(",PAID,");
  }

  @Test
  void an_act_that_is_pressed_twice_at_once_is_done_once() throws Exception {
    BatchRecord batch = ready();
    String page = "/batches/" + batch.batchNo() + "/hold";
    Map<String, String> form = reasoned(PageForms.hidden(chen.get(page), page));
    ExecutorService fingers = Executors.newFixedThreadPool(4);

    List<Future<Answer>> answers =
        fingers.invokeAll(Collections.nCopies(4, () -> chen.post(page, form)));
    fingers.shutdown();

    for (Future<Answer> each : answers) {
      assertThat(each.get().status()).isEqualTo(303);
      assertThat(each.get().location()).endsWith("?done=hold");
    }
    assertThat(state(batch)).isEqualTo(BatchState.HELD);
    assertThat(events(batch, "HOLD")).isEqualTo(1);
    act("/batches/" + batch.batchNo() + "/release", "release");
  }

  @Test
  void a_whole_file_is_held_and_released() throws Exception {
    BatchRecord batch = ready();
    String page = "/files/" + batch.fileId();

    act(page + "/hold", "hold");
    assertThat(state(batch)).isEqualTo(BatchState.HELD);
    act(page + "/release", "release");
    assertThat(state(batch)).isEqualTo(BatchState.READY);

    service.camel().getRouteController().startRoute("claim-batch");
    service.awaitResult(file(batch).stem());
  }

  @Test
  void an_unknown_batch_is_sent_again_and_paid_once() {
    service.gateway().fault(Fault.of(FaultKind.CLOSE).withoutTaking());
    BatchRecord batch = awaitState(drop(), BatchState.UNKNOWN);

    act("/batches/" + batch.batchNo() + "/resend", "resend");

    assertThat(service.awaitResult(file(batch).stem())).contains(",PAID,");
    assertThat(service.timesPaid(file(batch).stem() + "-a")).isEqualTo(1);
  }

  @Test
  void a_held_batch_is_marked_as_ours() throws Exception {
    BatchRecord batch = ready();
    String page = "/batches/" + batch.batchNo();
    act(page + "/hold", "hold");

    act(page + "/ours", "ours");

    assertThat(state(batch)).isEqualTo(BatchState.TAKEN);
    service.camel().getRouteController().startRoute("claim-batch");
  }

  @Test
  void lines_are_settled_by_hand_one_as_failed_and_the_rest_as_paid() {
    service.gateway().fault(Fault.of(FaultKind.NOTIFY_NEVER));
    BatchRecord batch = awaitState(drop(), BatchState.TAKEN);
    String page = "/batches/" + batch.batchNo() + "/settle";
    String serial = file(batch).stem() + "-a";
    assertThat(chen.get(page).body()).contains("value=\"" + serial + "\"");

    Answer early = chen.post(page + "/preview", List.of(of("as", "FAILED"), of("serial", serial)));
    assertThat(early.status()).isEqualTo(409);
    assertThat(early.text()).contains("may have been sent");
    Answer shown =
        chen.post(
            page + "/preview",
            List.of(of("as", "FAILED"), of("serial", serial), of("early", "yes")));
    assertThat(shown.status()).isEqualTo(200);
    assertThat(shown.text()).contains("1 lines, 1.00 CNY", serial);
    assertThat(state(batch)).isEqualTo(BatchState.TAKEN);
    post(page, shown, "settle");
    post(page, shown, "settle");
    assertThat(service.ledger().status().batches(batch.batchNo()).get(0).openLines()).isEqualTo(1);

    chen.get(page);
    Answer rest = chen.post(page + "/preview", Map.of("as", "PAID", "which", "all"));
    assertThat(rest.text()).contains("1 lines, 2.00 CNY");
    Map<String, String> changed = new LinkedHashMap<>(PageForms.hidden(rest, page));
    changed.put("seen-lines", "2");
    changed.put("reason", "as the gateway says");
    assertThat(chen.post(page, changed).status()).isEqualTo(409);
    chen.get(page);
    post(page, chen.post(page + "/preview", Map.of("as", "PAID", "which", "all")), "settle");

    assertThat(service.awaitResult(file(batch).stem())).contains(",FAILED,").contains(",PAID,");
    assertThat(chen.get(page).status()).as("no longer offered").isEqualTo(409);
  }

  @Test
  void a_final_result_is_corrected() {
    service.gateway().fault(Fault.of(FaultKind.NOTIFY_NEVER));
    BatchRecord batch = awaitState(drop(), BatchState.TAKEN);
    String page = "/batches/" + batch.batchNo();
    chen.get(page + "/settle");
    Answer all = chen.post(page + "/settle/preview", Map.of("as", "PAID", "which", "all"));
    post(page + "/settle", all, "settle");
    String stem = file(batch).stem();
    service.awaitResult(stem);
    await()
        .atMost(RunningService.PATIENCE)
        .until(() -> chen.get(page).body().contains(page + "/correct\""));

    chen.get(page + "/correct");
    Answer shown =
        chen.post(
            page + "/correct/preview",
            Map.of("as", "FAILED", "serial", stem + "-a", "early", "yes"));
    assertThat(shown.status()).isEqualTo(200);
    post(page + "/correct", shown, "correct");

    assertThat(service.awaitOut(stem + "\\.[0-9a-f]{8}\\.correction-1\\.csv")).contains(",FAILED,");
  }

  @Test
  void sending_is_resumed_after_the_account_was_refused() {
    assertThat(chen.get("/resume").status()).as("nothing is paused").isEqualTo(409);
    service
        .gateway()
        .fault(Fault.of(FaultKind.REFUSE).withoutTaking().code("USER_BLOCKED").times(1));
    String stem = drop();
    await()
        .atMost(RunningService.PATIENCE)
        .until(() -> service.ledger().status().pause(ProductionHome.PARTNER).isPresent());

    assertThat(chen.get("/resume").text()).contains("USER_BLOCKED", "Resume sending: 2 lines");
    act("/resume", "resume");

    assertThat(service.awaitResult(stem)).contains(",PAID,");
  }

  @Test
  void a_settled_file_may_come_once_more_or_not() {
    String stem = drop();
    service.awaitResult(stem);
    String page = "/files/" + file(stem).id();

    act(page + "/again", "again");
    assertThat(service.ledger().acts().grants())
        .extracting(grant -> grant.file())
        .contains(stem + ".csv");
    assertThat(chen.get(page + "/again").status()).as("already permitted").isEqualTo(409);
    act(page + "/revoke-again", "revoke-again");

    assertThat(service.ledger().acts().grants())
        .extracting(grant -> grant.file())
        .doesNotContain(stem + ".csv");
  }

  @Test
  void an_act_that_the_state_does_not_allow_is_not_offered_and_is_refused() {
    String stem = drop();
    service.awaitResult(stem);
    BatchRecord batch = batch(stem);
    String page = "/batches/" + batch.batchNo();
    Answer shown = chen.get(page);

    for (String act : List.of("hold", "release", "ours", "resend")) {
      assertThat(shown.body()).doesNotContain(page + "/" + act + "\"");
      Answer asked = chen.get(page + "/" + act);
      assertThat(asked.status()).as(act).isEqualTo(409);
      assertThat(PageForms.isThere(asked, page + "/" + act)).isFalse();
      Answer done =
          chen.post(
              page + "/" + act,
              Map.of("seen-lines", "0", "seen-amount", "0.00", "reason", "all the same"));
      assertThat(done.status()).as(act).isEqualTo(409);
    }
    assertThat(state(batch)).isEqualTo(BatchState.SETTLED);
    assertThat(chen.get("/batches/20260101999/hold").status()).isEqualTo(404);
    ConsoleClient li = ConsoleClient.of(console).logIn("li");
    assertThat(li.get(page).body()).doesNotContain(page + "/correct\"");
    assertThat(li.get(page + "/hold").status()).isEqualTo(403);
    assertThat(chen.get(page + "?done=%3Cscript%3E").body()).doesNotContain("<script>");
  }

  @Test
  void money_moves_only_with_a_second_factor_where_that_is_required() throws Exception {
    String secret = OneTimeCodes.newSecret();
    service.change("PAYOUT_CONSOLE_SECOND_FACTOR", "required");
    new UsersFile(service.settings().console().usersFile())
        .put(
            new User(
                "proved",
                Set.of(Role.OPERATOR),
                TestPasswords.hash(ConsoleClient.PASSWORD),
                secret));
    BatchRecord batch = ready();
    String page = "/batches/" + batch.batchNo();
    try (Console strict = Console.start(service.settings(), service.ledger(), 0)) {
      ConsoleClient plain = ConsoleClient.of(strict).logIn("chen");
      Map<String, String> hold =
          reasoned(PageForms.hidden(plain.get(page + "/hold"), page + "/hold"));
      assertThat(plain.post(page + "/hold", hold).status()).isEqualTo(303);
      Answer barred = plain.get(page + "/release");
      assertThat(barred.text()).contains("second factor", "payout users second-factor chen");
      assertThat(PageForms.isThere(barred, page + "/release")).isFalse();
      Answer refused = plain.post(page + "/release", hold);
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.text()).contains("second factor");
      assertThat(state(batch)).isEqualTo(BatchState.HELD);

      ConsoleClient proved = ConsoleClient.of(strict);
      proved.get("/login");
      Answer in =
          proved.post(
              "/login",
              Map.of(
                  "user",
                  "proved",
                  "password",
                  ConsoleClient.PASSWORD,
                  "code",
                  OneTimeCodes.codeAt(secret, System.currentTimeMillis())));
      assertThat(in.status()).isEqualTo(303);
      Map<String, String> release =
          reasoned(PageForms.hidden(proved.get(page + "/release"), page + "/release"));
      assertThat(proved.post(page + "/release", release).status()).isEqualTo(303);
    }
    service.camel().getRouteController().startRoute("claim-batch");
    service.awaitResult(file(batch).stem());
  }

  /** Does an act as its page asks for it: shown, then done, and done once more without effect. */
  private static void act(String path, String done) {
    Answer page = chen.get(path);
    assertThat(page.status()).as(path).isEqualTo(200);
    assertThat(chen.post(path, PageForms.hidden(page, path)).status())
        .as("without a reason")
        .isEqualTo(400);
    Answer again = chen.get(path);
    post(path, again, done);
    post(path, again, done);
  }

  private static void post(String path, Answer page, String done) {
    Answer answer = chen.post(path, reasoned(PageForms.hidden(page, path)));
    assertThat(answer.status()).as("%s %s", path, answer).isEqualTo(303);
    assertThat(answer.location()).endsWith("?done=" + done);
  }

  private static Map<String, String> reasoned(Map<String, String> form) {
    Map<String, String> all = new LinkedHashMap<>(form);
    all.put("reason", "an honest reason");
    return all;
  }

  private static Map.Entry<String, String> of(String name, String value) {
    return Map.entry(name, value);
  }

  /** A batch that is not sent before the route starts again. */
  private static BatchRecord ready() throws Exception {
    service.camel().getRouteController().stopRoute("claim-batch");
    return awaitState(drop(), BatchState.READY);
  }

  private static String drop() {
    String stem = "act-" + ++files;
    service.drop(
        stem + ".csv",
        PayoutFile.of(
                stem + "-a,payee@example.com,张三三,1.00,工资", stem + "-b,payee@example.com,李四四,2.00,x")
            .getBytes(UTF_8));
    return stem;
  }

  private static BatchRecord awaitState(String stem, BatchState state) {
    return await()
        .atMost(RunningService.PATIENCE)
        .until(
            () -> batches(stem).stream().filter(each -> each.state() == state).findFirst(),
            found -> found.isPresent())
        .orElseThrow();
  }

  private static BatchRecord batch(String stem) {
    return batches(stem).get(0);
  }

  private static List<BatchRecord> batches(String stem) {
    List<BatchRecord> found = new ArrayList<>();
    service
        .ledger()
        .status()
        .files(stem + ".csv")
        .forEach(file -> found.addAll(service.ledger().status().batches(file.id())));
    return found;
  }

  private static FileRecord file(String stem) {
    return service.ledger().status().files(stem + ".csv").get(0);
  }

  private static FileRecord file(BatchRecord batch) {
    return service.ledger().status().file(batch.fileId());
  }

  private static BatchState state(BatchRecord batch) {
    return service.ledger().status().batches(batch.batchNo()).get(0).state();
  }

  private static long events(BatchRecord batch, String kind) {
    return service.ledger().status().lastEvents(batch, 99).stream()
        .filter(event -> event.kind().equals(kind))
        .count();
  }
}
