package payout.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static payout.batch.BatchState.HELD;
import static payout.batch.BatchState.READY;
import static payout.batch.BatchState.REFUSED;
import static payout.batch.BatchState.TAKEN;
import static payout.batch.BatchState.UNKNOWN;
import static payout.gateway.Earlier.MAY_HAVE_ARRIVED;
import static payout.gateway.Earlier.NONE_ARRIVED;
import static payout.gateway.PayDate.NO_LONGER_TODAY;
import static payout.gateway.PayDate.TODAY;
import static payout.gateway.Sending.GOES_ON;
import static payout.gateway.Sending.PAUSES;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import payout.batch.BatchState;

class OutcomeRuleTest {

  private static final List<String> UNLISTED = List.of("NEW_CODE", "illegal_sign", "SUCCESS");

  private static final boolean ALARM = true;
  private static final boolean QUIET = false;

  /** One line of the table below. */
  private record Row(
      String kind,
      List<String> codes,
      Earlier earlier,
      PayDate payDate,
      BatchState next,
      String outcome,
      Earlier mark,
      Sending sending,
      boolean alarm) {}

  /** What every refusal must come to; the outcome of an unknown holds its code. */
  private static final List<Row> TABLE =
      List.of(
          // spotless:off
          row(
              "refused",
              ListedCodes.REFUSED,
              NONE_ARRIVED,
              TODAY,
              REFUSED,
              "Refused BATCH",
              NONE_ARRIVED,
              GOES_ON,
              QUIET),
          row(
              "refused",
              ListedCodes.REFUSED,
              NONE_ARRIVED,
              NO_LONGER_TODAY,
              READY,
              "Refused POST",
              NONE_ARRIVED,
              GOES_ON,
              QUIET),
          row(
              "refused",
              ListedCodes.REFUSED,
              MAY_HAVE_ARRIVED,
              TODAY,
              UNKNOWN,
              "Unknown",
              MAY_HAVE_ARRIVED,
              GOES_ON,
              ALARM),
          row(
              "refused",
              ListedCodes.REFUSED,
              MAY_HAVE_ARRIVED,
              NO_LONGER_TODAY,
              UNKNOWN,
              "Unknown",
              MAY_HAVE_ARRIVED,
              GOES_ON,
              ALARM),
          row(
              "account",
              ListedCodes.ACCOUNT,
              NONE_ARRIVED,
              TODAY,
              READY,
              "Refused ACCOUNT",
              NONE_ARRIVED,
              PAUSES,
              ALARM),
          row(
              "account",
              ListedCodes.ACCOUNT,
              NONE_ARRIVED,
              NO_LONGER_TODAY,
              READY,
              "Refused POST",
              NONE_ARRIVED,
              GOES_ON,
              QUIET),
          row(
              "account",
              ListedCodes.ACCOUNT,
              MAY_HAVE_ARRIVED,
              TODAY,
              UNKNOWN,
              "Unknown",
              MAY_HAVE_ARRIVED,
              PAUSES,
              ALARM),
          row(
              "account",
              ListedCodes.ACCOUNT,
              MAY_HAVE_ARRIVED,
              NO_LONGER_TODAY,
              UNKNOWN,
              "Unknown",
              MAY_HAVE_ARRIVED,
              GOES_ON,
              ALARM),
          row(
              "number",
              ListedCodes.TAKEN_ON_RESEND,
              NONE_ARRIVED,
              TODAY,
              HELD,
              "Unknown",
              NONE_ARRIVED,
              GOES_ON,
              ALARM),
          row(
              "number",
              ListedCodes.TAKEN_ON_RESEND,
              NONE_ARRIVED,
              NO_LONGER_TODAY,
              HELD,
              "Unknown",
              NONE_ARRIVED,
              GOES_ON,
              ALARM),
          row(
              "number",
              ListedCodes.TAKEN_ON_RESEND,
              MAY_HAVE_ARRIVED,
              TODAY,
              TAKEN,
              "Taken",
              MAY_HAVE_ARRIVED,
              GOES_ON,
              QUIET),
          row(
              "number",
              ListedCodes.TAKEN_ON_RESEND,
              MAY_HAVE_ARRIVED,
              NO_LONGER_TODAY,
              TAKEN,
              "Taken",
              MAY_HAVE_ARRIVED,
              GOES_ON,
              QUIET),
          row(
              "unknown",
              ListedCodes.UNKNOWN,
              NONE_ARRIVED,
              TODAY,
              UNKNOWN,
              "Unknown",
              MAY_HAVE_ARRIVED,
              GOES_ON,
              QUIET),
          row(
              "unknown",
              ListedCodes.UNKNOWN,
              NONE_ARRIVED,
              NO_LONGER_TODAY,
              UNKNOWN,
              "Unknown",
              MAY_HAVE_ARRIVED,
              GOES_ON,
              QUIET),
          row(
              "unknown",
              ListedCodes.UNKNOWN,
              MAY_HAVE_ARRIVED,
              TODAY,
              UNKNOWN,
              "Unknown",
              MAY_HAVE_ARRIVED,
              GOES_ON,
              ALARM),
          row(
              "unknown",
              ListedCodes.UNKNOWN,
              MAY_HAVE_ARRIVED,
              NO_LONGER_TODAY,
              UNKNOWN,
              "Unknown",
              MAY_HAVE_ARRIVED,
              GOES_ON,
              ALARM),
          row(
              "line",
              ListedCodes.LINE,
              NONE_ARRIVED,
              TODAY,
              UNKNOWN,
              "Unknown",
              MAY_HAVE_ARRIVED,
              GOES_ON,
              QUIET),
          row(
              "line",
              ListedCodes.LINE,
              NONE_ARRIVED,
              NO_LONGER_TODAY,
              UNKNOWN,
              "Unknown",
              MAY_HAVE_ARRIVED,
              GOES_ON,
              QUIET),
          row(
              "line",
              ListedCodes.LINE,
              MAY_HAVE_ARRIVED,
              TODAY,
              UNKNOWN,
              "Unknown",
              MAY_HAVE_ARRIVED,
              GOES_ON,
              ALARM),
          row(
              "line",
              ListedCodes.LINE,
              MAY_HAVE_ARRIVED,
              NO_LONGER_TODAY,
              UNKNOWN,
              "Unknown",
              MAY_HAVE_ARRIVED,
              GOES_ON,
              ALARM),
          row(
              "no list",
              UNLISTED,
              NONE_ARRIVED,
              TODAY,
              UNKNOWN,
              "Unknown",
              MAY_HAVE_ARRIVED,
              GOES_ON,
              ALARM),
          row(
              "no list",
              UNLISTED,
              NONE_ARRIVED,
              NO_LONGER_TODAY,
              UNKNOWN,
              "Unknown",
              MAY_HAVE_ARRIVED,
              GOES_ON,
              ALARM),
          row(
              "no list",
              UNLISTED,
              MAY_HAVE_ARRIVED,
              TODAY,
              UNKNOWN,
              "Unknown",
              MAY_HAVE_ARRIVED,
              GOES_ON,
              ALARM),
          row(
              "no list",
              UNLISTED,
              MAY_HAVE_ARRIVED,
              NO_LONGER_TODAY,
              UNKNOWN,
              "Unknown",
              MAY_HAVE_ARRIVED,
              GOES_ON,
              ALARM)
          // spotless:on
          );

