package payout.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static payout.batch.BatchState.HELD;
import static payout.batch.BatchState.REFUSED;
import static payout.batch.BatchState.TAKEN;
import static payout.batch.BatchState.UNKNOWN;
import static payout.batch.Earlier.MAY_HAVE_ARRIVED;
import static payout.batch.Earlier.NONE_ARRIVED;
import static payout.batch.Verdict.Sending.GOES_ON;
import static payout.gateway.OutcomeRule.PayDate.NO_LONGER_TODAY;
import static payout.gateway.OutcomeRule.PayDate.TODAY;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import payout.batch.BatchState;
import payout.batch.Earlier;
import payout.batch.Outcome;
import payout.batch.Verdict;
import payout.batch.Verdict.Sending;
import payout.gateway.OutcomeRule.PayDate;

class OutcomeRuleTest {

  private static final String T =
      "<?xml version=\"1.0\" encoding=\"utf-8\"?><alipay><is_success>T</is_success>"
          + "<error>SUCCESS</error></alipay>";

  private static final List<String> UNLISTED = List.of("NEW_CODE", "illegal_sign", "SUCCESS");

  /**
   * What every F must come to: kind of code, earlier, pay_date, next state, outcome, mark, sending,
   * alarm.
   */
  private static final String TABLE =
      """
      refused | NONE_ARRIVED     | TODAY           | REFUSED | Refused | NONE_ARRIVED     | GOES_ON | quiet
      refused | NONE_ARRIVED     | NO_LONGER_TODAY | READY   | Refused | NONE_ARRIVED     | GOES_ON | quiet
      refused | MAY_HAVE_ARRIVED | TODAY           | UNKNOWN | Unknown | MAY_HAVE_ARRIVED | GOES_ON | alarm
      refused | MAY_HAVE_ARRIVED | NO_LONGER_TODAY | UNKNOWN | Unknown | MAY_HAVE_ARRIVED | GOES_ON | alarm
      account | NONE_ARRIVED     | TODAY           | READY   | Refused | NONE_ARRIVED     | PAUSES  | alarm
      account | NONE_ARRIVED     | NO_LONGER_TODAY | READY   | Refused | NONE_ARRIVED     | GOES_ON | quiet
      account | MAY_HAVE_ARRIVED | TODAY           | UNKNOWN | Unknown | MAY_HAVE_ARRIVED | PAUSES  | alarm
      account | MAY_HAVE_ARRIVED | NO_LONGER_TODAY | UNKNOWN | Unknown | MAY_HAVE_ARRIVED | GOES_ON | alarm
      number  | NONE_ARRIVED     | TODAY           | HELD    | Unknown | NONE_ARRIVED     | GOES_ON | alarm
      number  | NONE_ARRIVED     | NO_LONGER_TODAY | HELD    | Unknown | NONE_ARRIVED     | GOES_ON | alarm
      number  | MAY_HAVE_ARRIVED | TODAY           | TAKEN   | Taken   | MAY_HAVE_ARRIVED | GOES_ON | quiet
      number  | MAY_HAVE_ARRIVED | NO_LONGER_TODAY | TAKEN   | Taken   | MAY_HAVE_ARRIVED | GOES_ON | quiet
      unknown | NONE_ARRIVED     | TODAY           | UNKNOWN | Unknown | MAY_HAVE_ARRIVED | GOES_ON | quiet
      unknown | NONE_ARRIVED     | NO_LONGER_TODAY | UNKNOWN | Unknown | MAY_HAVE_ARRIVED | GOES_ON | quiet
      unknown | MAY_HAVE_ARRIVED | TODAY           | UNKNOWN | Unknown | MAY_HAVE_ARRIVED | GOES_ON | alarm
      unknown | MAY_HAVE_ARRIVED | NO_LONGER_TODAY | UNKNOWN | Unknown | MAY_HAVE_ARRIVED | GOES_ON | alarm
      line    | NONE_ARRIVED     | TODAY           | UNKNOWN | Unknown | MAY_HAVE_ARRIVED | GOES_ON | quiet
      line    | NONE_ARRIVED     | NO_LONGER_TODAY | UNKNOWN | Unknown | MAY_HAVE_ARRIVED | GOES_ON | quiet
      line    | MAY_HAVE_ARRIVED | TODAY           | UNKNOWN | Unknown | MAY_HAVE_ARRIVED | GOES_ON | alarm
      line    | MAY_HAVE_ARRIVED | NO_LONGER_TODAY | UNKNOWN | Unknown | MAY_HAVE_ARRIVED | GOES_ON | alarm
      no list | NONE_ARRIVED     | TODAY           | UNKNOWN | Unknown | MAY_HAVE_ARRIVED | GOES_ON | alarm
      no list | NONE_ARRIVED     | NO_LONGER_TODAY | UNKNOWN | Unknown | MAY_HAVE_ARRIVED | GOES_ON | alarm
      no list | MAY_HAVE_ARRIVED | TODAY           | UNKNOWN | Unknown | MAY_HAVE_ARRIVED | GOES_ON | alarm
      no list | MAY_HAVE_ARRIVED | NO_LONGER_TODAY | UNKNOWN | Unknown | MAY_HAVE_ARRIVED | GOES_ON | alarm
      """;

