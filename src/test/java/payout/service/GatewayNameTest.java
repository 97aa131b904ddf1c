package payout.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.gateway.TestTls;
import payout.testing.PayoutFile;
import payout.testing.RunningService;

/**
 * A certificate that the machine trusts is not enough: it must be the gateway's. The answer of the
 * gateway has no sign, so whoever can give it can have a batch called refused.
 */
class GatewayNameTest {

  private static final String HOST = "127.0.0.1";
  private static final String STORE = "javax.net.ssl.trustStore";
  private static final String PASSWORD = "javax.net.ssl.trustStorePassword";

  @TempDir private Path folder;

  private final AtomicInteger handshakes = new AtomicInteger();
  private final AtomicInteger bytes = new AtomicInteger();

  @AfterEach
  void trustAsBefore() {
    System.clearProperty(STORE);
    System.clearProperty(PASSWORD);
  }

  @Test
  void sends_nothing_to_a_server_whose_certificate_has_another_name() throws Exception {
    try (ServerSocket server = listen("127.0.0.2");
        RunningService service = service(server)) {
      drop(service);

      await().atMost(RunningService.PATIENCE).until(() -> handshakes.get() >= 3);
      assertThat(bytes).hasValue(0);
    }
  }

  /** So that the other test shows what it says: with the right name the post arrives. */
  @Test
  void sends_to_a_server_whose_certificate_has_its_name() throws Exception {
    try (ServerSocket server = listen(HOST);
        RunningService service = service(server)) {
      drop(service);

      await().atMost(RunningService.PATIENCE).until(() -> bytes.get() > 0);
    }
  }

  private static void drop(RunningService service) {
    service.drop("a.csv", PayoutFile.of("A-1,a@example.com,张三,1.00,x"));
  }

  private RunningService service(ServerSocket server) {
    return RunningService.in(folder)
        .with("PAYOUT_GATEWAY_URL", "https://" + HOST + ":" + server.getLocalPort() + "/gateway.do")
        .start();
  }

  /** Listens with a certificate for an address, which this machine trusts. */
  private ServerSocket listen(String address) throws Exception {
    TestTls tls = new TestTls(address);
    System.setProperty(STORE, tls.trusted(folder.resolve("trusted.p12")).toString());
    System.setProperty(PASSWORD, TestTls.PASSWORD);
    ServerSocket server =
        tls.serving()
            .getServerSocketFactory()
            .createServerSocket(0, 8, InetAddress.getByName(HOST));
    Thread thread = new Thread(() -> read(server), "gateway-with-a-name");
    thread.setDaemon(true);
    thread.start();
    return server;
  }

  private void read(ServerSocket server) {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        handshakes.incrementAndGet();
        bytes.addAndGet(socket.getInputStream().read() < 0 ? 0 : 1);
      } catch (IOException refused) {
        // The product turned away, or the test is over.
      }
    }
  }
}
