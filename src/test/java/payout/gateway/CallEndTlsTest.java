package payout.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where an exception of TLS was thrown decides what may have arrived. */
@Timeout(20)
class CallEndTlsTest {

  private final TestTls tls = new TestTls();

  CallEndTlsTest() throws Exception {}

  @Test
  void nothing_left_when_the_certificate_is_not_trusted() throws Exception {
    try (ServerSocket server = listen()) {
      serveOnce(server, socket -> {});

      Throwable thrown = catchThrowable(() -> call(SSLContext.getDefault(), server));

      assertThat(thrown).isInstanceOf(SSLHandshakeException.class);
      assertThat(CallEnd.of(thrown)).isInstanceOf(CallEnd.NotConnected.class);
    }
  }

  @Test
  void nothing_left_when_there_is_no_common_version() throws Exception {
    try (ServerSocket server = listen()) {
      serveOnce(server, socket -> socket.setEnabledProtocols(new String[] {"TLSv1.2"}));

      Throwable thrown = catchThrowable(() -> call(tls.trusting(), server));

      assertThat(thrown).hasMessageContaining("Received fatal alert");
      assertThat(CallEnd.of(thrown)).isInstanceOf(CallEnd.NotConnected.class);
    }
  }

  @Test
  void it_may_have_arrived_when_the_server_rejects_our_certificate_after_the_handshake()
      throws Exception {
    try (ServerSocket server = listen()) {
      serveOnce(server, socket -> socket.setNeedClientAuth(true));

      Throwable thrown = catchThrowable(() -> call(tls.trusting(), server));

      assertThat(thrown).isInstanceOf(SSLHandshakeException.class);
      assertThat(thrown).hasMessageContaining("Received fatal alert");
      assertThat(CallEnd.of(thrown)).isInstanceOf(CallEnd.Broken.class);
    }
  }

  /** Shakes hands, sends, reads: in TLS 1.3, in the order in which the HTTP client does. */
  private static void call(SSLContext context, ServerSocket server) throws IOException {
    try (SSLSocket socket =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), server.getLocalPort())) {
      socket.setEnabledProtocols(new String[] {"TLSv1.3"});
      socket.startHandshake();
      socket.getOutputStream().write("POST / HTTP/1.1".getBytes(StandardCharsets.US_ASCII));
      socket.getInputStream().read();
    }
  }

  /** Leaves the bare connection open, so that what it objects to arrives before the end does. */
  private void serveOnce(ServerSocket server, Consumer<SSLSocket> settings) throws Exception {
    SSLSocketFactory sockets = tls.serving().getSocketFactory();
    Thread thread =
        new Thread(
            () -> {
              try {
                Socket bare = server.accept();
                SSLSocket socket = (SSLSocket) sockets.createSocket(bare, null, 0, false);
                socket.setUseClientMode(false);
                settings.accept(socket);
                socket.getInputStream().read();
              } catch (IOException refused) {
                // What the client makes of that is the test.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private static ServerSocket listen() throws IOException {
    return new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
  }
}
