package payout.route;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
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

/**
 * Ends calls that are too slow, and nothing else. All calls here use one pooled connection, and
 * their limits pass when the server says so: no test waits for one.
 */
@Timeout(60)
class CallDeadlineTest {

  private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n";

  private final Timers timers = new Timers();
  private final CallDeadline deadline = new CallDeadline(60_000, timers);
  private final CountDownLatch closing = new CountDownLatch(1);
  private ServerSocket server;
  private CloseableHttpClient client;

  @BeforeEach
  void start() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::serve);
    client = client(deadline);
  }

  @AfterEach
  void stop() throws IOException {
    closing.countDown();
    client.close();
    server.close();
  }

  @Test
  void ends_headers_that_drip() {
    assertThatThrownBy(() -> call("/drip-headers")).isInstanceOf(IOException.class);
  }

  @Test
  void ends_a_body_that_drips() {
    assertThatThrownBy(() -> call("/drip-body")).isInstanceOf(IOException.class);
  }

  @Test
  void ends_a_call_after_its_limit_in_milliseconds() throws IOException {
    try (CloseableHttpClient limited = client(new CallDeadline(50))) {
      assertThatThrownBy(() -> body(limited.executeOpen(null, at("/no-answer"), null)))
          .isInstanceOf(IOException.class);
    }
  }

  /** Then there is no connection yet that could be discarded. */
  @Test
  void ends_a_call_whose_limit_passes_before_it_has_a_connection() throws IOException {
    CallDeadline.Timer atOnce =
        (work, ms) -> {
          work.run();
          return CompletableFuture.completedFuture(null);
        };
    try (CloseableHttpClient late = client(new CallDeadline(50, atOnce))) {
      assertThatThrownBy(() -> body(late.executeOpen(null, at("/no-answer"), null)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("before it had a connection");
    }
  }

  @Test
  void leaves_a_good_connection_to_the_next_call() throws Exception {
    call("/good");
    String first = call("/good");

    timers.pass(timers.started());

    assertThat(call("/good")).isEqualTo(first);
  }

  /** The worst case: nobody reported the end of a call, and the next one has its connection. */
  @Test
  void never_ends_the_call_of_another_thread_on_the_same_connection() throws Exception {
    String connection = callWithoutOver();

    String other = CompletableFuture.supplyAsync(() -> unchecked("/limits-before-pass")).get();

    assertThat(other).isEqualTo(connection);
  }

  @Test
  void never_ends_the_next_call_of_the_same_thread() throws Exception {
    String connection = callWithoutOver();

    assertThat(body(client.executeOpen(null, at("/limits-before-pass"), null)))
        .isEqualTo(connection);
    deadline.over();
    assertThat(call("/limits-before-pass")).isEqualTo(connection);
  }

  @Test
  void ends_the_second_call_too_when_the_first_was_ended() {
    for (String path : List.of("/drip-headers", "/drip-body", "/drip-headers")) {
      assertThatThrownBy(() -> call(path)).isInstanceOf(IOException.class);
    }
  }

  /** The timer of a call must not outlive it: 10 000 posts a day would be 10 000 timers. */
  @Test
  void over_cancels_the_timer_and_may_be_called_without_a_call_and_twice() throws Exception {
    deadline.over();
    String connection = call("/good");
    deadline.over();

    assertThat(call("/good")).isEqualTo(connection);
    assertThat(timers.running()).isZero();
  }

  private static CloseableHttpClient client(CallDeadline deadline) {
    HttpClientBuilder builder =
        HttpClientBuilder.create()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setMaxConnTotal(1)
                    .setMaxConnPerRoute(1)
                    .build())
            .disableAutomaticRetries();
    deadline.configureHttpClient(builder);
    return builder.build();
  }

  private String unchecked(String path) {
    try {
      return call(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String callWithoutOver() throws IOException {
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
        daemon(() -> serve(socket, number));
      } catch (IOException closed) {
        return;
      }
    }
  }

  /** Every good answer is the number of the connection. */
  private void serve(Socket socket, String number) {
    try (socket) {
      String head = head(socket.getInputStream());
      while (!head.isEmpty()) {
        answer(socket, head, number);
        head = head(socket.getInputStream());
      }
    } catch (IOException | InterruptedException ended) {
      // That is what the caller is tested for.
    }
  }

  private void answer(Socket socket, String head, String number)
      throws IOException, InterruptedException {
    if (head.contains("/drip-headers")) {
      drip(socket, "HTTP/1.1 200 OK\r\nX: " + "y".repeat(1000));
    } else if (head.contains("/drip-body")) {
      write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
      drip(socket, "y".repeat(1000));
    } else if (head.contains("/no-answer")) {
      closing.await();
    } else {
      if (head.contains("/limits-before-pass")) {
        timers.pass(timers.started() - 1);
      }
      write(socket, ANSWER + number);
    }
  }

  /** The limit of the call passes while the answer drips. */
  private void drip(Socket socket, String text) throws IOException, InterruptedException {
    for (int i = 0; i < text.length(); i++) {
      write(socket, text.substring(i, i + 1));
      if (i == 10) {
        timers.pass(timers.started());
      }
      closing.await(20, TimeUnit.MILLISECONDS);
    }
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

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    thread.start();
  }

  /** Timers whose time passes when a test says so. */
  private static final class Timers implements CallDeadline.Timer {

    private final List<FutureTask<?>> all = new CopyOnWriteArrayList<>();

    @Override
    public Future<?> after(Runnable work, long ms) {
      FutureTask<?> timer = new FutureTask<>(work, null);
      all.add(timer);
      return timer;
    }

    int started() {
      return all.size();
    }

    long running() {
      return all.stream().filter(timer -> !timer.isDone()).count();
    }

    /** The time of the first so many timers passes; what is cancelled does nothing. */
    void pass(int count) {
      all.subList(0, count).forEach(FutureTask::run);
    }
  }
}
