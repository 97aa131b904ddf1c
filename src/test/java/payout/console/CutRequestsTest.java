package payout.console;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Whoever breaks requests off, with a token or without one, does not fill the log. */
class CutRequestsTest {

  private static final int REQUESTS = 20;

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);

  @TempDir private Path folder;

  private BareConsole console;
  private String token;

  @BeforeEach
  void start() {
    console =
        new BareConsole(
            folder,
            BareConsole.LIMITS,
            ReaderPace.PATIENCE_MS,
            Endpoint.open("POST", "/form", visit -> Reply.text(200, "text/plain", "ok")),
            Endpoint.call("POST", "/api/call", Role.SUBMITTER, visit -> done()),
            Endpoint.fileCall("/api/files", Role.SUBMITTER, visit -> done()),
            Endpoint.openCall("GET", "/api/open", visit -> done()));
    token = console.token("li");
    log.start();
    root.addAppender(log);
  }

  @AfterEach
  void stop() {
    root.detachAppender(log);
    console.close();
  }

  private static Reply done() {
    return Reply.text(200, "text/plain", "done");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/form", "/api/call", "/api/files?name=x.csv"})
  void a_body_that_breaks_off_is_no_line_in_the_log(String path) throws IOException {
    for (int i = 0; i < REQUESTS; i++) {
      try (Socket socket = begin(path, "", "a=1")) {
        awaitAnswerToOther();
        if (i % 2 == 0) {
          socket.setSoLinger(true, 0);
        }
      }
    }

    awaitAnswerToOther();
    awaitAnswerToOther();

    assertThat(lines()).isZero();
  }

  @Test
  void an_expectation_that_nobody_knows_is_refused_without_a_line_in_the_log() throws IOException {
    for (int i = 0; i < REQUESTS; i++) {
      try (Socket socket = begin("/form", "Expect: miracles\r\n", "")) {
        socket.setSoTimeout(10_000);
        byte[] start = socket.getInputStream().readNBytes(12);
        assertThat(new String(start, US_ASCII)).isEqualTo("HTTP/1.1 417");
      }
    }

    assertThat(lines()).isZero();
  }

  private long lines() {
    return log.list.stream().filter(each -> each.getLevel().isGreaterOrEqual(Level.INFO)).count();
  }

  /** The console has one event loop, which has then seen what came before. */
  private void awaitAnswerToOther() throws IOException {
    try (Socket socket = new Socket("127.0.0.1", console.port())) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(
              "GET /api/open HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".getBytes(US_ASCII));
      assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII)).endsWith("done");
    }
  }

  private Socket begin(String path, String header, String body) throws IOException {
    Socket socket = new Socket("127.0.0.1", console.port());
    String head =
        "POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\nAuthorization: Bearer %s\r\n"
            + "Content-Type: application/x-www-form-urlencoded\r\n%s\r\n%s";
    socket.getOutputStream().write(head.formatted(path, token, header, body).getBytes(US_ASCII));
    return socket;
  }
}
