package payout.service;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import payout.batch.BatchState;
import payout.batch.Checkpoint;
import payout.ledger.BatchRecord;
import payout.sandbox.Fault;
import payout.sandbox.FaultKind;
import payout.testing.FakeGateway;
import payout.testing.PayoutFile;
import payout.testing.RunningService;

/**
 * What an answer carries besides its body is bounded: the product hangs up after so much of it, has
 * kept nothing, and calls the outcome unknown. The call's deadline is far away here, so that what
 * ends an answer is the bound.
 */
@Timeout(120)
class EndlessAnswersTest {

  /** The bound is 256 KiB; the rest waits in the buffers of two sockets. */
  private static final long BYTES_MAX = 16 * 1024 * 1024;

  private static final String TAKEN =
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>"
          + "<alipay><is_success>T</is_success><error>SUCCESS</error></alipay>";
  private static final String HEADER = "X-Header: " + "y".repeat(1_000) + "\r\n";

  private static FakeGateway wire;
  private static RunningService service;
  private static int files;

  @BeforeAll
  static void start(@TempDir Path folder) {
    wire = new FakeGateway();
    service =
        RunningService.in(folder)
            .with("PAYOUT_GATEWAY_URL", wire.url().toString())
            .with("PAYOUT_GATEWAY_READ_TIMEOUT_MS", "20000")
            .start();
    wire.leadsTo(service.gateway().gatewayUrl());
  }

  @AfterAll
  static void stop() {
    Checkpoint.watch(null);
    service.close();
    wire.close();
  }

  static Stream<Arguments> answers() {
    List<Arguments> all = new ArrayList<>();
    add(all, "headers without end", "HTTP/1.1 200 OK\r\n", HEADER);
    add(all, "a header without end", "HTTP/1.1 200 OK\r\nX-Header: ", "y".repeat(1_000));
    add(all, "a folded header without end", "HTTP/1.1 200 OK\r\nX-Header: y\r\n", " folded\r\n");
    add(all, "a status line without end", "HTTP/1.1 200 ", "y".repeat(1_000));
    add(all, "trailers without end", chunked(TAKEN) + "0\r\n", HEADER);
    add(all, "a trailer without end", chunked(TAKEN) + "0\r\nX-Trailer: ", "y".repeat(1_000));
    add(all, "a size of a chunk without end", chunked(TAKEN) + "0;", "y".repeat(1_000));
    return all.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("answers")
  void hangs_up_on(String what, String begin, String again) {
    AtomicLong written = new AtomicLong();

    BatchRecord unknown =
        afterFirstPost(
            line -> {
              line.text(begin);
              byte[] more = again.repeat(64).getBytes(ISO_8859_1);
              while (written.addAndGet(more.length) < 64 * BYTES_MAX) {
                line.bytes(more);
              }
            });

    assertThat(unknown.state()).isEqualTo(BatchState.UNKNOWN);
    assertThat(unknown.maybeSent()).isTrue();
    assertThat(written.get()).isLessThan(BYTES_MAX);
  }

  static Stream<Arguments> tooMuch() {
    String headers = ("X-Header: " + "y".repeat(5_000) + "\r\n").repeat(60);
    String length = "Content-Length: " + TAKEN.length() + "\r\n\r\n" + TAKEN;
    return Stream.of(
        Arguments.of("60 headers of 5 000 bytes", "HTTP/1.1 200 OK\r\n" + headers + length),
        Arguments.of("80 headers", "HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(80) + length),
        Arguments.of("60 trailers of 5 000 bytes", chunked(TAKEN) + "0\r\n" + headers + "\r\n"),
        Arguments.of("80 trailers", chunked(TAKEN) + "0\r\n" + "X: y\r\n".repeat(80) + "\r\n"));
  }

  /** Below what the library allows of its own accord: the bounds are the product's. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("tooMuch")
  void does_not_believe_an_answer_with(String what, String answer) {
    BatchRecord unknown = afterFirstPost(line -> line.text(answer));

    assertThat(unknown.state()).isEqualTo(BatchState.UNKNOWN);
    assertThat(unknown.maybeSent()).isTrue();
  }

  static Stream<Arguments> much() {
    String headers = ("X-Header: " + "y".repeat(4_000) + "\r\n").repeat(60);
    String length = "Content-Length: " + TAKEN.length() + "\r\n\r\n" + TAKEN;
    return Stream.of(
        Arguments.of("60 headers of 4 000 bytes", "HTTP/1.1 200 OK\r\n" + headers + length),
        Arguments.of("60 trailers of 4 000 bytes", chunked(TAKEN) + "0\r\n" + headers + "\r\n"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("much")
  void believes_an_answer_with(String what, String answer) {
    assertThat(afterFirstPost(line -> line.text(answer)).state()).isEqualTo(BatchState.TAKEN);
  }

  private static void add(List<Arguments> all, String what, String begin, String again) {
    all.add(Arguments.of(what, begin, again));
  }

  private static String chunked(String body) {
    int length = body.getBytes(US_ASCII).length;
    return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        + Integer.toHexString(length)
        + "\r\n"
        + body
        + "\r\n";
  }

  /** What the ledger says of a batch right after its first post, which the gateway took. */
  private static BatchRecord afterFirstPost(ForgedNotifiesTest.Answering answering) {
    String file = "endless-" + ++files;
    List<BatchRecord> recorded = new CopyOnWriteArrayList<>();
    Checkpoint.watch(
        passed -> {
          if (passed == Checkpoint.OUTCOME_RECORDED && recorded.isEmpty()) {
            recorded.add(batch(file));
          }
        });
    service.gateway().fault(Fault.of(FaultKind.NOTIFY_HOLD).always());
    wire.spoil(file, (line, truth) -> answering.on(line), true, 1);

    service.drop(file + ".csv", PayoutFile.of(file + ",a@example.com,张三,1.00,x"));
    await().atMost(RunningService.PATIENCE).until(() -> !recorded.isEmpty());
    service.gateway().clearFaults();

    assertThat(service.awaitResult(file)).contains(",PAID,");
    assertThat(service.timesPaid(file)).isEqualTo(1);
    return recorded.get(0);
  }

  private static BatchRecord batch(String file) {
    return service.ledger().status().files(file + ".csv").stream()
        .flatMap(each -> service.ledger().status().batches(each.id()).stream())
        .findFirst()
        .orElseThrow();
  }
}