  private final OutcomeRule rule = new OutcomeRule(new AnswerReader(), GatewayCodes.load());

  static Stream<Arguments> everyCode() {
    return TABLE.stream().flatMap(row -> row.codes().stream().map(code -> Arguments.of(code, row)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("everyCode")
  void judges_every_code(String code, Row row) {
    Verdict verdict = rule.judge(declined(code), row.earlier(), row.payDate());

    assertThat(verdict.next()).isEqualTo(row.next());
    assertThat(describe(verdict.outcome(), code)).isEqualTo(row.outcome());
    assertThat(verdict.mark()).isEqualTo(row.mark());
    assertThat(verdict.sending()).isEqualTo(row.sending());
    assertThat(verdict.alarm().isPresent()).isEqualTo(row.alarm());
    verdict.alarm().ifPresent(alarm -> assertThat(alarm).contains(code).endsWith("."));
  }

  @ParameterizedTest
  @EnumSource
  void a_batch_that_is_taken_is_taken_whatever_was_before(Earlier earlier) {
    for (PayDate payDate : PayDate.values()) {
      assertThat(rule.judge(answered(200, T), earlier, payDate))
          .isEqualTo(
              new Verdict(TAKEN, new Outcome.Taken(), MAY_HAVE_ARRIVED, GOES_ON, Optional.empty()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      ints = {0, 100, 201, 204, 206, 301, 302, 307, 400, 403, 404, 429, 500, 502, 503, 504})
  void another_http_status_says_nothing_whatever_its_body(int status) {
    for (String body : List.of(T, f("ILLEGAL_SIGN"), f("BATCH_NO_NOT_UNIQUE"), "")) {
      for (Earlier earlier : Earlier.values()) {
        assertThat(rule.judge(answered(status, body), earlier, TODAY))
            .isEqualTo(arrived("The gateway answered HTTP " + status + "."));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html></html>",
        "<alipay><is_success>F</is_success></alipay>",
        "<alipay><is_success>T</is_success>",
        "<!DOCTYPE alipay><alipay><is_success>T</is_success></alipay>",
      })
  void an_unreadable_answer_says_nothing(String body) {
    for (Earlier earlier : Earlier.values()) {
      Verdict verdict = rule.judge(answered(200, body), earlier, TODAY);

      assertThat(verdict.next()).isEqualTo(UNKNOWN);
      assertThat(verdict.mark()).isEqualTo(MAY_HAVE_ARRIVED);
      assertThat(verdict.outcome())
          .isInstanceOfSatisfying(
              Outcome.Unknown.class,
              unknown -> {
                assertThat(unknown.code()).isEmpty();
                assertThat(unknown.reach()).isEqualTo(Reach.MAY_HAVE_ARRIVED);
              });
    }
  }

  @Test
  void a_call_that_broke_may_have_arrived() {
    for (Earlier earlier : Earlier.values()) {
      assertThat(rule.judge(new CallEnd.Broken("The line fell."), earlier, TODAY))
          .isEqualTo(arrived("The line fell."));
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_call_that_never_left_changes_nothing_of_what_was_before(Earlier earlier) {
    Verdict verdict = rule.judge(new CallEnd.NotConnected("No address."), earlier, TODAY);

    assertThat(verdict)
        .isEqualTo(
            new Verdict(
                UNKNOWN,
                new Outcome.Unknown("", "No address.", Reach.NOTHING_LEFT),
                earlier,
                GOES_ON,
                Optional.empty()));
  }

  @Test
  void a_number_that_somebody_else_used_is_held_each_time_that_a_person_lets_it_go() {
    Verdict first = rule.judge(declined("BATCH_NO_NOT_UNIQUE"), NONE_ARRIVED, TODAY);
    Verdict second = rule.judge(declined("BATCH_NO_NOT_UNIQUE"), first.mark(), TODAY);

    assertThat(second.next()).isEqualTo(HELD);
  }

  @Test
  void a_post_that_was_lost_and_then_found_taken_closes_as_taken() {
    Verdict lost = rule.judge(new CallEnd.Broken("Timeout."), NONE_ARRIVED, TODAY);
    Verdict offline = rule.judge(new CallEnd.NotConnected("Refused."), lost.mark(), TODAY);
    Verdict poor = rule.judge(declined("NOT_ENOUGH_AMOUNT"), offline.mark(), TODAY);
    Verdict found = rule.judge(declined("BATCH_NO_NOT_UNIQUE"), poor.mark(), NO_LONGER_TODAY);

    assertThat(List.of(lost.next(), offline.next(), poor.next(), found.next()))
        .containsExactly(UNKNOWN, UNKNOWN, UNKNOWN, TAKEN);
  }

  @Test
  void a_batch_that_never_left_can_be_refused_afterwards() {
    Verdict offline = rule.judge(new CallEnd.NotConnected("Refused."), NONE_ARRIVED, TODAY);

    assertThat(rule.judge(declined("MAX_SINGLE_FEE"), offline.mark(), TODAY).next())
        .isEqualTo(REFUSED);
  }

  @Test
  void an_answer_does_not_show_its_body() {
    assertThat(answered(200, "payee@example.com")).hasToString("HTTP 200, 17 bytes");
  }

  private static final String T =
      "<?xml version=\"1.0\" encoding=\"utf-8\"?><alipay><is_success>T</is_success>"
          + "<error>SUCCESS</error></alipay>";

  private static String f(String code) {
    return "<alipay><is_success>F</is_success><error>" + code + "</error></alipay>";
  }

  private static CallEnd declined(String code) {
    return answered(200, f(code));
  }

  private static CallEnd answered(int status, String body) {
    return new CallEnd.Answered(status, body.getBytes(StandardCharsets.UTF_8));
  }

  private static Verdict arrived(String reason) {
    return new Verdict(
        UNKNOWN,
        new Outcome.Unknown("", reason, Reach.MAY_HAVE_ARRIVED),
        MAY_HAVE_ARRIVED,
        GOES_ON,
        Optional.empty());
  }

  private static String describe(Outcome outcome, String code) {
    if (outcome instanceof Outcome.Refused refused) {
      assertThat(refused.code()).isEqualTo(code);
      return "Refused " + refused.scope();
    }
    if (outcome instanceof Outcome.Unknown unknown) {
      assertThat(unknown.code()).isEqualTo(code);
      assertThat(unknown.reason()).endsWith(".");
      assertThat(unknown.reach()).isEqualTo(Reach.MAY_HAVE_ARRIVED);
      return "Unknown";
    }
    return "Taken";
  }

  private static Row row(
      String kind,
      List<String> codes,
      Earlier earlier,
      PayDate payDate,
      BatchState next,
      String outcome,
      Earlier mark,
      Sending sending,
      boolean alarm) {
    return new Row(kind, codes, earlier, payDate, next, outcome, mark, sending, alarm);
  }
}
