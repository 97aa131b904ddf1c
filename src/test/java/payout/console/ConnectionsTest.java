package payout.console;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A connection ends when its caller does nothing, and never because the server is at work. */
class ConnectionsTest {

  private static final long IDLE_MS = 1_500;

  @TempDir private Path folder;

  private BareConsole console;

  @BeforeEach
  void start() {
    console =
        new BareConsole(
            folder,
            new ConsoleServer.Limits(1_000_000, IDLE_MS),
            ReaderPace.PATIENCE_MS,
            Endpoint.fileCall("/api/files", Role.SUBMITTER, visit -> slowly()),
            Endpoint.openCall("GET", "/api/open", visit -> Reply.text(200, "text/plain", "ok")));
  }

  @AfterEach
  void stop() {
    console.close();
  }

  private static Reply slowly() {
    await().pollDelay(Duration.ofMillis(2 * IDLE_MS)).until(() -> true);
    return Reply.text(200, "text/plain", "stored");
  }

  @Test
  void a_connection_stays_open_while_a_file_is_stored_however_long_that_takes() {
    byte[] answer =
        BareConsole.send(
                console
                    .request("/api/files?name=x.csv", console.token("li"))
                    .POST(BodyPublishers.ofString("x")))
            .body();

    assertThat(answer).asString(US_ASCII).isEqualTo("stored");
  }

  @Test
  void a_connection_that_asks_nothing_is_ended() throws IOException {
    assertThat(untilItsEnd("")).isEmpty();
    assertThat(untilItsEnd("GET /api/open HT")).isEmpty();
  }

  @Test
  void a_connection_that_asks_nothing_more_is_ended() throws IOException {
    assertThat(untilItsEnd("GET /api/open HTTP/1.1\r\nHost: x\r\n\r\n")).endsWith("ok");
  }

  @Test
  void a_body_that_stands_still_ends_its_connection() throws IOException {
    String head =
        "POST /api/files?name=x.csv HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n"
            + "Authorization: Bearer "
            + console.token("li")
            + "\r\n\r\n";

    assertThat(untilItsEnd(head + "only")).isEmpty();
  }

  private String untilItsEnd(String sent) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", console.port())) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(sent.getBytes(US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }
}
