package payout.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.EOFException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class CallEndTest {

  static Stream<Throwable> beforeAByteLeft() {
    return Stream.of(
        new UnknownHostException("gateway"),
        new ConnectException("refused"),
        new HttpHostConnectException("refused"),
        new ConnectTimeoutException("timeout"),
        new ConnectionRequestTimeoutException("pool"),
        new NoRouteToHostException("route"),
        new BindException("ports"),
        new SSLPeerUnverifiedException("host name"));
  }

  @ParameterizedTest
  @MethodSource("beforeAByteLeft")
  void nothing_left(Throwable thrown) {
    assertThat(CallEnd.of(thrown)).isInstanceOf(CallEnd.NotConnected.class);
    assertThat(CallEnd.of(new IllegalStateException(new ExecutionException(thrown))))
        .isInstanceOf(CallEnd.NotConnected.class);
  }

  static Stream<Throwable> anythingElse() {
    return Stream.of(
        new SocketTimeoutException("Read timed out"),
        new SocketException("Connection reset"),
        new SocketException("Broken pipe"),
        new NoHttpResponseException("nothing"),
        new EOFException(),
        new SSLException("closed"),
        // Not out of the handshake, whatever its name says.
        new SSLHandshakeException("Received fatal alert: bad_certificate"),
        new IOException(),
        // The I/O exception outside decides, not one that it wraps.
        new IOException(new ConnectException("refused")),
        new InterruptedException(),
        new CompletionException(null),
        new RuntimeException("no cause"),
        new OutOfMemoryError());
  }

  @ParameterizedTest
  @MethodSource("anythingElse")
  void it_may_have_arrived(Throwable thrown) {
    assertThat(CallEnd.of(thrown)).isInstanceOf(CallEnd.Broken.class);
    assertThat(CallEnd.of(new IllegalStateException(thrown))).isInstanceOf(CallEnd.Broken.class);
  }

  @Test
  void names_the_exception_without_its_message() {
    assertThat(CallEnd.of(new ConnectException("payee@example.com")))
        .isEqualTo(new CallEnd.NotConnected("The gateway cannot be reached (ConnectException)."));
    assertThat(CallEnd.of(new RuntimeException(new SocketException("payee@example.com"))))
        .isEqualTo(new CallEnd.Broken("The call broke off (SocketException)."));
  }

  @Test
  void nothing_left_when_the_connection_is_refused() throws Exception {
    int port;
    try (ServerSocket closed = listen()) {
      port = closed.getLocalPort();
    }

    assertThat(CallEnd.of(post("http", port))).isInstanceOf(CallEnd.NotConnected.class);
  }

  @Test
  void nothing_left_when_the_host_has_no_address() {
    assertThat(CallEnd.of(postTo("http://gateway.invalid/", new NoAddress())))
        .isInstanceOf(CallEnd.NotConnected.class);
  }

  @Test
  void nothing_left_when_the_server_speaks_no_tls() throws Exception {
    try (ServerSocket server = listen()) {
      Thread plain = answerOnce(server, "HTTP/1.1 400 Bad Request\r\n\r\n");

      assertThat(CallEnd.of(post("https", server.getLocalPort())))
          .isInstanceOf(CallEnd.NotConnected.class);
      plain.join();
    }
  }

  @Test
  void nothing_left_when_the_connection_breaks_during_the_handshake() throws Exception {
    try (ServerSocket server = listen()) {
      Thread rude = answerOnce(server, "");

      assertThat(CallEnd.of(post("https", server.getLocalPort())))
          .isInstanceOf(CallEnd.NotConnected.class);
      rude.join();
    }
  }

  @Test
  void it_may_have_arrived_when_the_connection_breaks_before_the_answer() throws Exception {
    try (ServerSocket server = listen()) {
      Thread rude = answerOnce(server, "");

      assertThat(CallEnd.of(post("http", server.getLocalPort())))
          .isInstanceOf(CallEnd.Broken.class);
      rude.join();
    }
  }

  private static ServerSocket listen() throws IOException {
    return new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
  }

  /** Takes one connection, reads the beginning of what comes, answers and hangs up. */
  private static Thread answerOnce(ServerSocket server, String answer) {
    Thread thread =
        new Thread(
            () -> {
              try (Socket socket = server.accept()) {
                socket.getInputStream().read();
                socket.getOutputStream().write(answer.getBytes("US-ASCII"));
              } catch (IOException over) {
                // The client hung up first.
              }
            });
    thread.start();
    return thread;
  }

  private static Throwable post(String scheme, int port) {
    return postTo(scheme + "://127.0.0.1:" + port + "/", SystemDefaultDnsResolver.INSTANCE);
  }

  private static Throwable postTo(String address, DnsResolver resolver) {
    return catchThrowable(
        () -> {
          HttpPost post = new HttpPost(address);
          post.setEntity(new StringEntity("a=b"));
          try (CloseableHttpClient client =
              HttpClients.custom()
                  .setConnectionManager(
                      PoolingHttpClientConnectionManagerBuilder.create()
                          .setDnsResolver(resolver)
                          .build())
                  .disableAutomaticRetries()
                  .build()) {
            client.execute(post, response -> null);
          }
        });
  }

  /** Knows no address, at once: the name servers of some machines take their time to say so. */
  private static final class NoAddress implements DnsResolver {

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
      throw new UnknownHostException(host);
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
      throw new UnknownHostException(host);
    }
  }
}
