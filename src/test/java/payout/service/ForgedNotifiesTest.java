package payout.service;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import payout.batch.BatchState;
import payout.ledger.BatchRecord;
import payout.sandbox.Fault;
import payout.sandbox.FaultKind;
import payout.sandbox.SignType;
import payout.testing.FakeGateway;
import payout.testing.PayoutFile;
import payout.testing.ProductionHome;
import payout.testing.RunningService;
import payout.testing.TestKeys;

/** What only looks like a notify changes nothing, is not answered success, and is counted. */
class ForgedNotifiesTest {

  private static final String FORM = "application/x-www-form-urlencoded";

  private static FakeGateway wire;
  private static RunningService service;
  private static String batchNo;
  private static HttpClient client;

  @BeforeAll
  static void start(@TempDir Path folder) {
    client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    wire = new FakeGateway();
    service =
        RunningService.in(folder)
            .with("PAYOUT_GATEWAY_URL", wire.url().toString())
            .with("PAYOUT_GATEWAY_CONNECT_TIMEOUT_MS", "300")
            .with("PAYOUT_GATEWAY_READ_TIMEOUT_MS", "700")
            .start();
    wire.leadsTo(service.gateway().gatewayUrl());
    service.gateway().fault(Fault.of(FaultKind.NOTIFY_HOLD).always());
    service.drop(
        "file.csv",
        PayoutFile.of("V-1,a@example.com,张三,1.00,x", "V-2,b@example.com,李四 FAIL,2.00,y"));
    batchNo = service.awaitTaken("file");
  }

  @AfterAll
  static void stop() {
    service.close();
    wire.close();
  }

  /** The true notify passes in the end: nothing that came before it had closed a line. */
  @AfterEach
  void nothing_was_applied() {
    wire.heal();
    BatchRecord batch = service.ledger().status().batches(batchNo).get(0);

    assertThat(batch.state()).isEqualTo(BatchState.TAKEN);
    assertThat(batch.openLines()).isEqualTo(2);
    assertThat(service.ledger().status().events(batch))
        .extracting(event -> event.kind())
        .doesNotContain("NOTIFY_CONFLICT", "NOTIFY_MALFORMED");
  }

  /** A change of the form after it was signed. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("changes")
  void refuses_a_form_that_was_changed(String what, Change change, String reason) {
    Map<String, String> form = signed();
    change.apply(form);

    assertRefused(encode(form, UTF_8), 400, reason);
  }

  static Stream<Arguments> changes() {
    List<Arguments> all = new ArrayList<>();
    for (String name :
        List.of(
            "notify_time",
            "notify_type",
            "notify_id",
            "batch_no",
            "pay_user_id",
            "pay_user_name",
            "pay_account_no",
            "success_details",
            "fail_details")) {
      changed(all, name + " changed", "sign", form -> form.merge(name, "1", String::concat));
      changed(all, name + " removed", "sign", form -> form.remove(name));
      changed(all, name + " emptied", "sign", form -> form.put(name, ""));
    }
    changed(all, "F turned into S", "sign", ForgedNotifiesTest::failedIsPaid);
    changed(all, "a parameter added", "sign", form -> form.put("memo", "x"));
    changed(all, "sign dropped", "sign", form -> form.remove("sign"));
    changed(all, "sign empty", "sign", form -> form.put("sign", ""));
    changed(
        all,
        "sign in upper case",
        "sign",
        form -> form.compute("sign", (n, v) -> v.toUpperCase(Locale.ROOT)));
    changed(all, "sign cut", "sign", form -> form.compute("sign", (n, v) -> v.substring(4)));
    changed(all, "sign longer", "sign", form -> form.merge("sign", "AAAA", String::concat));
    changed(all, "sign no base64", "sign", form -> form.put("sign", "!$%&"));
    changed(all, "sign of zeros", "sign", form -> form.put("sign", "A".repeat(342) + "=="));
    changed(all, "sign in Chinese", "malformed", form -> form.put("sign", "签名"));
    for (String type : List.of("MD5", "DSA", "rsa", "RSA2", "RSA ", "NONE", "")) {
      changed(all, "sign_type '" + type + "'", "sign_type", form -> form.put("sign_type", type));
    }
    changed(all, "sign_type dropped", "sign_type", form -> form.remove("sign_type"));
    changed(all, "an MD5 sign with the public key", "sign_type", ForgedNotifiesTest::signedWithMd5);
    return all.stream();
  }

  /** Signed by the gateway, and still not for us or not to be understood. */
  @ParameterizedTest
  @CsvSource({
    "pay_user_id, 2088000000000000, payer",
    "pay_user_id, '', payer",
    "pay_user_id, 2088002464631181x, payer",
    "batch_no, 20991231000000000001, batch",
    "batch_no, '', batch",
    "batch_no, lower, batch",
    "notify_id, '', malformed",
    "notify_id, 'a b', malformed",
    "notify_id, 'a\nb', malformed",
    "notify_id, 数字, malformed",
    "notify_id, long, malformed"
  })
  void refuses_what_is_signed_but_not_ours(String name, String value, String reason) {
    Map<String, String> form = unsigned();
    form.put(name, value.equals("long") ? "9".repeat(129) : value);
    if (value.equals("lower")) {
      form.put(name, batchNo.toUpperCase(Locale.ROOT) + "A");
    }

    assertRefused(encode(sign(form), UTF_8), 400, reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"notify_id", "batch_no", "sign", "success_details", "unknown"})
  void refuses_a_name_that_comes_twice(String name) {
    Map<String, String> form = unsigned();
    form.putIfAbsent(name, "x");
    String body = encode(sign(form), UTF_8);

    assertRefused(body + "&" + name + "=2", 400, "malformed");
    assertRefused(name + "=2&" + body, 400, "malformed");
  }

