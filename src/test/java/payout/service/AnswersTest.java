package payout.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import payout.batch.BatchState;
import payout.batch.Checkpoint;
import payout.ledger.BatchRecord;
import payout.sandbox.BookLine;
import payout.sandbox.Fault;
import payout.sandbox.FaultKind;
import payout.sandbox.PostRecord;
import payout.testing.FakeGateway;
import payout.testing.PayoutFile;
import payout.testing.RunningService;

/**
 * Every way in which a call of the gateway can end, with the batch taken and not taken: unknown at
 * once, one request an attempt, the same number and lines each time, and in the end one payment a
 * line, with no person needed. All files are dropped at once, for what is slow here is the waiting.
 */
class AnswersTest {

  private static final String TAKEN =
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>"
          + "<alipay><is_success>T</is_success><error>SUCCESS</error></alipay>";
  private static final String HTML = "<html><body>Bad gateway</body></html>";

  /** For each file what the ledger said right after its first post, its second and so on. */
  private static final Map<String, Map<Integer, BatchRecord>> RECORDED = new ConcurrentHashMap<>();

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static FakeGateway wire;
  private static RunningService service;

  @BeforeAll
  static void start(@org.junit.jupiter.api.io.TempDir Path folder) {
    wire = new FakeGateway();
    service =
        RunningService.in(folder)
            .with("PAYOUT_GATEWAY_URL", wire.url().toString())
            .with("PAYOUT_GATEWAY_CONNECT_TIMEOUT_MS", "1000")
            .with("PAYOUT_GATEWAY_READ_TIMEOUT_MS", "1500")
            .with("PAYOUT_GATEWAY_RESEND_DELAY_MS", "1500")
            .with("PAYOUT_GATEWAY_RESEND_DELAY_MAX_MS", "1500")
            .with("PAYOUT_GATEWAY_IN_FLIGHT_MAX", "12")
            .start();
    wire.leadsTo(service.gateway().gatewayUrl());
    dropAll();
  }

  /** Two files for each answer: the gateway takes the one and never hears of the other. */
  private static void dropAll() {
    service.gateway().fault(Fault.of(FaultKind.NOTIFY_HOLD).always());
    List<Arguments> answers = answers().toList();
    for (int i = 0; i < answers.size(); i++) {
      FakeGateway.Spoiler spoiler = (FakeGateway.Spoiler) answers.get(i).get()[2];
      wire.spoil(taken(i) + "-a", spoiler, true, 2);
      wire.spoil(lost(i) + "-a", spoiler, false, 2);
      drop(taken(i));
      drop(lost(i));
    }
    await().atMost(PATIENCE).until(() -> RECORDED.values().stream().allMatch(AnswersTest::isOver));
    service.gateway().clearFaults();
  }

  @AfterAll
  static void stop() {
    service.close();
    wire.close();
  }

