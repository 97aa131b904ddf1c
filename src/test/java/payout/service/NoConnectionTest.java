package payout.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import payout.batch.BatchState;
import payout.gateway.TestTls;
import payout.ledger.BatchRecord;
import payout.sandbox.BookLine;
import payout.sandbox.Fault;
import payout.sandbox.FaultKind;
import payout.testing.FakeGateway;
import payout.testing.PayoutFile;
import payout.testing.RunningService;

/** Where no byte of a post can have left, nothing may have arrived, and a refusal is a refusal. */
class NoConnectionTest {

  private static final String FILE =
      PayoutFile.of("N-1,a@example.com,张三,1.00,x", "N-2,b@example.com,李四,2.00,y");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"refused", "jammed"})
  void goes_on_without_help_when_the_gateway_listens_again(String how) {
    try (FakeGateway wire = new FakeGateway();
        RunningService service = service(wire.url().toString())) {
      wire.leadsTo(service.gateway().gatewayUrl());
      breakDown(wire, how);

      service.drop("file.csv", FILE);
      BatchRecord unknown = awaitAttempts(service, 2);
      wire.repair();
      String result = service.awaitResult("file");

      assertThat(unknown.maybeSent()).isFalse();
      assertThat(result.lines().filter(row -> row.contains(",PAID,"))).hasSize(2);
      assertThat(wire.postsOf(unknown.batchNo())).hasSize(1);
      assertThat(service.gateway().book().paidLines())
          .extracting(BookLine::serial)
          .containsExactlyInAnyOrder("N-1", "N-2");
    }
  }

  @Test
  void believes_a_refusal_after_posts_that_never_left() {
    try (FakeGateway wire = new FakeGateway();
        RunningService service = service(wire.url().toString())) {
      wire.leadsTo(service.gateway().gatewayUrl());
      service.gateway().fault(Fault.of(FaultKind.REFUSE).withoutTaking().code("ILLEGAL_ARGUMENT"));
      wire.shut();

      service.drop("file.csv", FILE);
      BatchRecord unknown = awaitAttempts(service, 2);
      wire.repair();
      String result = service.awaitResult("file");

      assertThat(result.lines().skip(1))
          .hasSize(2)
          .allMatch(row -> row.contains(",REFUSED,ILLEGAL_ARGUMENT,"));
      assertThat(wire.postsOf(unknown.batchNo())).hasSize(1);
      assertThat(service.gateway().book().lines()).isEmpty();
    }
  }

  @Test
  void waits_for_a_host_name_that_has_no_address() {
    try (RunningService service = service("https://gateway.invalid/gateway.do")) {
      service.drop("file.csv", FILE);

      assertThat(awaitAttempts(service, 3).maybeSent()).isFalse();
      assertThat(service.out())
          .noneMatch(name -> name.contains("result") || name.contains("retry"));
    }
  }

  @Test
  void sends_nothing_to_a_server_without_tls() throws IOException {
    try (FakeGateway wire = new FakeGateway();
        RunningService service = service("https" + wire.url().toString().substring(4))) {
      wire.leadsTo(service.gateway().gatewayUrl());
      service.drop("file.csv", FILE);

      assertThat(awaitAttempts(service, 3).maybeSent()).isFalse();
      assertThat(wire.posts()).isEmpty();
    }
  }

  /** Whatever it would read inside of TLS would have been a byte of a request; it reads none. */
  @Test
  void sends_nothing_to_a_server_whose_certificate_nobody_vouches_for() throws Exception {
    AtomicInteger handshakes = new AtomicInteger();
    AtomicInteger bytes = new AtomicInteger();
    try (ServerSocket server =
            new TestTls()
                .serving()
                .getServerSocketFactory()
                .createServerSocket(0, 8, InetAddress.getByName("127.0.0.1"));
        RunningService service =
            service("https://127.0.0.1:" + server.getLocalPort() + "/gateway.do")) {
      read(server, handshakes, bytes);
      service.drop("file.csv", FILE);

      assertThat(awaitAttempts(service, 3).maybeSent()).isFalse();
      assertThat(handshakes.get()).isGreaterThanOrEqualTo(3);
      assertThat(bytes).hasValue(0);
      assertThat(service.out())
          .noneMatch(name -> name.contains("result") || name.contains("retry"));
    }
  }

  private static void read(ServerSocket server, AtomicInteger handshakes, AtomicInteger bytes) {
    Thread thread =
        new Thread(
            () -> {
              while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                  handshakes.incrementAndGet();
                  bytes.addAndGet(socket.getInputStream().read() < 0 ? 0 : 1);
                } catch (IOException refused) {
                  // The product turned away; what it makes of that is the test.
                }
              }
            },
            "untrusted-gateway");
    thread.setDaemon(true);
    thread.start();
  }

  private static void breakDown(FakeGateway wire, String how) {
    if (how.equals("refused")) {
      wire.shut();
    } else {
      wire.jam();
    }
  }

  private RunningService service(String gateway) {
    return RunningService.in(folder)
        .with("PAYOUT_GATEWAY_URL", gateway)
        .with("PAYOUT_GATEWAY_CONNECT_TIMEOUT_MS", "250")
        .with("PAYOUT_GATEWAY_READ_TIMEOUT_MS", "5000")
        .start();
  }

  private static BatchRecord awaitAttempts(RunningService service, int count) {
    return await("a batch after " + count + " posts")
        .atMost(RunningService.PATIENCE)
        .until(
            () ->
                service.ledger().status().files(10).stream()
                    .flatMap(file -> service.ledger().status().batches(file.id()).stream())
                    .filter(batch -> batch.state() == BatchState.UNKNOWN)
                    .filter(batch -> batch.attempts() >= count)
                    .findFirst()
                    .orElse(null),
            found -> found != null);
  }
}
