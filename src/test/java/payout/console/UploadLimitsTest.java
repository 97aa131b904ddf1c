package payout.console;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.testing.ConsoleClient;
import payout.testing.ConsoleClient.Answer;
import payout.testing.Folders;
import payout.testing.PayoutFile;
import payout.testing.RunningService;

/**
 * What a submitter may leave in memory, on the disk and in the ledger: little, and not for long.
 */
class UploadLimitsTest {

  private static final int BYTES_MAX = 200_000;

  @TempDir private static Path folder;

  private static RunningService service;
  private static Console console;
  private static ApiCaller api;
  private static String token;
  private static ConsoleClient li;

  @BeforeAll
  static void start() {
    service =
        RunningService.in(folder)
            .with("PAYOUT_FILE_BYTES_MAX", Integer.toString(BYTES_MAX))
            .with("PAYOUT_APPROVAL", "required")
            .with("PAYOUT_APPROVAL_APPROVERS", "chen")
            .with("PAYOUT_INBOX_OWNER", "erp")
            .start();
    ConsoleClient.addUser(service.settings(), "li", Role.SUBMITTER);
    ConsoleClient.addUser(service.settings(), "wang", Role.SUBMITTER);
    console = Console.start(service.settings(), service.ledger(), 0);
    api = new ApiCaller(console.port());
    token = ApiCaller.token(service.ledger().tokens(), "li", Role.SUBMITTER);
    li = ConsoleClient.of(console).logIn("li");
  }

  @AfterEach
  void nothing_is_left_of_any_upload() {
    await()
        .atMost(RunningService.PATIENCE)
        .until(() -> Folders.names(service.home().resolve("data/work/uploads")).isEmpty());
  }

  @AfterAll
  static void stop() {
    console.close();
    service.close();
  }

  // ---- forms

  @Test
  void a_form_of_thirty_thousand_parts_is_refused() {
    long before = countFiles();

    Answer answer = form(li.token(), 30_000);

    assertThat(answer.status()).isEqualTo(413);
    assertThat(countFiles()).isEqualTo(before);
  }

  @Test
  void a_form_has_fifty_files_and_no_more() {
    li.get("/submit");

    Answer answer = form(li.token(), 51);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("50 files");
  }

  @Test
  void fields_of_an_upload_fill_no_memory() {
    String fields =
        IntStream.range(0, 10)
            .mapToObj(i -> part("name=\"f" + i + "\"", "x".repeat(600_000)))
            .collect(Collectors.joining());

    assertThat(send(fields).status()).isEqualTo(413);
  }

  @Test
  void a_form_without_the_token_of_its_session_leaves_nothing() {
    assertThat(form("x.y", 3).status()).isEqualTo(403);
  }

  @Test
  void an_upload_whose_connection_breaks_leaves_nothing() throws IOException {
    long before = countFiles();
    li.get("/submit");
    for (int i = 0; i < 5; i++) {
      cut(formHead(), body("cut-" + i));
      cut(callHead("cut-" + i), body("cut-" + i));
    }

    await()
        .atMost(RunningService.PATIENCE)
        .until(() -> Folders.names(service.home().resolve("data/work/uploads")).isEmpty());
    assertThat(countFiles()).isEqualTo(before);
    assertThat(service.gateway().book().paidLines()).isEmpty();
  }

  // ---- one user

  @Test
  void a_user_sends_a_few_files_at_once_and_others_send_theirs() throws IOException {
    List<Socket> open = new ArrayList<>();
    try {
      for (int i = 0; i < 16; i++) {
        open.add(begin(callHead("open"), "serial_no"));
      }
      await()
          .atMost(RunningService.PATIENCE)
          .until(() -> api.upload(token, "one-more.csv", "x").status() == 429);
      assertThat(api.upload(token, "one-more.csv", "x").detail())
          .contains("li has 16 files coming in, and no more go at once");
      li.get("/submit");
      Answer form = form(li.token(), 1);
      assertThat(form.status()).isEqualTo(429);
      assertThat(form.text()).contains("li has 16 files coming in");
      String wang = ApiCaller.token(service.ledger().tokens(), "wang", Role.SUBMITTER);
      assertThat(api.upload(wang, "of-wang.csv", content("of-wang")).status()).isEqualTo(202);
    } finally {
      for (Socket each : open) {
        each.close();
      }
    }
  }

