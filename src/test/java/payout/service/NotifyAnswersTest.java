package payout.service;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import payout.sandbox.DeliveryRecord;
import payout.sandbox.Fault;
import payout.sandbox.FaultKind;
import payout.sandbox.SignType;
import payout.testing.NotifyForms;
import payout.testing.PayoutFile;
import payout.testing.RawHttp;
import payout.testing.RunningService;

/** What the notify port answers to whom, and that a bad call leaves no trace. */
class NotifyAnswersTest {

  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final int MEGABYTE = 1024 * 1024;

  private static RunningService service;

  private String serial;
  private String batchNo;

  @BeforeAll
  static void start(@TempDir Path folder) {
    service =
        RunningService.in(folder)
            .signing(SignType.MD5)
            .with("PAYOUT_GATEWAY_READ_TIMEOUT_MS", "1500")
            .start();
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  /** A batch that the gateway took and says nothing about. */
  @BeforeEach
  void openBatch() {
    service.gateway().fault(Fault.of(FaultKind.NOTIFY_NEVER));
    serial = "N-" + NUMBER.incrementAndGet();
    service.drop(serial + ".csv", PayoutFile.of(serial + ",a@example.com,张三,1.00,x"));
    batchNo = service.awaitTaken(serial);
  }

  @AfterEach
  void clear() {
    service.gateway().clearFaults();
  }

  @Test
  void success_is_seven_bytes_under_their_length() {
    DeliveryRecord delivery = service.gateway().notifyAnew(batchNo);
    assertThat(delivery.status()).isEqualTo(200);
    assertThat(delivery.answer()).isEqualTo("success");
    assertThat(repeated()).isEqualTo("HTTP/1.1 200 OK\nContent-Length: 7\n\nsuccess");
  }

  /** Java's own client asks so unless it is configured otherwise. */
  @Test
  void a_caller_that_offers_http_2_is_answered_over_http_1() {
    service.gateway().notifyAnew(batchNo);
    byte[] body = lastNotify().getBytes(US_ASCII);
    String upgrade =
        "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
            + "HTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA\r\n";
    for (int i = 0; i < 20; i++) {
      String length = "Content-Length: " + body.length + "\r\n";
      assertThat(RawHttp.exchange(service.notifyUrl(), "POST", upgrade + length, body))
          .startsWith("HTTP/1.1 200 ")
          .endsWith("\r\n\r\nsuccess");
      assertThat(
              RawHttp.exchange(service.management("/observe/metrics"), "GET", upgrade, new byte[0]))
          .startsWith("HTTP/1.1 200 ");
    }
  }

  /** The same notify by hand: seen before, so nobody is asked. */
  private String repeated() {
    String body = lastNotify();
    String answer = post(body.getBytes(US_ASCII));
    String[] parts = answer.split("\r\n\r\n", 2);
    String status = parts[0].split("\r\n")[0];
    String length =
        parts[0]
            .lines()
            .filter(line -> line.toLowerCase().startsWith("content-length"))
            .findFirst()
            .get();
    assertThat(parts[0].toLowerCase()).doesNotContain("transfer-encoding", "location");
    return status + "\nContent-Length: " + length.split(": ")[1] + "\n\n" + parts[1];
  }

  private String lastNotify() {
    DeliveryRecord last =
        service.gateway().book().deliveriesOf(batchNo).stream().reduce((a, b) -> b).orElseThrow();
    Map<String, String> params = validNotify(last.notifyId());
    String inner =
        service.gateway().book().batch(batchNo).orElseThrow().lines().get(0).innerSerial();
    String at =
        service
            .gateway()
            .book()
            .batch(batchNo)
            .orElseThrow()
            .lines()
            .get(0)
            .finishedAt()
            .atZone(java.time.ZoneId.of("Asia/Shanghai"))
            .format(java.time.format.DateTimeFormatter.ofPattern("yyyyMMddHHmmss"));
    params.put("success_details", serial + "^a@example.com^张三^1.00^S^^" + inner + "^" + at + "|");
    return new String(NotifyForms.signed(params, "utf-8"), US_ASCII);
  }

  @Test
  void a_second_delivery_is_answered_without_asking_the_gateway_again() {
    assertThat(service.gateway().notifyAnew(batchNo).answer()).isEqualTo("success");
    service.gateway().fault(Fault.of(FaultKind.VERIFY_DEAD).always());

    List<DeliveryRecord> again = service.gateway().redeliver(batchNo);

    assertThat(repeated()).endsWith("\n\nsuccess");
    assertThat(again).allMatch(DeliveryRecord::success);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"})
  void other_methods_are_answered_405(String method) {
    assertThat(RawHttp.exchange(service.notifyUrl(), method, "", new byte[0]))
        .startsWith("HTTP/1.1 405 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/alipay",
        "/alipay/notify/more",
        "/alipay/notifyx",
        "/observe/health",
        "/observe/health/live",
        "/observe/health/ready",
        "/observe/metrics",
        "/q/health"
      })
  void nothing_else_is_served_on_that_port(String path) {
    URI address = service.notifyUrl().resolve(path);

    assertThat(RawHttp.exchange(address, "GET", "", new byte[0])).startsWith("HTTP/1.1 404 ");
    assertThat(RawHttp.exchange(address, "POST", "Content-Length: 3\r\n", RawHttp.ascii("a=b")))
        .startsWith("HTTP/1.1 404 ");
  }

  @Test
  void more_than_four_megabytes_are_answered_413() {
    byte[] large = new byte[4 * MEGABYTE + 1];
    java.util.Arrays.fill(large, (byte) 'a');

    assertThat(
            RawHttp.exchange(
                service.notifyUrl(),
                "POST",
                "Content-Length: " + large.length + "\r\n",
                new byte[0]))
        .startsWith("HTTP/1.1 413 ")
        .endsWith("\r\n\r\nfail");
    assertThat(
            RawHttp.exchange(
                service.notifyUrl(),
                "POST",
                "Transfer-Encoding: chunked\r\n",
                RawHttp.chunked(large, 64 * 1024)))
        .startsWith("HTTP/1.1 413 ")
        .endsWith("\r\n\r\nfail");
  }

  @Test
  void four_megabytes_are_read() {
    byte[] large = new byte[4 * MEGABYTE];
    java.util.Arrays.fill(large, (byte) 'a');

    assertThat(post(large)).startsWith("HTTP/1.1 400 ").endsWith("\r\n\r\nfail");
  }

  @Test
  void chunks_work_as_well_as_a_length() {
    assertThat(service.gateway().notifyAnew(batchNo).answer()).isEqualTo("success");
    byte[] body = lastNotify().getBytes(US_ASCII);

    assertThat(
            RawHttp.exchange(
                service.notifyUrl(),
                "POST",
                "Transfer-Encoding: chunked\r\n",
                RawHttp.chunked(body, 7)))
        .startsWith("HTTP/1.1 200 ")
        .endsWith("\r\n\r\nsuccess");
  }

  @Test
  void what_is_not_signed_not_ours_or_not_understood_is_answered_400_and_leaves_no_trace() {
    Map<String, String> unsigned = validNotify("id-1");
    unsigned.put("sign_type", "MD5");
    Map<String, String> otherType = validNotify("id-2");
    otherType.put("sign", "x");
    otherType.put("sign_type", "RSA");
    Map<String, String> otherMerchant = validNotify("id-3");
    otherMerchant.put("pay_user_id", "2088000000000009");
    Map<String, String> otherBatch = validNotify("id-4");
    otherBatch.put("batch_no", "2026010100000001");
    Map<String, String> noId = validNotify("id-5");
    noId.remove("notify_id");
    String signed = new String(NotifyForms.signed(validNotify("id-6"), "utf-8"), US_ASCII);

    assertRefused(NotifyForms.form(unsigned, "utf-8"));
    assertRefused(NotifyForms.form(otherType, "utf-8"));
    assertRefused(NotifyForms.signed(otherMerchant, "utf-8"));
    assertRefused(NotifyForms.signed(otherBatch, "utf-8"));
    assertRefused(NotifyForms.signed(noId, "utf-8"));
    assertRefused(RawHttp.ascii(signed + "&batch_no=" + batchNo));
    assertRefused(RawHttp.ascii(signed.replace("1.00", "1.01")));
    assertRefused(RawHttp.ascii(signed + "&more=1"));
    assertRefused(RawHttp.ascii(signed.replace("notify_id=", "notify_id=%zz")));
    assertRefused(RawHttp.ascii("not a form"));
    assertRefused(new byte[0]);
    assertRefused(new byte[] {0, (byte) 0xff, 'a', '=', (byte) 0x80});
    assertThat(state()).isEqualTo("TAKEN");
  }

  @ParameterizedTest
  @EnumSource(names = {"VERIFY_FALSE", "VERIFY_DEAD", "VERIFY_STATUS", "VERIFY_SLOW"})
  void what_the_gateway_does_not_confirm_is_answered_503_and_nothing_is_applied(FaultKind fault) {
    service.gateway().fault(Fault.of(fault).millis(2500).always());

    DeliveryRecord refused = service.gateway().notifyAnew(batchNo);

    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.answer()).isEqualTo("fail");
    assertThat(state()).isEqualTo("TAKEN");
    service.gateway().clearFaults();
    assertThat(service.gateway().notifyAnew(batchNo).answer()).isEqualTo("success");
    assertThat(state()).isEqualTo("SETTLED");
  }

  @Test
  void what_a_caller_adds_has_no_effect() {
    assertThat(service.gateway().notifyAnew(batchNo).answer()).isEqualTo("success");
    byte[] body = lastNotify().getBytes(US_ASCII);

    String answer =
        RawHttp.exchange(
            URI.create(
                service.notifyUrl() + "?CamelHttpUri=http://127.0.0.1:1/&CamelFileName=evil"),
            "POST",
            "CamelHttpResponseCode: 302\r\nCamelFileName: evil\r\nContent-Type: text/plain;"
                + " charset=bogus\r\nContent-Length: "
                + body.length
                + "\r\n",
            body);

    assertThat(answer).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\nsuccess");
  }

  @Test
  void a_hundred_stalled_callers_do_not_hold_up_a_good_one() {
    List<RawHttp> stalled = new ArrayList<>();
    try {
      for (int i = 0; i < 100; i++) {
        RawHttp wire = RawHttp.to(service.notifyUrl());
        wire.send(RawHttp.head(service.notifyUrl(), "POST", "Content-Length: 1000\r\n"));
        wire.send(RawHttp.ascii("notify_id="));
        stalled.add(wire);
      }
      long start = System.nanoTime();

      DeliveryRecord good = service.gateway().notifyAnew(batchNo);

      assertThat(good.answer()).isEqualTo("success");
      assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(10));
    } finally {
      stalled.forEach(RawHttp::close);
    }
  }

  @Test
  void callers_that_break_off_are_forgotten() {
    for (int i = 0; i < 1100; i++) {
      try (RawHttp wire = RawHttp.to(service.notifyUrl())) {
        wire.send(RawHttp.head(service.notifyUrl(), "POST", "Content-Length: 1000\r\n"));
        wire.send(RawHttp.ascii("notify_id="));
      }
    }

    await()
        .atMost(RunningService.PATIENCE)
        .untilAsserted(
            () -> assertThat(service.gateway().notifyAnew(batchNo).answer()).isEqualTo("success"));
  }

  private Map<String, String> validNotify(String notifyId) {
    return new TreeMap<>(
        NotifyForms.paid(
            batchNo,
            notifyId,
            serial + "^a@example.com^张三^1.00^S^^2026010112345678^20260101120000"));
  }

  private void assertRefused(byte[] body) {
    assertThat(post(body)).startsWith("HTTP/1.1 400 ").endsWith("\r\n\r\nfail");
  }

  private String state() {
    return service.ledger().status().batches(batchNo).get(0).state().name();
  }

  private static String post(byte[] body) {
    return RawHttp.exchange(
        service.notifyUrl(),
        "POST",
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: "
            + body.length
            + "\r\n",
        body);
  }
}
