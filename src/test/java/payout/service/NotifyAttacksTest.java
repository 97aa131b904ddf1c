package payout.service;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import payout.sandbox.Fault;
import payout.sandbox.FaultKind;
import payout.sandbox.SignType;
import payout.testing.PayoutFile;
import payout.testing.RawHttp;
import payout.testing.RunningService;

/**
 * What strangers do to the notify port: a true notify passes all the same, and the log is short.
 */
class NotifyAttacksTest {

  private static final AtomicInteger NUMBER = new AtomicInteger();

  /** Less than a caller may take, so that waiting for the slow ones to end would not do. */
  private static final Duration SOON = Duration.ofSeconds(10);

  private static RunningService service;

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final List<RawHttp> callers = new ArrayList<>();
  private String batchNo;

  @BeforeAll
  static void start(@TempDir Path folder) {
    service = RunningService.in(folder).signing(SignType.MD5).start();
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @BeforeEach
  void openBatch() {
    service.gateway().fault(Fault.of(FaultKind.NOTIFY_NEVER));
    String serial = "A-" + NUMBER.incrementAndGet();
    service.drop(serial + ".csv", PayoutFile.of(serial + ",a@example.com,张三,1.00,x"));
    batchNo = service.awaitTaken(serial);
    log.start();
    root.addAppender(log);
  }

  @AfterEach
  void leave() {
    root.detachAppender(log);
    callers.forEach(RawHttp::close);
    service.gateway().clearFaults();
  }

  @Test
  void a_thousand_slow_bodies_do_not_keep_a_true_notify_out() {
    for (int i = 0; i < 1000; i++) {
      RawHttp caller = call();
      caller.send(RawHttp.head(service.notifyUrl(), "POST", "Content-Length: 1000\r\n"));
      caller.send(RawHttp.ascii("notify_id="));
    }

    assertTrueNotifyPasses();
  }

  @Tag("long")
  @Test
  void a_thousand_heads_that_never_end_do_not_keep_a_true_notify_out() {
    for (int i = 0; i < 1000; i++) {
      call().send(RawHttp.ascii("POST /alipay/notify HTTP/1.1\r\nHost: x\r\nX-Half"));
    }

    assertTrueNotifyPasses();
  }

  /** The answer ends with the connection; the wire gives up on one that stays open. */
  @Tag("long")
  @Test
  void a_head_that_never_ends_is_closed_counted_and_logged() {
    double before = refused("idle");
    double malformed = refused("malformed");
    RawHttp caller = call();
    caller.send(RawHttp.ascii("POST /alipay/notify HTTP/1.1\r\nHost: x\r\nX-Half"));

    assertThat(caller.answer()).isEmpty();
    assertThat(refused("idle")).isGreaterThan(before);
    assertThat(refused("malformed")).isEqualTo(malformed);
  }

  /** Each line comes in time, the head never ends. */
  @Tag("long")
  @Test
  void a_head_that_drips_is_closed() {
    RawHttp caller = call();
    caller.send(RawHttp.ascii("POST /alipay/notify HTTP/1.1\r\nHost: x\r\n"));
    Thread drip =
        new Thread(
            () -> {
              for (int i = 0; i < 300 && caller.send(RawHttp.ascii("X-" + i + ": y\r\n")); i++) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
              }
            });
    drip.start();

    assertThat(caller.answer()).isEmpty();
  }

  @Test
  void what_is_no_http_is_counted_and_logged_once() {
    double before = refused("malformed");
    for (int i = 0; i < 100; i++) {
      try (RawHttp caller = RawHttp.to(service.notifyUrl())) {
        caller.send(RawHttp.ascii("\u0016\u0003\u0001 nonsense\r\n\r\n"));
        assertThat(caller.answer()).contains(" 400 Bad Request");
      }
    }

    assertThat(refused("malformed")).isEqualTo(before + 100);
    assertThat(logged("malformed")).hasSizeLessThanOrEqualTo(2);
  }

  @Tag("long")
  @Test
  void a_connection_without_a_request_or_without_a_next_one_is_closed() {
    RawHttp silent = call();
    RawHttp kept = call();
    kept.send(
        RawHttp.ascii("POST /alipay/notify HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\na=b"));

    assertThat(silent.answer()).isEmpty();
    assertThat(kept.answer()).startsWith("HTTP/1.1 400 ").endsWith("\r\n\r\nfail");
  }