  /** The sign is over the bytes, so the same letters in another charset do not pass. */
  @Test
  void refuses_the_same_characters_in_another_charset() {
    assertRefused(encode(signed(), Charset.forName("GBK")), 400, "sign");
  }

  @ParameterizedTest
  @ValueSource(strings = {"%", "%4", "%zz", "%u5F20", "%=%"})
  void refuses_broken_forms(String broken) {
    assertRefused(encode(signed(), UTF_8) + "&memo" + broken, 400, "malformed");
    assertRefused(broken, 400, "malformed");
  }

  @Test
  void refuses_more_parameters_than_a_notify_has() {
    Map<String, String> form = unsigned();
    for (int i = 0; i < 250; i++) {
      form.put("p" + i, "x");
    }

    assertRefused(encode(sign(form), UTF_8), 400, "malformed");
  }

  @Test
  void refuses_bodies_that_are_no_form() {
    assertRefused("", 400, "sign_type");
    assertRefused("{\"batch_no\":\"" + batchNo + "\"}", 400, "sign_type");
    assertRefused("<notify/>", 400, "sign_type");
    assertRefused("\u0000\u0000\u0000", 400, "sign_type");
  }

  @Test
  void takes_nothing_from_the_address() {
    String query = encode(signed(), UTF_8);

    HttpResponse<String> answer = send("POST", service.notifyUrl() + "?" + query, "");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).isEqualTo("fail");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "HEAD", "DELETE", "PATCH", "OPTIONS"})
  void refuses_other_methods(String method) {
    double before = refused("method");

    HttpResponse<String> answer =
        send(method, service.notifyUrl().toString(), encode(signed(), UTF_8));

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.body()).doesNotContain("success");
    assertThat(refused("method")).isEqualTo(before + 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/alipay",
        "/alipay/notify/x",
        "/alipay/notify;a=b",
        "/alipay/notify%20",
        "/ALIPAY/NOTIFY",
        "/observe/health",
        "/observe/metrics",
        "/alipay/../alipay/notify/.."
      })
  void serves_nothing_else(String path) {
    double before = refused("path");

    HttpResponse<String> answer =
        send(
            "POST",
            "http://127.0.0.1:" + service.notifyUrl().getPort() + path,
            encode(signed(), UTF_8));

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).doesNotContain("success");
    assertThat(refused("path")).isEqualTo(before + 1);
  }

  @Test
  void refuses_a_body_over_4_mb_whether_its_length_is_declared_or_not() throws IOException {
    String huge = encode(signed(), UTF_8) + "&memo=" + "x".repeat(4 * 1024 * 1024);
    double before = refused("too_large");

    assertThat(post(huge).statusCode()).isEqualTo(413);
    assertThat(chunked(huge)).isEqualTo(413);
    assertThat(refused("too_large")).isEqualTo(before + 2);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("answersOfVerify")
  void applies_nothing_that_the_gateway_does_not_confirm(String what, FakeGateway.Spoiler answer) {
    wire.spoilVerify(answer, true);

    assertRefused(encode(signed(), UTF_8), 503, "verify");
  }

  static Stream<Arguments> answersOfVerify() {
    List<Arguments> all = new ArrayList<>();
    for (String body :
        List.of(
            "false",
            "invalid",
            "",
            "TRUE",
            "True",
            "truefalse",
            "true false",
            "\"true\"",
            "<html>true</html>",
            "true" + " ".repeat(80) + "x",
            "true" + "\n".repeat(70_000))) {
      verify(
          all,
          "'" + body.replaceAll("\\s+", "…") + "'",
          line -> line.answer(200, "text/html", body.getBytes(US_ASCII)));
    }
    for (int status : new int[] {201, 301, 403, 500, 503}) {
      verify(all, "HTTP " + status, line -> line.answer(status, "x/y", "true".getBytes(US_ASCII)));
    }
    verify(
        all,
        "to another place",
        line -> line.head("HTTP/1.1 302 Found", "Location: " + wire.url(), "Content-Length: 0"));
    verify(all, "dead", line -> line.close());
    verify(all, "reset", line -> line.reset());
    verify(all, "slow", line -> line.pause(3_000));
    verify(all, "a drip", line -> line.drip("HTTP/1.1 200 OK\r\nX: " + "y".repeat(400)));
    return all.stream();
  }

  @Test
  void applies_nothing_of_an_id_that_is_dead() {
    Map<String, String> form = unsigned();
    form.put("notify_id", "0123456789abcdef0123456789abcdef12");

    // Not through the simulator's own courier, so it never gave this id away.
    assertRefused(encode(sign(form), UTF_8), 503, "verify");
  }

  @Test
  void a_payee_name_that_is_not_ours_counts_and_raises_an_alarm() {
    Map<String, String> form = unsigned();
    form.put("batch_no", "20991231000000000001");

    assertRefused(encode(sign(form), UTF_8), 400, "batch");

    assertThat(service.alarms("notify-unknown-batch")).isPositive();
  }

  private static void changed(List<Arguments> all, String what, String reason, Change change) {
    all.add(Arguments.of(what, change, reason));
  }

  private static void verify(List<Arguments> all, String what, Answering answer) {
    FakeGateway.Spoiler spoiler = (line, truth) -> answer.on(line);
    all.add(Arguments.of(what, spoiler));
  }

  /** Changes a form. */
  interface Change {
    void apply(Map<String, String> form);
  }

  /** Answers a question of the product. */
  interface Answering {
    void on(FakeGateway.Line line) throws IOException, InterruptedException;
  }

  private static void failedIsPaid(Map<String, String> form) {
    form.put("success_details", form.get("fail_details").replace("^F^", "^S^"));
    form.remove("fail_details");
  }

  private static void signedWithMd5(Map<String, String> form) {
    form.put("sign_type", "MD5");
    form.put("sign", "0123456789abcdef0123456789abcdef");
  }

  private static Map<String, String> unsigned() {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("notify_time", "2026-01-01 00:00:00");
    form.put("notify_type", "batch_trans_notify");
    form.put("notify_id", "id" + Long.toHexString(new Random().nextLong()));
    form.put("batch_no", batchNo);
    form.put("pay_user_id", ProductionHome.PARTNER);
    form.put("pay_user_name", "毛毛有限公司");
    form.put("pay_account_no", "20880024646311810156");
    form.put("success_details", "V-1^a@example.com^张三^1.00^S^^200810248427067^20260101000000|");
    form.put(
        "fail_details",
        "V-2^b@example.com^李四 FAIL^2.00^F^ACCOUN_NAME_NOT_MATCH^200810248427068^20260101000000|");
    return form;
  }

  private static Map<String, String> signed() {
    return sign(unsigned());
  }

  private static Map<String, String> sign(Map<String, String> form) {
    return TestKeys.signedByGateway(SignType.RSA, form);
  }

  static String encode(Map<String, String> form, Charset charset) {
    List<String> pairs = new ArrayList<>();
    form.forEach(
        (name, value) ->
            pairs.add(URLEncoder.encode(name, charset) + "=" + URLEncoder.encode(value, charset)));
    return String.join("&", pairs);
  }

  /** Sends it and looks at the answer and at the counter of the reason. */
  private static void assertRefused(String body, int status, String reason) {
    double before = refused(reason);
    HttpResponse<String> answer = post(body);
    assertThat(answer.body()).isEqualTo("fail");
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Length")).contains("4");
    assertThat(refused(reason)).as("refused because of " + reason).isEqualTo(before + 1);
  }

  private static HttpResponse<String> post(String body) {
    return send("POST", service.notifyUrl().toString(), body);
  }

  private static HttpResponse<String> send(String method, String url, String body) {
    try {
      return client.send(
          HttpRequest.newBuilder(URI.create(url))
              .header("Content-Type", FORM)
              .method(method, HttpRequest.BodyPublishers.ofString(body, ISO_8859_1))
              .build(),
          HttpResponse.BodyHandlers.ofString(ISO_8859_1));
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Without a length, so that only reading shows how long it is. */
  private static int chunked(String body) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", service.notifyUrl().getPort())) {
      String head =
          "POST /alipay/notify HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
              + Integer.toHexString(body.length())
              + "\r\n";
      socket.getOutputStream().write(head.getBytes(US_ASCII));
      try {
        socket.getOutputStream().write(body.getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
      } catch (IOException closed) {
        // The answer may come before all is written.
      }
      String answer = new String(socket.getInputStream().readNBytes(12), US_ASCII);
      return Integer.parseInt(answer.substring(9));
    }
  }

  private static double refused(String reason) {
    return service.counted("payout_notifies_refused", "reason", reason);
  }
}
