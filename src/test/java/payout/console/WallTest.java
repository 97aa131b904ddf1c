package payout.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.batch.ChinaClock;
import payout.config.Home;
import payout.config.KeyCheck;
import payout.config.Settings;
import payout.config.SettingsLoader;
import payout.ledger.Ledger;
import payout.ledger.sql.LedgerAddress;
import payout.sandbox.SignType;
import payout.testing.ProductionHome;
import payout.testing.TestPasswords;

/**
 * What keeps strangers, and users without the role, out of every page and call. It walks the table
 * of addresses, so a new one is tried as well.
 */
class WallTest {

  private static final String PASSWORD = "open sesame";
  private static final Pattern TOKEN = Pattern.compile("name=\"token\" value=\"([^\"]+)\"");

  /** Whoever adds an address that nobody has to log in for has to add it here. */
  private static final Set<String> OPEN =
      Set.of(
          "GET /login",
          "POST /login",
          "POST /language",
          "GET /assets/console.css",
          "GET /assets/console.js",
          "GET /assets/htmx.min.js",
          "GET /api/v1/openapi.yaml");

  @TempDir private static Path folder;

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static final Map<Role, String> SESSIONS = new EnumMap<>(Role.class);
  private static final Map<Role, String> TOKENS = new EnumMap<>(Role.class);

  private static Ledger ledger;
  private static Console console;

  @BeforeAll
  static void start() throws Exception {
    Settings settings =
        new SettingsLoader(
                new Home(folder, Path.of("")),
                ProductionHome.make(
                    folder, URI.create("http://127.0.0.1:9/gateway.do"), SignType.RSA),
                KeyCheck.NONE)
            .production();
    ledger =
        Ledger.run(
            new LedgerAddress("jdbc:sqlite:" + folder.resolve("ledger.db"), "", ""),
            "PRODUCTION",
            ChinaClock.system());
    UsersFile users = new UsersFile(settings.console().usersFile());
    String hash = TestPasswords.hash(PASSWORD);
    for (Role role : Role.values()) {
      users.put(new User(role.word(), Set.of(role), hash, ""));
    }
    console = Console.start(settings, ledger, 0);
    for (Role role : Role.values()) {
      SESSIONS.put(role, logIn(role.word(), PASSWORD, ""));
      String token = Secrets.next();
      ledger.tokens().add(role.word(), Secrets.hash(token), role.word(), Set.of(role.word()), 1);
      TOKENS.put(role, token);
    }
  }

  @AfterAll
  static void stop() {
    console.close();
    ledger.close();
  }

  @Test
  void every_address_takes_a_role_but_for_these() {
    assertThat(console.endpoints())
        .filteredOn(each -> each.role().isEmpty())
        .extracting(each -> each.method() + " " + each.path())
        .isSubsetOf(OPEN);
    assertThat(guarded().count()).isGreaterThan(1);
  }

  @Test
  void nobody_gets_in_without_logging_in() {
    guarded()
        .forEach(
            each -> {
              HttpResponse<String> answer = call(each, "", "", "");
              assertThat(answer.statusCode()).as("%s", each).isEqualTo(each.isCall() ? 401 : 303);
              if (!each.isCall()) {
                assertThat(answer.headers().firstValue("Location")).contains("/login");
              }
            });
  }

  @Test
  void a_session_is_no_token_and_a_token_is_no_session() {
    guarded()
        .forEach(
            each -> {
              Role role = each.role().orElseThrow();
              String session = each.isCall() ? SESSIONS.get(role) : "";
              String token = each.isCall() ? "" : TOKENS.get(role);
              assertThat(call(each, session, token, "").statusCode())
                  .as("%s", each)
                  .isEqualTo(each.isCall() ? 401 : 303);
            });
  }

  @Test
  void a_role_that_is_too_low_is_refused_everywhere() {
    guarded()
        .filter(each -> each.role().orElseThrow() != Role.VIEWER)
        .forEach(
            each ->
                Stream.of(Role.values())
                    .filter(role -> role != each.role().orElseThrow())
                    .forEach(
                        role ->
                            assertThat(
                                    call(each, SESSIONS.get(role), TOKENS.get(role), "")
                                        .statusCode())
                                .as("%s as %s", each, role)
                                .isEqualTo(403)));
  }

