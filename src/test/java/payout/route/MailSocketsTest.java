package payout.route;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A mail server can keep its client neither for ever nor busy without end. */
class MailSocketsTest {

  private static final long LONG_NS = TimeUnit.MINUTES.toNanos(1);

  private ServerSocket server;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Test
  void what_is_within_the_limits_arrives() throws IOException {
    try (Socket client = connected(new MailSockets(LONG_NS, 5));
        Socket there = server.accept()) {
      there.getOutputStream().write("250 x".getBytes(US_ASCII));
      there.close();

      assertThat(client.getInputStream().readNBytes(5)).asString().isEqualTo("250 x");
    }
  }

  @Test
  void a_server_that_sends_more_is_left_however_it_is_read() throws IOException {
    try (Socket client = connected(new MailSockets(LONG_NS, 1000));
        Socket there = server.accept()) {
      there.getOutputStream().write(new byte[2000]);
      InputStream in = client.getInputStream();

      assertThat(in.read()).isZero();
      assertThat(in.readNBytes(999)).hasSize(999);
      assertThatThrownBy(in::read).isInstanceOf(IOException.class).hasMessageContaining("too much");
      assertThatThrownBy(client.getInputStream()::read).hasMessageContaining("too much");
    }
  }

  /** TLS does that when it closes a connection. */
  @Test
  void what_is_available_can_be_skipped_until_there_is_nothing_left() throws IOException {
    try (Socket client = connected(new MailSockets(LONG_NS, 1000));
        Socket there = server.accept()) {
      there.getOutputStream().write(new byte[1500]);
      InputStream in = client.getInputStream();
      await().until(() -> in.available() == 1500);

      assertThat(in.skip(400)).isEqualTo(400);
      assertThat(in.skip(900)).isEqualTo(900);

      assertThat(in.available()).as("it sent more than it may").isZero();
    }
  }

  /** Each of its bytes comes before the timeout of a read. */
  @Test
  void a_server_that_sends_a_byte_now_and_then_is_left() throws IOException {
    try (Socket client = connected(new MailSockets(TimeUnit.MILLISECONDS.toNanos(300), 1 << 30));
        Socket there = server.accept()) {
      Thread drip = new Thread(() -> drip(there), "drip");
      drip.setDaemon(true);
      drip.start();
      InputStream in = client.getInputStream();

      assertThatThrownBy(in::readAllBytes)
          .isInstanceOf(SocketTimeoutException.class)
          .hasMessageContaining("too long");
    }
  }

  private static void drip(Socket there) {
    try {
      while (true) {
        there.getOutputStream().write('2');
      }
    } catch (IOException gone) {
      // the client left
    }
  }

  private Socket connected(MailSockets sockets) throws IOException {
    Socket socket = sockets.createSocket();
    socket.connect(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()));
    return socket;
  }
}