  @Test
  void a_user_has_so_much_undecided_that_no_more_is_kept_until_it_is_decided() {
    ConsoleClient.addUser(service.settings(), "zhao", Role.SUBMITTER);
    String zhao = ApiCaller.token(service.ledger().tokens(), "zhao", Role.SUBMITTER);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      names.add("much-" + i);
      String line = "much-" + i + ",payee@example.com,张三,1.00,";
      String row = line + "x".repeat(150);
      int rows = (BYTES_MAX - 5_000) / (row.length() + 10);
      String file =
          PayoutFile.of(
              IntStream.range(0, rows)
                  .mapToObj(n -> row.replaceFirst(",", "-" + n + ","))
                  .toArray(String[]::new));
      assertThat(api.upload(zhao, "much-" + i + ".csv", file).status()).isEqualTo(202);
    }

    ApiCaller.Answer more = api.upload(zhao, "more.csv", "x".repeat(BYTES_MAX));
    ConsoleClient browser = ConsoleClient.of(console).logIn("zhao");
    browser.get("/submit");
    Answer form =
        browser.upload(
            "/submit", Map.of(), "file", "more.csv", "x".repeat(BYTES_MAX).getBytes(UTF_8));

    assertThat(more.status()).isEqualTo(429);
    assertThat(more.detail())
        .contains("zhao has submitted 4 files", "not decided yet", "nothing of more.csv is kept");
    assertThat(form.status()).isEqualTo(429);
    assertThat(form.text()).contains("Too many of your files are not decided yet");
  }

  private static Answer form(String formToken, int files) {
    String parts =
        part("name=\"token\"", formToken)
            + IntStream.range(0, files)
                .mapToObj(i -> part("name=\"file\"; filename=\"f" + i + ".csv\"", "x"))
                .collect(Collectors.joining());
    return send(parts);
  }

  private static Answer send(String parts) {
    return li.send(
        "/submit", "multipart/form-data; boundary=edge", (parts + "--edge--\r\n").getBytes(UTF_8));
  }

  private static String part(String head, String content) {
    return "--edge\r\nContent-Disposition: form-data; " + head + "\r\n\r\n" + content + "\r\n";
  }

  private static String body(String stem) {
    return part("name=\"token\"", li.token())
        + "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
        + stem
        + ".csv\"\r\n\r\n"
        + content(stem);
  }

  private static String formHead() {
    return "POST /submit HTTP/1.1\r\nHost: x\r\nCookie: "
        + li.cookies()
        + "\r\nContent-Type: multipart/form-data; boundary=edge\r\n"
        + "Content-Length: 100000\r\n\r\n";
  }

  private static String callHead(String stem) {
    return "POST /api/v1/files?name="
        + stem
        + ".csv HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
        + token
        + "\r\nContent-Length: 100000\r\n\r\n";
  }

  private static void cut(String head, String body) throws IOException {
    try (Socket socket = begin(head, body)) {
      await()
          .atMost(RunningService.PATIENCE)
          .until(() -> !Folders.names(service.home().resolve("data/work/uploads")).isEmpty());
      socket.setSoLinger(true, 0);
    }
  }

  private static Socket begin(String head, String body) throws IOException {
    Socket socket = new Socket("127.0.0.1", console.port());
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    sent.writeBytes(head.getBytes(US_ASCII));
    sent.writeBytes(body.getBytes(UTF_8));
    socket.getOutputStream().write(sent.toByteArray());
    return socket;
  }

  private static String content(String stem) {
    return PayoutFile.of(stem + ",payee@example.com,张三,1.00,工资");
  }

  private static long countFiles() {
    return service.ledger().status().files(1000).size();
  }
}
