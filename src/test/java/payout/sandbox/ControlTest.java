package payout.sandbox;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ControlTest {
  private final String batchNo = Merchant.newBatchNo();
  private GatewaySimulator gateway;
  private Merchant merchant;

  @BeforeEach
  void start() {
    gateway = GatewaySimulator.start(TestConfigs.once());
    merchant = new Merchant(gateway, SignType.MD5, "utf-8");
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void switches_faults_on_and_off() throws Exception {
    assertThat(control("fault=STATUS&status=503&times=2&taking=false").body())
        .contains("\"fault\":\"STATUS\"", "\"times\":2", "\"taking\":false", "\"status\":503");

    assertThat(merchant.send(merchant.request(batchNo, "")).statusCode()).isEqualTo(503);
    assertThat(gateway.faults()).singleElement().satisfies(f -> assertThat(f.times()).isOne());
    control("fault=REFUSE&code=SYSTEM_ERROR&times=always&millis=5");
    assertThat(gateway.faults()).hasSize(2);
    assertThat(control("clear=STATUS").body()).contains("\"always\"").doesNotContain("\"STATUS\"");
    assertThat(control("clear=all").body()).contains("\"faults\":[]");

    assertThat(merchant.post(merchant.request(batchNo, ""))).contains(">T<");
  }

  @Test
  void sets_the_balance_and_delivers_again() throws Exception {
    try (NotifyReceiver receiver = new NotifyReceiver()) {
      control("balance=2020.50");
      assertThat(merchant.post(merchant.request(batchNo, receiver.url()))).contains(">T<");
      assertThat(gateway.book().balance()).isEqualByComparingTo("1999.99");

      assertThat(control("redeliver=" + batchNo).body()).contains("\"success\":true");
      assertThat(control("notify_anew=" + batchNo).body()).contains("BY_HAND");
      assertThat(receiver.of(batchNo)).hasSizeGreaterThanOrEqualTo(2);
    }
  }

  @Test
  void reports_what_it_does_not_understand() throws Exception {
    assertThat(control("fault=NEVER_HEARD").statusCode()).isEqualTo(400);
    assertThat(control("falt=CLOSE").body()).contains("falt is not one of");
    assertThat(control("fault=CLOSE&times=-1").statusCode()).isEqualTo(400);
    assertThat(control("redeliver=" + batchNo).statusCode()).isEqualTo(404);
    assertThatThrownBy(() -> gateway.redeliver(batchNo)).isInstanceOf(NoSuchElementException.class);
    assertThat(gateway.faults()).isEmpty();
  }

  @Test
  void several_run_in_parallel_and_do_not_share_a_port() throws Exception {
    try (GatewaySimulator other = GatewaySimulator.start(TestConfigs.once())) {
      Merchant theirs = new Merchant(other, SignType.MD5, "utf-8");
      assertThat(other.port()).isNotEqualTo(gateway.port());
      assertThat(theirs.post(theirs.request(batchNo, ""))).contains(">T<");
      assertThat(merchant.post(merchant.request(batchNo, ""))).contains(">T<");
    }
    assertThatThrownBy(() -> GatewaySimulator.start(TestConfigs.once().port(gateway.port())))
        .hasMessageContaining("cannot listen on 127.0.0.1:" + gateway.port());
  }

  @Test
  void leaves_no_thread_behind() {
    long before = Thread.getAllStackTraces().keySet().stream().filter(ControlTest::ours).count();

    GatewaySimulator.start(TestConfigs.once()).close();

    await()
        .atMost(60, SECONDS)
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream().filter(ControlTest::ours).count()
                    <= before);
  }

  @Test
  void releases_a_held_answer_when_it_is_closed() throws Exception {
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      gateway.fault(Fault.of(FaultKind.DELAY).millis(60_000));
      Future<String> answer = threads.submit(() -> merchant.post(merchant.request(batchNo, "")));
      await().atMost(60, SECONDS).until(() -> gateway.book().batch(batchNo).isPresent());
      long start = System.nanoTime();

      gateway.close();

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
      await().atMost(60, SECONDS).until(answer::isDone);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void takes_bodies_up_to_eight_megabytes() throws Exception {
    assertThat(control("a".repeat(SandboxRequest.BODY_MAX + 1)).statusCode()).isEqualTo(413);
    assertThat(control("fault=CLOSE&code=" + "a".repeat(2_000_000)).statusCode()).isEqualTo(200);
  }

  private static boolean ours(Thread thread) {
    return thread.isAlive()
        && (thread.getName().startsWith("sandbox-") || thread.getName().startsWith("vert.x-"));
  }

  @Test
  void serves_nothing_else() throws Exception {
    String root = "http://127.0.0.1:" + gateway.port();

    assertThat(Merchant.get(root + "/").statusCode()).isEqualTo(404);
    assertThat(Merchant.text(Merchant.get(gateway.gatewayUrl() + "?service=other")))
        .contains(">ILLEGAL_SERVICE<");
  }

  private HttpResponse<String> control(String form) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + "/control"))
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build();
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .build()
        .send(request, HttpResponse.BodyHandlers.ofString());
  }
}