  @Test
  void a_form_without_its_token_or_with_that_of_another_session_is_refused() {
    String foreign = token(page(SESSIONS.get(Role.VIEWER), "/"));
    guarded()
        .filter(each -> each.hasBody() && !each.isCall())
        .filter(each -> !each.path().equals("/logout") && each.role().orElseThrow() != Role.VIEWER)
        .forEach(
            each -> {
              String session = SESSIONS.get(each.role().orElseThrow());
              for (String token : List.of("", "x", ".", "a.b", foreign)) {
                HttpResponse<String> answer = call(each, session, "", token);
                assertThat(answer.statusCode()).as("%s with %s", each, token).isEqualTo(403);
                assertThat(answer.body()).contains("This form was not made for this session");
              }
            });
  }

  @Test
  void a_form_that_another_site_sends_is_refused_even_with_a_token() throws Exception {
    String session = logIn("viewer", PASSWORD, "");
    String token = token(page(session, "/"));
    HttpRequest.Builder request =
        request("/logout")
            .header("Cookie", session)
            .header("Sec-Fetch-Site", "cross-site")
            .POST(BodyPublishers.ofString("token=" + encoded(token)));

    assertThat(CLIENT.send(form(request), BodyHandlers.ofString()).statusCode()).isEqualTo(403);
    assertThat(page(session, "/").statusCode()).as("the session goes on").isEqualTo(200);
  }

  @Test
  void every_answer_forbids_frames_foreign_content_and_keeping() {
    for (String path :
        List.of("/", "/login", "/nothing", "/api/v1/nothing", "/assets/console.css")) {
      HttpResponse<String> answer = page("", path);
      assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
          .as(path)
          .contains("default-src 'none'", "frame-ancestors 'none'")
          .doesNotContain("unsafe");
      assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
      assertThat(answer.headers().firstValue("X-Frame-Options")).contains("DENY");
    }
  }

  @Test
  void an_address_that_is_none_says_so_and_keeps_the_menu() {
    assertThat(page(SESSIONS.get(Role.VIEWER), "/nothing").statusCode()).isEqualTo(404);
    assertThat(page(SESSIONS.get(Role.VIEWER), "/nothing").body())
        .contains("There is nothing at this address.", "href=\"/files\"");
    assertThat(page("", "/nothing").body()).doesNotContain("href=\"/files\"");
    assertThat(page("", "/api/v1/nothing").body()).contains("\"detail\":\"There is nothing");
    assertThat(page("", "/files/%2e%2e%2f%2e%2e%2fetc").statusCode()).isNotEqualTo(200);
  }

  @Test
  void logging_in_begins_a_new_session_whatever_cookie_was_planted() throws Exception {
    String planted = "payout_session=" + Secrets.next();

    String session = logIn("viewer", PASSWORD, planted);

    assertThat(session).isNotEqualTo(planted);
    assertThat(page(planted, "/").statusCode()).isEqualTo(303);
    assertThat(page(session, "/").statusCode()).isEqualTo(200);
  }

  @Test
  void the_cookie_of_a_sandbox_opens_nothing_here() throws Exception {
    String secret = logIn("viewer", PASSWORD, "").replaceFirst(".*=", "");

    assertThat(page("payout_sandbox_session=" + secret, "/").statusCode()).isEqualTo(303);
    assertThat(new Cookies(true, false).sessionName())
        .isNotEqualTo(new Cookies(false, false).sessionName());
    assertThat(new Cookies(false, true).session("x"))
        .startsWith("__Host-")
        .contains("; Secure", "; HttpOnly", "; SameSite=Strict");
  }

  @Test
  void the_switch_of_language_leads_nowhere_else() throws Exception {
    String token = token(page("", "/login"));
    for (String back : List.of("//evil.example", "https://evil.example", "/\\evil", "/a//b", "")) {
      assertThat(LoginPages.back(back)).as(back).isEqualTo("/");
    }
    assertThat(LoginPages.back("/files/12")).isEqualTo("/files/12");
    assertThat(token).isNotEmpty();
  }

  @Test
  void a_body_that_is_too_large_is_refused_before_it_is_read() throws IOException {
    assertThat(
            raw(
                "POST /login HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded"
                    + "\r\nContent-Length: 99999999999\r\n\r\n"))
        .isEqualTo("HTTP/1.1 413");
  }