  @AfterEach
  void forget() {
    Checkpoint.watch(null);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("answers")
  void is_unknown_until_the_gateway_says_more(
      String what, int number, FakeGateway.Spoiler spoiler) {
    String taken = taken(number);
    String lost = lost(number);

    for (String file : List.of(taken, lost)) {
      assertThat(first(2, file)).allMatch(each -> each.state() == BatchState.UNKNOWN);
      assertThat(first(2, file)).allMatch(BatchRecord::maybeSent);
      assertThat(first(2, file)).extracting(BatchRecord::openLines).containsOnly(2);
      assertPaidOnce(file);
    }
    assertThat(service.gateway().book().postsOf(batch(taken).batchNo()))
        .extracting(PostRecord::verdict)
        .startsWith("T", "F BATCH_NO_NOT_UNIQUE", "F BATCH_NO_NOT_UNIQUE");
    assertThat(service.gateway().book().postsOf(batch(lost).batchNo()))
        .extracting(PostRecord::verdict)
        .startsWith("T");
  }

  static Stream<Arguments> answers() {
    List<Arguments> all = new ArrayList<>();
    for (int status : new int[] {201, 204, 400, 401, 403, 404, 408, 429, 500, 502, 503, 504}) {
      add(all, "HTTP " + status, (line, truth) -> line.answer(status, "text/html", html()));
    }
    for (int status : new int[] {301, 302, 303, 307, 308}) {
      add(all, "HTTP " + status + " to itself", (line, truth) -> moved(line, status));
    }
    add(all, "a T under HTTP 500", (line, truth) -> line.answer(500, "x/y", bytes(TAKEN)));
    add(all, "HTTP 503, retry at once", (line, truth) -> retryAtOnce(line));
    add(all, "reset", (line, truth) -> line.reset());
    add(all, "closed", (line, truth) -> line.close());
    add(all, "silence", (line, truth) -> line.pause(2_500));
    add(all, "no HTTP", (line, truth) -> noHttp(line));
    add(all, "empty", (line, truth) -> xml(line, ""));
    add(all, "blanks", (line, truth) -> xml(line, " \r\n\t "));
    add(all, "HTML", (line, truth) -> line.answer(200, "text/html", html()));
    add(all, "cut XML", (line, truth) -> xml(line, TAKEN.substring(0, 70)));
    add(all, "cut connection", (line, truth) -> cutConnection(line));
    add(all, "wrong charset", (line, truth) -> wrongCharset(line));
    add(all, "doubled is_success", (line, truth) -> xml(line, doubled()));
    add(all, "no is_success", (line, truth) -> xml(line, without()));
    add(all, "is_success t", (line, truth) -> xml(line, TAKEN.replace(">T<", ">t<")));
    add(
        all,
        "F and no code",
        (line, truth) -> xml(line, TAKEN.replace(">T<", ">F<").replace("SUCCESS", "")));
    add(all, "DOCTYPE", (line, truth) -> xml(line, TAKEN.replace("?><a", "?><!DOCTYPE a><a")));
    add(all, "two answers", (line, truth) -> xml(line, TAKEN + TAKEN));
    add(all, "10 MB", (line, truth) -> xml(line, huge()));
    add(all, "10 MB in gzip", (line, truth) -> gzip(line));
    add(all, "no gzip in spite of its header", (line, truth) -> encoded(line, "gzip", "text/xml"));
    add(
        all,
        "a serialized object",
        (line, truth) -> encoded(line, "identity", "application/x-java-serialized-object"));
    add(all, "a drip of the body", AnswersTest::dripBody);
    add(
        all,
        "a drip of the headers",
        (line, truth) -> line.drip("HTTP/1.1 200 OK\r\nX: " + "y".repeat(999)));
    add(all, "headers without end", (line, truth) -> endlessHeaders(line));
    add(all, "one header without end", (line, truth) -> endlessHeader(line));
    add(all, "trailers without end", (line, truth) -> endlessTrailers(line));
    add(all, "HTTP 100 without end", (line, truth) -> endlessContinue(line));
    add(all, "a body without end", (line, truth) -> endlessBody(line));
    return all.stream();
  }

  private static void add(List<Arguments> all, String what, FakeGateway.Spoiler spoiler) {
    all.add(Arguments.of(what, all.size(), spoiler));
  }

  @Test
  void may_have_arrived_when_the_connection_was_reset_before_the_post_was_read() {
    wire.deafen();

    String file = "deaf";
    drop(file);
    awaitPosts(file, 2);
    wire.heal();

    assertThat(first(2, file)).allMatch(each -> each.state() == BatchState.UNKNOWN);
    assertThat(first(2, file)).allMatch(BatchRecord::maybeSent);
    String result = service.awaitResult(file);
    assertThat(result.lines().filter(row -> row.contains(",PAID,"))).hasSize(2);
    assertBookHoldsOnce(file);
  }

  private static String taken(int number) {
    return "taken-" + number;
  }

  private static String lost(int number) {
    return "lost-" + number;
  }

  private static void drop(String file) {
    RECORDED.put(file, new ConcurrentHashMap<>());
    Checkpoint.watch(passed -> note(passed));
    service.drop(
        file + ".csv",
        PayoutFile.of(file + "-a,a@example.com,张三,1.00,x", file + "-b,b@example.com,李四,2.00,y"));
  }

  private static void note(Checkpoint passed) {
    if (passed == Checkpoint.OUTCOME_RECORDED) {
      RECORDED.forEach(
          (file, posts) -> {
            if (!isOver(posts)) {
              note(file, posts);
            }
          });
    }
  }

  private static boolean isOver(Map<Integer, BatchRecord> posts) {
    return posts.values().stream().anyMatch(batch -> batch.state() == BatchState.TAKEN);
  }

  private static void note(String file, Map<Integer, BatchRecord> posts) {
    batches(file).stream()
        .filter(batch -> batch.state() != BatchState.SENDING && batch.attempts() > 0)
        .forEach(batch -> posts.putIfAbsent(batch.attempts(), batch));
  }

  private static List<BatchRecord> first(int count, String file) {
    return IntStream.rangeClosed(1, count).mapToObj(RECORDED.get(file)::get).toList();
  }

  private static void awaitPosts(String file, int count) {
    await().atMost(RunningService.PATIENCE).until(() -> RECORDED.get(file).containsKey(count));
  }

  private static List<BatchRecord> batches(String file) {
    return service.ledger().status().files(file + ".csv").stream()
        .flatMap(each -> service.ledger().status().batches(each.id()).stream())
        .toList();
  }

  private static BatchRecord batch(String file) {
    return batches(file).get(0);
  }

  private static void assertPaidOnce(String file) {
    String result = service.awaitResult(file);
    assertThat(result.lines().filter(row -> row.contains(",PAID,"))).hasSize(2);
    BatchRecord batch = batch(file);
    assertThat(batch.state()).isEqualTo(BatchState.SETTLED);
    List<FakeGateway.Post> posts = wire.postsOf(batch.batchNo());
    assertThat(posts).as("requests on the wire").hasSize(batch.attempts());
    assertThat(posts).extracting(FakeGateway.Post::lines).containsOnly(posts.get(0).lines());
    assertThat(wire.posts())
        .filteredOn(post -> post.lines().contains(file + "-a^"))
        .extracting(FakeGateway.Post::batchNo)
        .containsOnly(batch.batchNo());
    assertBookHoldsOnce(file);
  }

  private static void assertBookHoldsOnce(String file) {
    assertThat(service.gateway().book().paidLines())
        .extracting(BookLine::serial)
        .filteredOn(serial -> serial.startsWith(file + "-"))
        .containsExactlyInAnyOrder(file + "-a", file + "-b");
  }

  private static void xml(FakeGateway.Line line, String text) throws IOException {
    line.answer(200, "text/xml; charset=utf-8", bytes(text));
  }

  private static void moved(FakeGateway.Line line, int status) throws IOException {
    line.head("HTTP/1.1 " + status + " Moved", "Location: " + wire.url(), "Content-Length: 0");
  }

  private static void retryAtOnce(FakeGateway.Line line) throws IOException {
    line.head("HTTP/1.1 503 Busy", "Retry-After: 0", "Content-Length: 0");
  }

  private static void noHttp(FakeGateway.Line line) throws IOException {
    line.text("220 mail.example.com ESMTP\r\n");
    line.close();
  }

  private static void cutConnection(FakeGateway.Line line) throws IOException {
    line.head("HTTP/1.1 200 OK", "Content-Length: " + (TAKEN.length() + 1));
    line.text(TAKEN);
    line.close();
  }

  private static void wrongCharset(FakeGateway.Line line) throws IOException {
    String text = TAKEN.replace("</alipay>", "<note>张三</note></alipay>");
    line.answer(200, "text/xml", text.getBytes(Charset.forName("GBK")));
  }

  private static String doubled() {
    return TAKEN.replace("<error>", "<is_success>T</is_success><error>");
  }

  private static String without() {
    return TAKEN.replace("<is_success>T</is_success>", "");
  }

  private static String huge() {
    return TAKEN.replace("</alipay>", "<note>" + "x".repeat(10 << 20) + "</note></alipay>");
  }

  /** Camel throws at the one and reads nothing of the other; both leave an answer unread. */
  private static void encoded(FakeGateway.Line line, String encoding, String type)
      throws IOException {
    line.head(
        "HTTP/1.1 200 OK",
        "Content-Encoding: " + encoding,
        "Content-Type: " + type,
        "Content-Length: " + TAKEN.length());
    line.text(TAKEN);
  }

  private static void gzip(FakeGateway.Line line) throws IOException {
    ByteArrayOutputStream small = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(small)) {
      out.write(bytes(huge()));
    }
    line.head("HTTP/1.1 200 OK", "Content-Encoding: gzip", "Content-Length: " + small.size());
    line.bytes(small.toByteArray());
  }

