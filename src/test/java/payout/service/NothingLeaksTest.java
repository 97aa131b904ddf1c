package payout.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.joran.spi.JoranException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import payout.config.InvalidSettingsException;
import payout.console.Console;
import payout.console.Role;
import payout.sandbox.Fault;
import payout.sandbox.FaultKind;
import payout.testing.ConsoleClient;
import payout.testing.PayoutFile;
import payout.testing.RunningService;
import payout.testing.WebhookSink;

/**
 * Marked secrets, accounts and names go in through every way in, and none of them comes out where
 * it must not, with everything of the product and of Camel logged at DEBUG by the log of the
 * distribution.
 */
class NothingLeaksTest {

  private static final String SECRET = "MarkedSecret0123456789";
  private static final String KEY = "MarkedKey0123456789abc";
  private static final String PASSWORD = "MarkedPassword0123";
  private static final String TOKEN = "MarkedToken0123456789";
  private static final String ACCOUNT = "markedaccount@payee.example";
  private static final String MOBILE = "13987654321";
  private static final String NAME = "印记姓名";
  private static final List<String> MARKS =
      List.of(
          SECRET,
          KEY,
          PASSWORD,
          TOKEN,
          ConsoleClient.PASSWORD,
          ACCOUNT,
          "markedaccount",
          MOBILE,
          NAME);

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @TempDir private Path folder;

  private final LoggerContext logs = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final Heard heard = new Heard();
  private final WebhookSink sink = new WebhookSink();

  @BeforeEach
  void log_everything_as_the_distribution_does() throws JoranException {
    configure("/logback.xml");
    Logger root = logs.getLogger(Logger.ROOT_LOGGER_NAME);
    root.detachAppender("stderr");
    heard.setContext(logs);
    heard.start();
    root.addAppender(heard);
    logs.getLogger("payout").setLevel(Level.DEBUG);
    logs.getLogger("payout.transition").setLevel(Level.DEBUG);
    logs.getLogger("org.apache.camel").setLevel(Level.DEBUG);
  }

  @AfterEach
  void log_as_the_tests_do() throws JoranException {
    sink.close();
    configure("/logback-test.xml");
  }

  private void configure(String file) throws JoranException {
    logs.reset();
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(logs);
    configurator.doConfigure(NothingLeaksTest.class.getResource(file));
  }

  @Test
  void nothing_marked_comes_out_where_it_must_not() throws Exception {
    sink.answers(500, SECRET + ACCOUNT);
    RunningService service =
        RunningService.in(folder)
            .with("PAYOUT_CONSOLE_PORT", "0")
            .with("PAYOUT_NOTICE_URL", sink.url("/hook/" + KEY + "?key=" + KEY).toString())
            .with("PAYOUT_NOTICE_SECRET", SECRET)
            .start();
    try (service;
        Console console = Console.start(service.settings(), service.ledger(), 0)) {
      // Only a node writes its changes of state to the log.
      service.ledger().actingOn("pay-1");
      inboxes(service);
      notifies(service);
      pages(service, console);
      api(console);
      wrongSettings(service);
      await()
          .atMost(RunningService.PATIENCE)
          .until(() -> heard.text().contains("is not delivered over WEBHOOK"));

      List<String> out =
          List.of(
              service.managed("/observe/metrics"),
              service.managed("/observe/health"),
              service.managed("/observe/health/ready"),
              String.join("\n", sink.posts().stream().map(WebhookSink.Post::text).toList()),
              threads());
      for (String each : out) {
        assertThat(each).doesNotContain(MARKS);
      }
    }
    assertThat(heard.text()).contains("DEBUG").contains("RECEIVED");
    List<String> leaks =
        heard.lines.stream().filter(line -> MARKS.stream().anyMatch(line::contains)).toList();
    assertThat(leaks).isEmpty();
  }

  private static void inboxes(RunningService service) throws InterruptedException {
    String row = "S-1," + ACCOUNT + "," + NAME + ",12.50,";
    service.drop("good.csv", PayoutFile.of(row, "S-2," + MOBILE + "," + NAME + ",1.00,"));
    service.awaitResult("good");
    service.drop("again.csv", PayoutFile.of("S-3," + MOBILE + "," + NAME + ",0.001,"));
    service.drop("broken.csv", "\"" + row + ",\"" + NAME + "\n" + row);
    service.drop("header.csv", ACCOUNT + "," + NAME + "\n" + row + "\n");
    service.drop("bytes.csv", PayoutFile.HEADER.getBytes(StandardCharsets.UTF_8));
    service.awaitOut("again.*\\.ack\\.csv");
    service.awaitOut("broken.*\\.ack\\.csv");
    service.awaitOut("header.*\\.ack\\.csv");
    payout.testing.Folders.drop(
        service.inbox().resolve("check"), "checked.csv", row.getBytes(StandardCharsets.UTF_8));
    service.gateway().fault(Fault.of(FaultKind.STATUS).status(503).withoutTaking().always());
    service.drop("unknown.csv", PayoutFile.of("S-7," + ACCOUNT + "," + NAME + ",1.00,"));
    await()
        .atMost(RunningService.PATIENCE)
        .until(() -> service.managed("/observe/metrics").contains("outcome=\"UNKNOWN\""));
    service.gateway().clearFaults();
  }

