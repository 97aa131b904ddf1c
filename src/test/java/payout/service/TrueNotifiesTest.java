package payout.service;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import payout.batch.BatchState;
import payout.sandbox.Fault;
import payout.sandbox.FaultKind;
import payout.sandbox.SignType;
import payout.testing.FakeGateway;
import payout.testing.NotifyForms;
import payout.testing.PayoutFile;
import payout.testing.RawHttp;
import payout.testing.RunningService;
import payout.testing.TestKeys;

/** Notifies that only look odd are taken: the gateway signed them, and it confirms them. */
class TrueNotifiesTest {

  /** A call may take the connect timeout and twice the read timeout: 1 + 2 × 2 s. */
  private static final int CALL_LIMIT_MS = 5_000;

  private static FakeGateway wire;
  private static RunningService service;
  private static int files;

  private String file;
  private String batchNo;

  @BeforeAll
  static void start(@TempDir Path folder) {
    wire = new FakeGateway();
    service =
        RunningService.in(folder)
            .with("PAYOUT_GATEWAY_URL", wire.url().toString())
            .with("PAYOUT_GATEWAY_CONNECT_TIMEOUT_MS", "1000")
            .with("PAYOUT_GATEWAY_READ_TIMEOUT_MS", "2000")
            .start();
    wire.leadsTo(service.gateway().gatewayUrl());
    service.gateway().fault(Fault.of(FaultKind.NOTIFY_HOLD).always());
  }

  @AfterAll
  static void stop() {
    service.close();
    wire.close();
  }

  @BeforeEach
  void takeAFile() {
    wire.heal();
    file = "true-" + ++files;
    service.drop(file + ".csv", PayoutFile.of(file + "-1,a@example.com,张三,1.00,x"));
    batchNo = service.awaitTaken(file);
  }

  /** The sign is over the parameters in order of name, in whatever order they come. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void the_order_of_the_parameters_means_nothing(int seed) {
    wire.spoilVerify((line, truth) -> answer(line, "true"), false);
    List<Map.Entry<String, String>> shuffled = new ArrayList<>(form().entrySet());
    Collections.shuffle(shuffled, new Random(seed));
    Map<String, String> form = new LinkedHashMap<>();
    shuffled.forEach(each -> form.put(each.getKey(), each.getValue()));

    assertThat(post(form)).isEqualTo("success");

    assertSettled();
  }

  @ParameterizedTest
  @MethodSource("confirmations")
  void a_confirmation_may_come_with_blanks_and_in_its_own_time(FakeGateway.Spoiler verify) {
    wire.spoilVerify(verify, false);

    assertThat(post(form())).isEqualTo("success");

    assertSettled();
  }

  static Stream<Arguments> confirmations() {
    List<Arguments> all = new ArrayList<>();
    for (String body : List.of("true", " true\n", "true\r\n", "\t true ", "\n\ntrue")) {
      add(all, "'" + body.strip() + "' among blanks", line -> answer(line, body));
    }
    add(
        all,
        "within the read timeout",
        line -> {
          line.pause(400);
          answer(line, "true");
        });
    add(
        all,
        "each part within the read timeout, all within the deadline",
        line -> {
          line.pause(800);
          line.head("HTTP/1.1 200 OK", "Content-Length: 4");
          for (String part : List.of("tr", "ue")) {
            line.pause(800);
            line.text(part);
          }
        });
    return all.stream();
  }

  /**
   * The gateway closed the connection, or a firewall in between forgot it, since its last answer.
   */
  @ParameterizedTest
  @ValueSource(strings = {"closed", "reset"})
  void the_verification_is_repeated_at_once_when_its_connection_had_died_idle(String how) {
    askOnce();
    List<Integer> requests = spoilIdle(how);
    wire.spoilVerify((line, truth) -> answerNoting(line, requests), false);

    assertThat(post(form())).isEqualTo("success");

    assertSettled();
    assertThat(requests.get(0)).as("over a connection that had served").isGreaterThan(1);
    assertThat(requests.get(1)).as("over a new connection").isEqualTo(1);
  }