  private static void dripBody(FakeGateway.Line line, byte[] truth)
      throws IOException, InterruptedException {
    line.head("HTTP/1.1 200 OK", "Content-Length: " + TAKEN.length());
    line.drip(TAKEN);
  }

  private static void endlessHeaders(FakeGateway.Line line)
      throws IOException, InterruptedException {
    line.text("HTTP/1.1 200 OK\r\n");
    for (int i = 0; i < 100_000; i++) {
      line.text("X-" + i + ": " + "y".repeat(1_000) + "\r\n");
      line.pause(1);
    }
  }

  private static void endlessHeader(FakeGateway.Line line)
      throws IOException, InterruptedException {
    line.text("HTTP/1.1 200 OK\r\nX: ");
    for (int i = 0; i < 100_000; i++) {
      line.text("y".repeat(1_000));
      line.pause(1);
    }
  }

  private static void endlessTrailers(FakeGateway.Line line)
      throws IOException, InterruptedException {
    line.head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked");
    line.text(Integer.toHexString(TAKEN.length()) + "\r\n" + TAKEN + "\r\n0\r\n");
    for (int i = 0; i < 100_000; i++) {
      line.text("X-" + i + ": " + "y".repeat(1_000) + "\r\n");
      line.pause(1);
    }
  }

  private static void endlessContinue(FakeGateway.Line line)
      throws IOException, InterruptedException {
    for (int i = 0; i < 100_000; i++) {
      line.text("HTTP/1.1 100 Continue\r\n\r\n");
      line.pause(20);
    }
  }

  private static void endlessBody(FakeGateway.Line line) throws IOException, InterruptedException {
    line.head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked");
    for (int i = 0; i < 100_000; i++) {
      line.text("800\r\n" + "x".repeat(0x800) + "\r\n");
      line.pause(1);
    }
  }

  private static byte[] html() {
    return bytes(HTML);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