  @Test
  void whoever_is_not_logged_in_cannot_make_it_keep_more_than_a_short_form() throws IOException {
    for (String path : List.of("/login", "/language")) {
      assertThat(
              raw(
                  "POST "
                      + path
                      + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded"
                      + "\r\nContent-Length: 9000\r\n\r\n"))
          .isEqualTo("HTTP/1.1 413");
    }
  }

  @Test
  void only_a_few_long_forms_are_kept_in_memory_at_once() throws IOException {
    String form =
        "POST /resume HTTP/1.1\r\nHost: x\r\nCookie: "
            + SESSIONS.get(Role.OPERATOR)
            + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000"
            + "\r\n\r\nx=";
    List<Socket> open = new ArrayList<>();
    try {
      for (int i = 0; i < 8; i++) {
        Socket socket = new Socket("127.0.0.1", console.port());
        socket.getOutputStream().write(form.getBytes(StandardCharsets.US_ASCII));
        open.add(socket);
      }
      await().atMost(Duration.ofSeconds(10)).until(() -> raw(form).equals("HTTP/1.1 429"));
    } finally {
      for (Socket socket : open) {
        socket.close();
      }
    }
  }

  @Test
  void nobody_can_take_all_connections_of_the_process() throws IOException {
    List<Socket> open = new ArrayList<>();
    int ended = 0;
    try {
      for (int i = 0; i < 600; i++) {
        Socket socket = new Socket("127.0.0.1", console.port());
        socket.setSoTimeout(i < 500 ? 1 : 30_000);
        open.add(socket);
      }
      for (Socket socket : open.subList(540, 600)) {
        ended += socket.getInputStream().read() < 0 ? 1 : 0;
      }
    } finally {
      for (Socket socket : open) {
        socket.close();
      }
    }

    assertThat(ended).isEqualTo(60);
    await().atMost(Duration.ofSeconds(10)).until(() -> isAnswered());
  }

  private static boolean isAnswered() {
    try {
      return page("", "/login").statusCode() == 200;
    } catch (AssertionError refused) {
      return false;
    }
  }

  @Test
  void an_address_that_cannot_be_decoded_is_refused() throws IOException {
    assertThat(raw("GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n")).isEqualTo("HTTP/1.1 400");
  }

  /** The beginning of the answer. */
  private static String raw(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", console.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
    }
  }

  private static Stream<Endpoint> guarded() {
    return console.endpoints().stream().filter(each -> each.role().isPresent());
  }

  private static HttpResponse<String> call(
      Endpoint endpoint, String session, String token, String formToken) {
    HttpRequest.Builder request = request(endpoint.path().replaceAll(":[a-z_]+", "1"));
    if (!session.isEmpty()) {
      request.header("Cookie", session);
    }
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    if (endpoint.hasBody()) {
      request.POST(BodyPublishers.ofString("token=" + encoded(formToken)));
      return send(form(request));
    }
    return send(request.GET().build());
  }

  private static HttpRequest form(HttpRequest.Builder request) {
    return request.header("Content-Type", "application/x-www-form-urlencoded").build();
  }

  private static HttpResponse<String> page(String cookies, String path) {
    HttpRequest.Builder request = request(path);
    return send((cookies.isEmpty() ? request : request.header("Cookie", cookies)).build());
  }

  /** The cookie of a new session. */
  private static String logIn(String user, String password, String planted) throws Exception {
    HttpResponse<String> form = page(planted, "/login");
    String visit = form.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
    HttpRequest.Builder request =
        request("/login")
            .header("Cookie", planted.isEmpty() ? visit : visit + "; " + planted)
            .POST(
                BodyPublishers.ofString(
                    "token="
                        + encoded(token(form))
                        + "&user="
                        + user
                        + "&password="
                        + encoded(password)));
    HttpResponse<String> answer = CLIENT.send(form(request), BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(303);
    return answer.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
  }

  private static String token(HttpResponse<String> page) {
    Matcher token = TOKEN.matcher(page.body());
    assertThat(token.find()).isTrue();
    return token.group(1);
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + console.port() + path));
  }

  private static HttpResponse<String> send(HttpRequest request) {
    try {
      return CLIENT.send(request, BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
