package payout.console;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who loses a role in the file of users, by hand, while the console runs, acts no more. */
class RemovedRoleTest {

  private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";

  @TempDir private Path folder;

  private final AtomicInteger done = new AtomicInteger();
  private BareConsole console;
  private String token;

  @BeforeEach
  void start() {
    console =
        new BareConsole(
            folder,
            BareConsole.LIMITS,
            ReaderPace.PATIENCE_MS,
            Endpoint.call("POST", "/api/act", Role.SUBMITTER, visit -> act()),
            Endpoint.fileCall("/api/files", Role.SUBMITTER, visit -> act()));
    token = console.token("li");
  }

  @AfterEach
  void stop() {
    console.close();
  }

  private Reply act() {
    done.incrementAndGet();
    return Reply.text(200, "text/plain", "done");
  }

  @Test
  void the_next_request_is_refused() throws IOException {
    assertThat(status()).isEqualTo(200);

    console.editUsers(text -> text.replace("li submitter", "li viewer"));
    assertThat(status()).isEqualTo(403);

    console.editUsers(text -> text.replace("li viewer", "li submitter"));
    assertThat(status()).isEqualTo(200);
    console.editUsers(text -> text.replace("li submitter", "# li submitter"));
    assertThat(status()).isEqualTo(401);
    assertThat(done.get()).isEqualTo(2);
  }

  /** It may take minutes to come in. */
  @Test
  void a_request_whose_body_is_still_coming_in_is_refused_when_it_is_there() throws IOException {
    for (String path : new String[] {"/api/act", "/api/files?name=x.csv"}) {
      try (Socket socket = begin(path)) {
        InputStream in = socket.getInputStream();
        assertThat(new String(in.readNBytes(CONTINUE.length()), US_ASCII)).isEqualTo(CONTINUE);
        console.editUsers(text -> text.replace("li submitter", "li viewer"));

        socket.getOutputStream().write("body".getBytes(US_ASCII));

        assertThat(new String(in.readNBytes(12), US_ASCII)).isEqualTo("HTTP/1.1 403");
      }
      console.editUsers(text -> text.replace("li viewer", "li submitter"));
    }
    assertThat(done.get()).isZero();
  }

  private int status() {
    return BareConsole.send(console.request("/api/act", token).POST(BodyPublishers.ofString("{}")))
        .statusCode();
  }

  private Socket begin(String path) throws IOException {
    Socket socket = new Socket("127.0.0.1", console.port());
    socket.setSoTimeout(20_000);
    String head =
        "POST %s HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 4\r\n"
            + "Authorization: Bearer %s\r\n\r\n";
    socket.getOutputStream().write(head.formatted(path, token).getBytes(US_ASCII));
    return socket;
  }
}