  @Test
  void the_verification_is_repeated_once() {
    askOnce();
    List<Integer> requests = spoilIdle("closed");
    wire.spoilVerify((line, truth) -> line.close(), false);
    wire.spoilVerify((line, truth) -> answerNoting(line, requests), false);

    assertThat(post(form())).isEqualTo("fail");
    assertThat(requests).hasSize(1);
    assertThat(post(form())).isEqualTo("success");

    assertSettled();
  }

  /** Whoever listens there and hangs up at once is no connection that died idle. */
  @Test
  void the_verification_is_not_repeated_when_a_new_connection_breaks() {
    wire.dropConnections();
    List<Integer> requests = spoilIdle("closed");
    wire.spoilVerify((line, truth) -> answerNoting(line, requests), false);

    assertThat(post(form())).isEqualTo("fail");

    assertThat(requests).containsExactly(1);
    assertThat(post(form())).isEqualTo("success");
    assertSettled();
  }

  /** Leaves an idle connection of the questions in the pool. */
  private void askOnce() {
    wire.spoilVerify((line, truth) -> answer(line, "false"), false);
    assertThat(post(form())).isEqualTo("fail");
  }

  private List<Integer> spoilIdle(String how) {
    List<Integer> requests = new CopyOnWriteArrayList<>();
    wire.spoilVerify(
        (line, truth) -> {
          requests.add(line.requests());
          if (how.equals("reset")) {
            line.reset();
          } else {
            line.close();
          }
        },
        false);
    return requests;
  }

  private static void answerNoting(FakeGateway.Line line, List<Integer> requests)
      throws IOException {
    requests.add(line.requests());
    answer(line, "true");
  }

  /** No read takes too long, and the whole does: the next delivery finds a quicker gateway. */
  @Test
  void a_confirmation_past_the_deadline_counts_for_nothing_until_the_next_delivery() {
    Map<String, String> form = form();
    wire.spoilVerify(
        (line, truth) -> {
          line.head("HTTP/1.1 200 OK", "Content-Length: 8");
          for (char each : "  true  ".toCharArray()) {
            line.pause(CALL_LIMIT_MS / 6);
            line.text(String.valueOf(each));
          }
        },
        false);

    assertThat(post(form)).isEqualTo("fail");
    assertThat(service.ledger().status().batches(batchNo).get(0).openLines()).isEqualTo(1);
    wire.spoilVerify((line, truth) -> answer(line, "true"), false);
    assertThat(post(form)).isEqualTo("success");

    assertSettled();
  }

  private static void add(
      List<Arguments> all, String what, ForgedNotifiesTest.Answering answering) {
    FakeGateway.Spoiler spoiler = (line, truth) -> answering.on(line);
    all.add(Arguments.argumentSet(what, spoiler));
  }

  private static void answer(FakeGateway.Line line, String body) throws IOException {
    line.answer(200, "text/html", body.getBytes(US_ASCII));
  }

  private Map<String, String> form() {
    Map<String, String> form =
        new LinkedHashMap<>(
            NotifyForms.paid(
                batchNo,
                "id-" + file,
                file + "-1^a@example.com^张三^1.00^S^^200810248427067^20260101000000"));
    return TestKeys.signedByGateway(SignType.RSA, form);
  }

  private static String post(Map<String, String> form) {
    byte[] body = ForgedNotifiesTest.encode(form, UTF_8).getBytes(US_ASCII);
    String answer =
        RawHttp.exchange(
            service.notifyUrl(), "POST", "Content-Length: " + body.length + "\r\n", body);
    return answer.substring(answer.indexOf("\r\n\r\n") + 4);
  }

  private void assertSettled() {
    assertThat(service.awaitResult(file)).contains(",PAID,");
    assertThat(service.ledger().status().batches(batchNo).get(0).state())
        .isEqualTo(BatchState.SETTLED);
  }
}
