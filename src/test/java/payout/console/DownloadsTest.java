package payout.console;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever reads an answer slowly, or not at all, holds up nobody else. */
class DownloadsTest {

  private static final int LARGE_BYTES = 16 * 1024 * 1024;

  @TempDir private Path folder;

  private final AtomicInteger cut = new AtomicInteger();
  private final List<Socket> readers = new ArrayList<>();
  private BareConsole console;
  private String li;
  private String wang;

  private void start(long patienceMs) {
    console =
        new BareConsole(
            folder,
            BareConsole.LIMITS,
            patienceMs,
            Endpoint.call("GET", "/api/large", Role.VIEWER, visit -> large()).forDownload(),
            Endpoint.fileCall("/api/files", Role.SUBMITTER, visit -> Reply.redirect("/")));
    li = console.token("li");
    wang = console.token("wang");
  }

  private Reply large() {
    return new Reply(
        200,
        Map.of(),
        out -> {
          try {
            writeLarge(out);
          } catch (IOException e) {
            cut.incrementAndGet();
            throw e;
          }
        });
  }

  private static void writeLarge(OutputStream out) throws IOException {
    byte[] block = new byte[8192];
    for (int written = 0; written < LARGE_BYTES; written += block.length) {
      out.write(block);
    }
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket reader : readers) {
      reader.close();
    }
    console.close();
  }

  @Test
  void a_submission_goes_through_while_nobody_reads_what_was_asked_for() throws IOException {
    start(ReaderPace.PATIENCE_MS);
    for (int i = 0; i < Dispatcher.DOWNLOADS_OF_USER_MAX; i++) {
      askAndReadNothing(li);
    }

    assertThat(submit(wang)).isEqualTo(303);
    assertThat(cut).as("they still wait").hasValue(0);
  }

  @Test
  void a_download_that_nobody_reads_is_ended() throws IOException {
    start(500);

    for (int i = 0; i < Dispatcher.DOWNLOADS_OF_USER_MAX; i++) {
      askAndReadNothing(li);
    }

    await().atMost(Duration.ofSeconds(20)).until(() -> cut.get() == 4);
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThat(get(li))
                    .satisfies(
                        it ->
                            assertThat(it.statusCode())
                                .as(
                                    new String(
                                        it.body(), 0, Math.min(300, it.body().length), US_ASCII))
                                .isEqualTo(200)));
  }

  @Test
  void a_user_has_a_few_downloads_at_once_and_others_have_theirs() throws IOException {
    start(ReaderPace.PATIENCE_MS);
    for (int i = 0; i < Dispatcher.DOWNLOADS_OF_USER_MAX; i++) {
      askAndReadNothing(li);
    }
    HttpResponse<byte[]> more = get(li);

    assertThat(more.statusCode()).isEqualTo(429);
    assertThat(new String(more.body(), US_ASCII)).contains("li has 4 downloads running");
    assertThat(get(wang).body()).hasSize(LARGE_BYTES);
    readers.remove(0).close();
    // At the latest when it reads too slowly.
    await().atMost(Duration.ofSeconds(60)).until(() -> get(li).statusCode() == 200);
  }

  private void askAndReadNothing(String token) throws IOException {
    Socket socket = new Socket();
    readers.add(socket);
    socket.setReceiveBufferSize(4096);
    socket.connect(new InetSocketAddress("127.0.0.1", console.port()));
    String request = "GET /api/large HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token;
    socket.getOutputStream().write((request + "\r\n\r\n").getBytes(US_ASCII));
    socket.setSoTimeout(20_000);
    assertThat(socket.getInputStream().readNBytes(12)).as("it began").hasSize(12);
  }

  private int submit(String token) {
    return BareConsole.send(
            console
                .request("/api/files?name=x.csv", token)
                .timeout(Duration.ofSeconds(10))
                .POST(BodyPublishers.ofString("x")))
        .statusCode();
  }

  private HttpResponse<byte[]> get(String token) {
    return BareConsole.send(console.request("/api/large", token));
  }
}