  private static void notifies(RunningService service) throws IOException, InterruptedException {
    for (String form :
        List.of(
            "sign=" + SECRET + "&success_details=S-1%5E" + ACCOUNT + "%5E" + NAME + "%5E1.00",
            ACCOUNT,
            "notify_type=batch_trans_notify&sign_type=RSA&sign=" + TOKEN + "&fail_details=" + NAME,
            "%zz" + MOBILE)) {
      send(
          HttpRequest.newBuilder(service.notifyUrl())
              .header("Content-Type", "application/x-www-form-urlencoded; charset=" + TOKEN)
              .POST(BodyPublishers.ofString(form)));
    }
  }

  private static void pages(RunningService service, Console console) {
    ConsoleClient.addUser(
        service.settings(), "li", Role.VIEWER, Role.SUBMITTER, Role.APPROVER, Role.OPERATOR);
    ConsoleClient stranger = ConsoleClient.of(console);
    stranger.get("/login");
    stranger.post("/login", Map.of("user", "li", "password", PASSWORD));
    stranger.post("/login", Map.of("user", PASSWORD, "password", ""));
    ConsoleClient li = ConsoleClient.of(console).logIn("li");
    li.get("/payments");
    li.post("/payments", Map.of("account", ACCOUNT));
    li.post("/payments/search", Map.of("account", MOBILE));
    li.get("/submit");
    li.post("/submit", Map.of("lines", "S-5\t" + ACCOUNT + "\t" + NAME + "\tabc\t"));
    li.upload(
        "/submit",
        Map.of(),
        "file",
        "upload.csv",
        PayoutFile.of("S-6," + ACCOUNT + "," + NAME + ",abc,").getBytes(StandardCharsets.UTF_8));
  }

  private static void api(Console console) throws IOException, InterruptedException {
    URI root = URI.create("http://127.0.0.1:" + console.port() + "/api/v1/");
    send(HttpRequest.newBuilder(root.resolve("files")).header("Authorization", "Bearer " + TOKEN));
    send(
        HttpRequest.newBuilder(root.resolve("files?name=a.csv"))
            .header("Authorization", "Basic " + SECRET)
            .POST(BodyPublishers.ofString(NAME + "," + ACCOUNT)));
    send(
        HttpRequest.newBuilder(root.resolve("payments/search"))
            .header("Authorization", "Bearer " + TOKEN)
            .POST(BodyPublishers.ofString("{\"account\":\"" + ACCOUNT + "\"}")));
  }

  private static void wrongSettings(RunningService service) {
    String before = service.settings().notices().secret();
    String sentences = "";
    try {
      service.change("PAYOUT_NOTICE_URL", "http://elsewhere.example/" + KEY + "?key=" + KEY);
    } catch (InvalidSettingsException e) {
      sentences = e.getMessage();
    }
    assertThat(before).isEqualTo(SECRET);
    assertThat(sentences).contains("payout.notice.url").doesNotContain(MARKS);
  }

  private static void send(HttpRequest.Builder request) throws IOException, InterruptedException {
    CLIENT.send(request.timeout(RunningService.PATIENCE).build(), BodyHandlers.discarding());
  }

  /** What a thread dump shows: names and stacks. */
  private static String threads() {
    StringBuilder dump = new StringBuilder();
    Thread.getAllStackTraces()
        .forEach((thread, stack) -> dump.append(thread).append(List.of(stack)).append('\n'));
    return dump.toString();
  }

  /** Everything that a line of the log could be made of, unmasked. */
  private static final class Heard extends AppenderBase<ILoggingEvent> {

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    @Override
    protected void append(ILoggingEvent event) {
      lines.add(
          event.getLevel()
              + " "
              + event.getLoggerName()
              + " "
              + event.getThreadName()
              + " "
              + event.getFormattedMessage()
              + event.getMDCPropertyMap()
              + event.getKeyValuePairs()
              + (event.getThrowableProxy() == null
                  ? ""
                  : ThrowableProxyUtil.asString(event.getThrowableProxy())));
    }

    String text() {
      return String.join("\n", lines);
    }
  }
}
