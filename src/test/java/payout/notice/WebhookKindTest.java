package payout.notice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import payout.batch.ChinaClock;
import payout.batch.Language;
import payout.batch.Money;
import payout.batch.Words;
import payout.ledger.NoticeCause;
import payout.ledger.NoticeChannel;
import payout.ledger.NoticeClaim;

/** What webhooks are posted and what their answers mean. */
class WebhookKindTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant NOW = Instant.parse("2026-03-31T01:50:02Z");
  private static final ChinaClock CLOCK =
      new ChinaClock(java.time.Clock.fixed(NOW, ZoneOffset.UTC));

  @Test
  void json_has_count_sum_and_link() throws IOException {
    JsonNode body = body(WebhookKind.JSON, writer(Language.EN).of(claim("")));

    assertThat(body)
        .isEqualTo(
            JSON.readTree(
                """
                {"version":1,"id":"batch-held-1774921800000","kind":"batch-held",
                "at":"2026-03-31T09:50:02+08:00","node":"pay-1","sandbox":false,"count":2,
                "amount":"1250.00","currency":"CNY","since":"2026-03-31T09:50:00+08:00",
                "text":"Batches are held and wait for an operator: 2, 1250.00 CNY. Since 2026-03-31 09:50 in China. Node pay-1.",
                "url":"https://pay.example.com/"}
                """));
  }

  @Test
  void robots_get_plain_text() throws IOException {
    Notice notice = writer(Language.ZH).of(claim(""));

    JsonNode wecom = body(WebhookKind.WECOM, notice);
    JsonNode dingtalk = body(WebhookKind.DINGTALK, notice);
    JsonNode feishu = body(WebhookKind.FEISHU, notice);

    String text = notice.text() + "\nhttps://pay.example.com/";
    assertThat(text).contains("批次被扣留", "2，合计 1250.00 元");
    assertThat(wecom.path("msgtype").asText()).isEqualTo("text");
    assertThat(wecom.at("/text/content").asText()).isEqualTo(text);
    assertThat(dingtalk.path("msgtype").asText()).isEqualTo("text");
    assertThat(dingtalk.at("/text/content").asText()).isEqualTo(text);
    assertThat(dingtalk.at("/at/isAtAll").asBoolean(true)).isFalse();
    assertThat(feishu.path("msg_type").asText()).isEqualTo("text");
    assertThat(feishu.at("/content/text").asText()).isEqualTo(text);
    assertThat(feishu.has("sign")).isFalse();
  }

  /** What stands in the subject may come from the gateway. */
  @ParameterizedTest
  @CsvSource({
    "[click](https://evil.example/)",
    "<at user_id=\"all\"></at>",
    "@all",
    "A B",
    "'A\nB'",
    "13800138000@example.com"
  })
  void nothing_from_outside_is_repeated(String subject) throws IOException {
    Notice notice = writer(Language.EN).of(claim(subject));

    for (WebhookKind kind : WebhookKind.values()) {
      assertThat(body(kind, notice).toString()).doesNotContain(subject, "evil", "all", "13800");
    }
  }

  @Test
  void a_known_form_of_code_and_a_day_are_repeated() {
    assertThat(writer(Language.EN).of(claim("ILLEGAL_SIGN")).text()).contains("(ILLEGAL_SIGN)");
    assertThat(writer(Language.EN).of(claim("2026-03-31")).text()).contains("(2026-03-31)");
  }

  @ParameterizedTest
  @EnumSource(NoticeCause.class)
  void each_cause_has_words_in_both_languages(NoticeCause cause) {
    assertThat(Words.in(Language.EN).of("notice." + cause)).isNotBlank();
    assertThat(Words.in(Language.ZH).of("notice." + cause)).containsPattern("[一-龥]");
  }

  @Test
  void a_sandbox_says_so_in_the_first_word() {
    Notice notice =
        new NoticeWriter(Words.in(Language.EN), Optional.empty(), "n", true, CLOCK).of(claim(""));

    assertThat(notice.text()).startsWith("[SANDBOX] ");
    assertThat(notice.title()).startsWith("[SANDBOX] ");
    assertThat(notice.url()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          JSON ~ 200 ~ ''
          JSON ~ 204 ~ ''
          JSON ~ 202 ~ anything
          WECOM ~ 200 ~ {"errcode":0,"errmsg":"ok"}
          DINGTALK ~ 200 ~ {"errcode":0,"errmsg":"ok"}
          FEISHU ~ 200 ~ {"code":0,"msg":"success","StatusCode":0}
          """)
  void these_answers_mean_delivered(WebhookKind kind, int status, String answer) {
    assertThatCode(() -> kind.check(status, answer.getBytes(UTF_8))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          JSON ~ 302 ~ ''
          JSON ~ 500 ~ ''
          JSON ~ 0 ~ ''
          WECOM ~ 200 ~ {"errcode":93000,"errmsg":"invalid webhook url <script>"}
          WECOM ~ 200 ~ ''
          WECOM ~ 500 ~ {"errcode":0}
          DINGTALK ~ 200 ~ {"errcode":310000,"errmsg":"sign not match"}
          DINGTALK ~ 200 ~ {"errcode":"0"}
          DINGTALK ~ 200 ~ <html>
          FEISHU ~ 200 ~ {"code":19021,"msg":"sign match fail"}
          FEISHU ~ 200 ~ {"errcode":0}
          FEISHU ~ 200 ~ {"code":1e99}
          """)
  void these_answers_mean_not_delivered_and_nothing_of_them_is_quoted(
      WebhookKind kind, int status, String answer) {
    assertThatThrownBy(() -> kind.check(status, answer.getBytes(UTF_8)))
        .isInstanceOf(NotDeliveredException.class)
        .message()
        .matches("It(s)? [A-Za-z0-9 .]+\\.")
        .doesNotContain("script", "html", "match");
  }

  private static JsonNode body(WebhookKind kind, Notice notice) throws IOException {
    return JSON.readTree(kind.write(notice, "", NOW.toEpochMilli()));
  }

  private static NoticeWriter writer(Language language) {
    return new NoticeWriter(
        Words.in(language),
        Optional.of(URI.create("https://pay.example.com/")),
        "pay-1",
        false,
        CLOCK);
  }

  private static NoticeClaim claim(String subject) {
    long since = Instant.parse("2026-03-31T01:50:00Z").toEpochMilli();
    return new NoticeClaim(
        NoticeChannel.WEBHOOK,
        NoticeCause.BATCH_HELD,
        since,
        2,
        Money.parse("1250.00"),
        since,
        since,
        subject,
        1,
        1);
  }
}
