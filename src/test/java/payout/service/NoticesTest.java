package payout.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.ledger.AuditKind;
import payout.ledger.AuditLedger;
import payout.testing.MailSink;
import payout.testing.PayoutFile;
import payout.testing.RunningService;
import payout.testing.SettableClock;
import payout.testing.WebhookSink;

/** What needs a person reaches a webhook and a mail server, and holds up nothing else. */
class NoticesTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String SECRET = "SECmarked0123456789";
  private static final String GOOD = PayoutFile.of("S-1,a@example.com,张三,12.50,");
  private static final String BAD = PayoutFile.of("S-9,marked-account@example.com,李四,abc,");

  /** A name that would be a link, a call to everybody, and lines of its own. */
  private static final String HOSTILE = "[x](https:--evil.example) @all <at user_id=all> 李四.csv";

  @TempDir private Path folder;

  private final SettableClock clock = SettableClock.ticking();
  private final WebhookSink sink = new WebhookSink();

  @AfterEach
  void close() {
    sink.close();
  }

  @Test
  void json_is_posted_once_an_hour_signed_and_recorded_also_after_a_restart() throws Exception {
    try (RunningService service =
        to("/hook?key=marked-key").with("PAYOUT_NOTICE_SECRET", SECRET).start()) {
      service.drop(HOSTILE, BAD);
      service.awaitOut(".*\\.ack\\.csv");

      WebhookSink.Post post = awaitPosts(1).get(0);
      awaitAudit(service, AuditKind.TOLD, 1);
      service.drop("other.csv", BAD.replace("S-9", "S-8"));
      service.awaitOut("other.*\\.ack\\.csv");
      service.stop();
      service.start();
      clock.move(Duration.ofMinutes(50));
      pause();
      int early = sink.posts().size();
      clock.move(Duration.ofMinutes(11));
      awaitPosts(2);

      assertThat(early).isEqualTo(1);
      JsonNode body = JSON.readTree(post.body());
      assertThat(post.method()).isEqualTo("POST");
      assertThat(post.uri()).isEqualTo("/hook?key=marked-key");
      assertThat(post.contentType()).startsWith("application/json");
      assertThat(body.path("kind").asText()).isEqualTo("file-refused");
      assertThat(body.path("count").asInt()).isEqualTo(1);
      assertThat(body.path("url").asText())
          .isEqualTo("https://pay.example.com/files?state=REJECTED");
      assertThat(post.text()).doesNotContain("evil", "@all", "<at", "李四", "marked-account");
      assertSigned(post);
      assertThat(JSON.readTree(sink.posts().get(1).body()).path("count").asInt()).isEqualTo(1);
      AuditLedger.Entry entry = audit(service, AuditKind.TOLD).get(0);
      assertThat(entry.about().subject()).isEqualTo("file-refused");
      assertThat(entry.detail()).isEqualTo(sinkText(1)).doesNotContain("李四", "evil");
    }
  }

  @Test
  void dingtalk_feishu_and_wecom_get_what_they_demand() throws Exception {
    try (RunningService service =
        to("/robot/send?access_token=marked")
            .with("PAYOUT_NOTICE_KIND", "dingtalk")
            .with("PAYOUT_NOTICE_SECRET", SECRET)
            .start()) {
      service.drop("bad.csv", BAD);
      WebhookSink.Post dingtalk = awaitPosts(1).get(0);
      service.stop();
      service.change("PAYOUT_NOTICE_KIND", "feishu");
      service.change("PAYOUT_NOTICE_URL", sink.url("/open-apis/bot/v2/hook/marked").toString());
      service.start();
      clock.move(Duration.ofMinutes(61));
      service.drop("bad2.csv", BAD.replace("S-9", "S-8"));
      WebhookSink.Post feishu = awaitPosts(2).get(1);

      String[] query = dingtalk.uri().split("[?&]");
      String time = query[2].replace("timestamp=", "");
      String sign = URLDecoder.decode(query[3].replace("sign=", ""), UTF_8);
      assertThat(query[1]).isEqualTo("access_token=marked");
      assertThat(sign).isEqualTo(base64(hmac(SECRET.getBytes(UTF_8), time + "\n" + SECRET)));
      assertThat(JSON.readTree(dingtalk.body()).at("/text/content").asText())
          .startsWith("Files were refused: 1, 0.00 CNY.");
      JsonNode body = JSON.readTree(feishu.body());
      String key = body.path("timestamp").asText() + "\n" + SECRET;
      assertThat(feishu.uri()).isEqualTo("/open-apis/bot/v2/hook/marked");
      assertThat(body.path("sign").asText()).isEqualTo(base64(hmac(key.getBytes(UTF_8), "")));
      assertThat(body.at("/content/text").asText()).startsWith("Files were refused: 1");
    }
  }

  @Test
  @Tag("long")
  void what_cannot_be_delivered_is_tried_again_and_holds_up_no_payment() throws Exception {
    sink.hang(true);
    try (RunningService service = to("/").with("PAYOUT_NOTICE_KIND", "wecom").start()) {
      service.drop("bad.csv", BAD);
      awaitPosts(1);
      service.drop("good.csv", GOOD);
      String result = service.awaitResult("good");
      sink.hang(false);
      sink.answers(200, "{\"errcode\":93000}");
      awaitPosts(2);
      awaitFailures(service, 2);
      clock.move(Duration.ofMinutes(1));
      sink.answers(500, "");
      awaitPosts(3);
      awaitFailures(service, 3);
      clock.move(Duration.ofMinutes(2));
      sink.redirects("/elsewhere");
      awaitPosts(4);
      awaitFailures(service, 4);
      clock.move(Duration.ofMinutes(4));
      sink.answers(200, "{\"errcode\":0,\"errmsg\":\"ok\"}");
      awaitAudit(service, AuditKind.TOLD, 1);

      assertThat(result).contains("PAID");
      assertThat(sink.posts()).extracting(WebhookSink.Post::uri).doesNotContain("/elsewhere");
      assertThat(service.timesPaid("S-1")).isOne();
    }
  }

  @Test
  void an_answer_that_never_ends_is_left() throws Exception {
    sink.answerEndlessly();
    try (RunningService service = to("/").start()) {
      service.drop("bad.csv", BAD);

      awaitAudit(service, AuditKind.TOLD, 1);
    }
  }

  @Test
  void a_mail_is_sent_with_subject_text_and_link_and_tried_again_when_it_is_refused()
      throws Exception {
    try (MailSink mail = new MailSink(null);
        RunningService service =
            byMail(mail, "plain").with("PAYOUT_NOTICE_MAIL_TLS", "none").start()) {
      mail.says("451 4.3.0 later");
      service.drop(HOSTILE, BAD);
      await().atMost(PATIENCE).until(() -> mail.mails().size() == 1);
      mail.says("250 2.0.0 taken");
      awaitFailures(service, 1);
      clock.move(Duration.ofMinutes(1));
      awaitAudit(service, AuditKind.TOLD, 1);

      assertThat(mail.commands())
          .contains("MAIL FROM:<pay@company.example>", "RCPT TO:<ops@company.example>")
          .anyMatch(line -> line.startsWith("AUTH PLAIN"));
      assertThat(mail.mails().get(1))
          .contains(
              "Subject: payout: Files were refused\n",
              "From: pay@company.example\n",
              "Files were refused: 1, 0.00 CNY.",
              "https://pay.example.com/files?state=REJECTED")
          .doesNotContain("evil", "@all", "李四", "marked-account", "Bcc");
    }
  }

  @Test
  @Tag("long")
  void a_mail_server_without_tls_or_with_an_unknown_certificate_gets_no_password()
      throws Exception {
    payout.gateway.TestTls unknown = new payout.gateway.TestTls();
    for (boolean hasTls : new boolean[] {false, true}) {
      try (MailSink mail = new MailSink(hasTls ? unknown::serverSide : null);
          RunningService service = byMail(mail, "tls-" + hasTls).start()) {
        service.drop("bad.csv", BAD);

        await().atMost(PATIENCE).until(() -> !mail.commands().isEmpty());
        pause();

        assertThat(mail.commands()).noneMatch(line -> line.startsWith("AUTH"));
        assertThat(mail.commands().contains("STARTTLS")).isEqualTo(hasTls);
        assertThat(mail.mails()).isEmpty();
        assertThat(audit(service, AuditKind.TOLD)).isEmpty();
      }
    }
  }

  /** Otherwise what it says would fill the memory. */
  @Test
  void a_mail_server_that_answers_without_end_is_left_and_tried_again() throws Exception {
    try (MailSink mail = new MailSink(null);
        RunningService service =
            byMail(mail, "endless").with("PAYOUT_NOTICE_MAIL_TLS", "none").start()) {
      mail.answersEndlessly(true);
      service.drop("bad.csv", BAD);
      await().atMost(PATIENCE).until(() -> mail.left() == 1);
      assertThat(audit(service, AuditKind.TOLD)).isEmpty();

      mail.answersEndlessly(false);
      clock.move(Duration.ofMinutes(1));

      awaitAudit(service, AuditKind.TOLD, 1);
    }
  }

  private RunningService.Builder to(String pathAndQuery) {
    return RunningService.in(folder)
        .clock(clock)
        .with("PAYOUT_CONSOLE_PUBLIC_URL", "https://pay.example.com")
        .with("PAYOUT_NOTICE_URL", sink.url(pathAndQuery).toString());
  }

  private RunningService.Builder byMail(MailSink mail, String home) {
    return RunningService.in(folder.resolve(home))
        .clock(clock)
        .with("PAYOUT_CONSOLE_PUBLIC_URL", "https://pay.example.com")
        .with("PAYOUT_NOTICE_MAIL_HOST", "127.0.0.1")
        .with("PAYOUT_NOTICE_MAIL_PORT", Integer.toString(mail.port()))
        .with("PAYOUT_NOTICE_MAIL_FROM", "pay@company.example")
        .with("PAYOUT_NOTICE_MAIL_TO", "ops@company.example")
        .with("PAYOUT_NOTICE_MAIL_USER", "pay")
        .with("PAYOUT_NOTICE_MAIL_PASSWORD", "marked-password");
  }

  private List<WebhookSink.Post> awaitPosts(int count) {
    await().atMost(PATIENCE).until(() -> sink.posts().size() >= count);
    return sink.posts();
  }

  private static void awaitAudit(RunningService service, AuditKind kind, int count) {
    await().atMost(PATIENCE).until(() -> audit(service, kind).size() >= count);
  }

  /** Waits until it is recorded that telling failed; before that no time counts. */
  private static void awaitFailures(RunningService service, int count) {
    String url = "jdbc:sqlite:" + service.home().resolve("data/ledger.db");
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              try (Connection ledger = DriverManager.getConnection(url);
                  Statement sql = ledger.createStatement();
                  ResultSet row = sql.executeQuery("SELECT MAX(attempts) FROM notice")) {
                return row.next() && row.getInt(1) >= count;
              }
            });
  }

  private static List<AuditLedger.Entry> audit(RunningService service, AuditKind kind) {
    return service.ledger().audit().entries(AuditLedger.Filter.ALL.of(kind)).toList();
  }

  /** The routes look and tell several times. */
  private static void pause() {
    await().pollDelay(Duration.ofSeconds(4)).until(() -> true);
  }

  /** The text of the newest post. */
  private String sinkText(int index) throws IOException {
    return JSON.readTree(sink.posts().get(index).body()).path("text").asText();
  }

  /** As a receiver that knows only the documentation checks it. */
  private static void assertSigned(WebhookSink.Post post) throws GeneralSecurityException {
    String[] parts = post.signature().split("[=,]");
    byte[] expected = hmac(SECRET.getBytes(UTF_8), parts[1] + "." + post.text());
    assertThat(parts[0] + parts[2]).isEqualTo("tv1");
    assertThat(HexFormat.of().parseHex(parts[3])).isEqualTo(expected);
  }

  private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(UTF_8));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