  @Test
  void refusals_are_logged_once_a_minute_with_their_number() {
    double before = refused("sign_type");
    for (int i = 0; i < 200; i++) {
      assertThat(post("a=b")).startsWith("HTTP/1.1 400 ");
    }

    assertThat(refused("sign_type")).isEqualTo(before + 200);
    assertThat(logged("sign_type")).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void an_address_that_cannot_be_decoded_is_refused_without_a_stack_trace() {
    double before = refused("malformed");
    for (String target : List.of("/%zz", "/alipay/notify?%zz", "/alipay/notify?a=%", "/%", "/%4")) {
      for (int i = 0; i < 40; i++) {
        assertThat(exchange(target)).as(target).startsWith("HTTP/1.1 400 ").endsWith("fail");
      }
    }

    assertThat(refused("malformed")).isEqualTo(before + 200);
    assertThat(log.list).noneMatch(event -> event.getThrowableProxy() != null);
    assertThat(logged("malformed")).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void what_the_router_does_not_know_is_refused_without_a_stack_trace() {
    double before = refused("malformed") + refused("path");
    for (String head :
        List.of(
            "OPTIONS * HTTP/1.1\r\nHost: x",
            "CONNECT a:443 HTTP/1.1\r\nHost: x",
            "POST /alipay/notify HTTP/1.1",
            "POST /alipay/notify HTTP/1.1\r\nHost: [::::%%")) {
      for (int i = 0; i < 2; i++) {
        try (RawHttp caller = call()) {
          caller.send(RawHttp.ascii(head + "\r\nContent-Length: 3\r\n\r\na=b"));
          assertThat(caller.answer()).as(head).startsWith("HTTP/1.1 40").endsWith("fail");
        }
      }
    }

    assertThat(refused("malformed") + refused("path")).isEqualTo(before + 8);
    assertThat(log.list).noneMatch(event -> event.getThrowableProxy() != null);
    assertThat(logged("malformed", "path")).hasSizeLessThanOrEqualTo(4);
  }

  @Test
  void a_caller_that_pipelines_gets_one_answer_and_no_line_in_the_log() {
    String more = request("/alipay/notify", "", "a=b");
    for (String rest : List.of(more.repeat(3), "\nnonsense\r\n\r\n", more.substring(0, 20))) {
      for (int i = 0; i < 20; i++) {
        try (RawHttp caller = RawHttp.to(service.notifyUrl())) {
          caller.send(RawHttp.ascii(more + more + rest));
          assertThat(caller.answer()).containsOnlyOnce("HTTP/1.1 400 ").endsWith("fail");
        }
        try (RawHttp caller = RawHttp.to(service.notifyUrl())) {
          caller.send(RawHttp.ascii(more + more + rest));
        }
      }
    }
    assertTrueNotifyPasses();

    assertThat(log.list)
        .extracting(ILoggingEvent::getLoggerName)
        .noneMatch(name -> name.startsWith("io."));
  }

  @Test
  void callers_that_leave_before_their_answer_do_not_fill_the_log() {
    double before = ends();
    for (int i = 0; i < 200; i++) {
      try (RawHttp caller = RawHttp.to(service.notifyUrl())) {
        caller.send(RawHttp.head(service.notifyUrl(), "POST", "Content-Length: 3\r\n"));
        caller.send(RawHttp.ascii("a=b"));
      }
    }
    await().atMost(RunningService.PATIENCE).until(() -> ends() == before + 200);
    assertTrueNotifyPasses();

    assertThat(log.list).noneMatch(event -> event.getThrowableProxy() != null);
    assertThat(logged("sign_type", "left", "starting"))
        .noneMatch(line -> line.contains("starting"))
        .hasSizeLessThanOrEqualTo(4);
  }

  /** Whether they left before or behind the route. */
  private double ends() {
    return refused("sign_type") + refused("left");
  }

  private double refused(String reason) {
    return service.counted("payout_notifies_refused", "reason", reason);
  }

  private void assertTrueNotifyPasses() {
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(service.gateway().notifyAnew(batchNo).answer()).isEqualTo("success"));
  }

  /**
   * Lines about callers, whoever writes them; of refusals those for these reasons, as the number of
   * others may be logged a minute later.
   */
  private List<String> logged(String... reasons) {
    return List.copyOf(log.list).stream()
        .map(ILoggingEvent::getFormattedMessage)
        .filter(line -> !line.startsWith("Notify for batch"))
        .filter(line -> line.contains("otify") || line.contains("router"))
        .filter(line -> !line.startsWith("Notify refused (") || isOf(line, reasons))
        .toList();
  }

  private static boolean isOf(String line, String... reasons) {
    return Stream.of(reasons).anyMatch(each -> line.startsWith("Notify refused (" + each + ")"));
  }

  private RawHttp call() {
    RawHttp caller = RawHttp.to(service.notifyUrl());
    callers.add(caller);
    return caller;
  }

  private static String post(String body) {
    return RawHttp.exchange(
        service.notifyUrl(),
        "POST",
        "Content-Length: " + body.length() + "\r\n",
        body.getBytes(US_ASCII));
  }

  /** With a target that no {@code URI} could hold. */
  private String exchange(String target) {
    try (RawHttp caller = RawHttp.to(service.notifyUrl())) {
      caller.send(RawHttp.ascii(request(target, "Connection: close\r\n", "a=b")));
      return caller.answer();
    }
  }

  private static String request(String target, String headers, String body) {
    return "POST "
        + target
        + " HTTP/1.1\r\nHost: x\r\n"
        + headers
        + "Content-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }
}
