package payout.route;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ends what drips, and nothing else: all calls here go over one connection of the pool. */
@Timeout(30)
class CallDeadlineTest {

  private static final int LIMIT_MS = 1200;
  private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n";

  private final CallDeadline deadline = new CallDeadline(LIMIT_MS);
  private final CountDownLatch closing = new CountDownLatch(1);
  private ServerSocket server;
  private CloseableHttpClient client;

  @BeforeEach
  void start() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve);
    thread.setDaemon(true);
    thread.start();
    HttpClientBuilder builder =
        HttpClientBuilder.create()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setMaxConnTotal(1)
                    .setMaxConnPerRoute(1)
                    .build())
            .disableAutomaticRetries();
    deadline.configureHttpClient(builder);
    client = builder.build();
  }

  @AfterEach
  void stop() throws IOException {
    closing.countDown();
    client.close();
    server.close();
  }

  @Test
  void ends_headers_that_drip() {
    Instant from = Instant.now();

    Throwable thrown = catchThrowable(() -> call("/drip-headers"));

    assertThat(thrown).isInstanceOf(IOException.class);
    assertThat(Duration.between(from, Instant.now())).isLessThan(Duration.ofMillis(4 * LIMIT_MS));
  }

  @Test
  void ends_a_body_that_drips() {
    Instant from = Instant.now();

    Throwable thrown = catchThrowable(() -> call("/drip-body"));

    assertThat(thrown).isInstanceOf(IOException.class);
    assertThat(Duration.between(from, Instant.now())).isLessThan(Duration.ofMillis(4 * LIMIT_MS));
  }

  @Test
  void leaves_a_good_connection_to_the_next_call() throws Exception {
    call("/good");
    String first = call("/good");

    assertThat(call("/good")).isEqualTo(first);
  }

  /** The worst case: a call that nobody called over, its connection in the hands of the next. */
  @Test
  void never_ends_the_call_of_another_thread_on_the_same_connection() throws Exception {
    String connection = callAndNeverSayOver();

    String other = CompletableFuture.supplyAsync(() -> later("/after-1050-ms")).get();

    assertThat(other).isEqualTo(connection);
  }

  @Test
  void never_ends_the_next_call_of_the_same_thread() throws Exception {
    String connection = callAndNeverSayOver();

    assertThat(body(client.executeOpen(null, at("/after-900-ms"), null))).isEqualTo(connection);
    deadline.over();
    assertThat(call("/after-900-ms")).isEqualTo(connection);
  }

  @Test
  void ends_the_second_call_too_when_the_first_was_ended() {
    assertThat(catchThrowable(() -> call("/drip-headers"))).isInstanceOf(IOException.class);
    assertThat(catchThrowable(() -> call("/drip-body"))).isInstanceOf(IOException.class);
    assertThat(catchThrowable(() -> call("/drip-headers"))).isInstanceOf(IOException.class);
  }

  /** The timer of a call must not outlive it: 10 000 posts a day would be 10 000 timers. */
  @Test
  void over_may_be_said_without_a_call_and_twice() throws Exception {
    deadline.over();
    String connection = call("/good");
    deadline.over();

    assertThat(call("/good")).isEqualTo(connection);
  }

  private String later(String path) {
    try {
      // Longer than what is left of the first call's limit, shorter than this one's.
      return call(path);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private String callAndNeverSayOver() throws IOException {
    return body(client.executeOpen(null, at("/good"), null));
  }

  private String call(String path) throws IOException {
    try {
      return body(client.executeOpen(null, at(path), null));
    } finally {
      deadline.over();
    }
  }

  private HttpGet at(String path) {
    return new HttpGet("http://127.0.0.1:" + server.getLocalPort() + path);
  }

  private static String body(ClassicHttpResponse response) throws IOException {
    try (response;
        InputStream in = response.getEntity().getContent()) {
      return new String(in.readAllBytes(), US_ASCII);
    }
  }

  private void serve() {
    int connection = 1000;
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        String number = Integer.toString(connection++);
        Thread thread = new Thread(() -> serve(socket, number));
        thread.setDaemon(true);
        thread.start();
      } catch (IOException closed) {
        return;
      }
    }
  }

  /** Every good answer is the number of the connection. */
  private void serve(Socket socket, String number) {
    try (socket) {
      while (true) {
        String head = head(socket.getInputStream());
        if (head.isEmpty()) {
          return;
        }
        if (head.contains("/drip-headers")) {
          drip(socket, "HTTP/1.1 200 OK\r\nX: " + "y".repeat(1000));
        } else if (head.contains("/drip-body")) {
          write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
          drip(socket, "y".repeat(1000));
        } else {
          pause(head.contains("900") ? 900 : head.contains("1050") ? 1050 : 0);
          write(socket, ANSWER + number);
        }
      }
    } catch (IOException | InterruptedException ended) {
      // That is what the caller is tested for.
    }
  }

  private void drip(Socket socket, String text) throws IOException, InterruptedException {
    for (char each : text.toCharArray()) {
      write(socket, String.valueOf(each));
      pause(20);
    }
  }

  private void pause(long millis) throws InterruptedException {
    closing.await(millis, TimeUnit.MILLISECONDS);
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(US_ASCII));
    socket.getOutputStream().flush();
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int each = in.read();
      if (each < 0) {
        return "";
      }
      head.append((char) each);
    }
    return head.toString();
  }
}