  private static final Map<String, List<String>> CODES =
      Map.of(
          "refused", ListedCodes.REFUSED,
          "account", ListedCodes.ACCOUNT,
          "number", ListedCodes.TAKEN_ON_RESEND,
          "unknown", ListedCodes.UNKNOWN,
          "line", Stream.concat(ListedCodes.LINE.stream(), ListedCodes.PAYEE.stream()).toList(),
          "no list", UNLISTED);

  private final OutcomeRule rule = new OutcomeRule(new AnswerReader(), GatewayCodes.load());

  static Stream<Arguments> everyCode() {
    return TABLE
        .lines()
        .map(row -> row.split(" *\\| *"))
        .flatMap(row -> CODES.get(row[0]).stream().map(code -> Arguments.of(code, row)));
  }

  @ParameterizedTest(name = "{0} {index}")
  @MethodSource("everyCode")
  void judges_every_code(String code, String[] row) {
    Verdict verdict = rule.judge(declined(code), Earlier.valueOf(row[1]), PayDate.valueOf(row[2]));

    assertThat(verdict.next()).isEqualTo(BatchState.valueOf(row[3]));
    assertThat(describe(verdict.outcome(), code)).isEqualTo(row[4]);
    assertThat(verdict.mark()).isEqualTo(Earlier.valueOf(row[5]));
    assertThat(verdict.sending()).isEqualTo(Sending.valueOf(row[6]));
    assertThat(verdict.alarm().isPresent() ? "alarm" : "quiet").isEqualTo(row[7]);
    verdict.alarm().ifPresent(alarm -> assertThat(alarm).contains(code).endsWith("."));
  }

  @ParameterizedTest
  @EnumSource
  void a_taken_batch_is_taken_whatever_happened_before(Earlier earlier) {
    for (PayDate payDate : PayDate.values()) {
      assertThat(rule.judge(answered(200, T), earlier, payDate))
          .isEqualTo(
              new Verdict(TAKEN, new Outcome.Taken(), MAY_HAVE_ARRIVED, GOES_ON, Optional.empty()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      ints = {0, 100, 201, 204, 206, 301, 302, 307, 400, 403, 404, 429, 500, 502, 503, 504})
  void another_http_status_means_unknown_whatever_its_body(int status) {
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
  void an_unreadable_answer_means_unknown(String body) {
    for (Earlier earlier : Earlier.values()) {
      Verdict verdict = rule.judge(answered(200, body), earlier, TODAY);

      assertThat(verdict.next()).isEqualTo(UNKNOWN);
      assertThat(verdict.mark()).isEqualTo(MAY_HAVE_ARRIVED);
      assertThat(verdict.outcome())
          .isInstanceOfSatisfying(
              Outcome.Unknown.class, unknown -> assertThat(unknown.code()).isEmpty());
    }
  }

  @Test
  void a_broken_call_may_have_arrived() {
    for (Earlier earlier : Earlier.values()) {
      assertThat(rule.judge(new CallEnd.Broken("The line fell."), earlier, TODAY))
          .isEqualTo(arrived("The line fell."));
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_call_that_never_left_keeps_the_mark_as_it_was(Earlier earlier) {
    Verdict verdict = rule.judge(new CallEnd.NotConnected("No address."), earlier, TODAY);

    assertThat(verdict)
        .isEqualTo(
            new Verdict(
                UNKNOWN,
                new Outcome.Unknown("", "No address."),
                earlier,
                GOES_ON,
                Optional.empty()));
  }

  @Test
  void a_number_that_somebody_else_used_is_held_again_after_each_release() {
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
        UNKNOWN, new Outcome.Unknown("", reason), MAY_HAVE_ARRIVED, GOES_ON, Optional.empty());
  }

  private static String describe(Outcome outcome, String code) {
    if (outcome instanceof Outcome.Refused refused) {
      assertThat(refused.code()).isEqualTo(code);
      return "Refused";
    }
    if (outcome instanceof Outcome.Unknown unknown) {
      assertThat(unknown.code()).isEqualTo(code);
      assertThat(unknown.reason()).endsWith(".");
      return "Unknown";
    }
    return "Taken";
  }
}
