package payout.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is understood of a body. */
class JsonInputTest {

  private static final Set<String> KNOWN = Set.of("amount", "lines", "reason", "serials", "all");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"1234.50\"",
        "\"1234.5\"",
        "1234.5",
        "1234.50",
        "1234.500",
        "1.2345E3",
        "12345e-1"
      })
  void an_amount_is_exact(String amount) {
    assertThat(read("{\"amount\":" + amount + "}").amount("amount")).hasToString("1234.50");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1234.501",
        "0.30000000000000004",
        "1234567890123456",
        "1234567890123456.00",
        "1e15",
        "1e400",
        "1e-400",
        "-1",
        "-0.01",
        "true",
        "null",
        "\"\"",
        "\" 1\"",
        "\"1e3\"",
        "\"١٢\"",
        "\"1,234.50\"",
        "\"-1.00\"",
        "[1]",
        "{\"a\":1}",
        "\"12345678901234567890\""
      })
  void what_may_have_lost_a_digit_or_is_no_amount_is_refused(String amount) {
    assertRefused("{\"amount\":" + amount + "}", "amount");
  }

  @Test
  void a_whole_number_is_no_text_and_has_no_decimals() {
    assertThat(read("{\"lines\":0}").count("lines")).isZero();
    assertThat(read("{\"lines\":5000000}").count("lines")).isEqualTo(5_000_000);
    for (String wrong : List.of("1.0", "\"1\"", "-1", "1e3", "99999999999999999999", "null")) {
      assertThatThrownBy(() -> read("{\"lines\":" + wrong + "}").count("lines"))
          .as(wrong)
          .isInstanceOf(RefusedException.class);
    }
  }

  @Test
  void a_text_is_not_empty_and_a_list_of_texts_has_one() {
    assertThat(read("{\"reason\":\"x\"}").text("reason")).isEqualTo("x");
    assertThat(read("{\"serials\":[\"a\",\"b\"]}").texts("serials")).containsExactly("a", "b");
    for (String wrong : List.of("\"\"", "\"  \"", "1", "[]", "{}", "true")) {
      assertThatThrownBy(() -> read("{\"reason\":" + wrong + "}").text("reason"))
          .as(wrong)
          .isInstanceOf(RefusedException.class);
    }
    for (String wrong : List.of("[]", "\"a\"", "[\"\"]", "[1]", "[\"a\",null]", "{\"a\":\"b\"}")) {
      assertThatThrownBy(() -> read("{\"serials\":" + wrong + "}").texts("serials"))
          .as(wrong)
          .isInstanceOf(RefusedException.class);
    }
    assertThat(read("{}").flag("all")).isFalse();
    assertThat(read("{\"all\":null}").flag("all")).isFalse();
    assertThat(read("{\"all\":true}").flag("all")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "1",
        "\"x\"",
        "[]",
        "{",
        "{}{}",
        "{} x",
        "{\"lines\":1,}",
        "{'lines':1}",
        "{\"lines\":1,\"lines\":1}",
        "{\"lines\":01}",
        "{\"lines\":NaN}",
        "// x\n{}",
        "{\"liness\":1}",
        "{\"\":1}",
        "{\"reason\":[[[[[[1]]]]]]}"
      })
  void whatever_is_not_one_object_of_known_fields_is_refused(String body) {
    assertThatThrownBy(() -> read(body))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> {
              assertThat(refused.status()).isEqualTo(400);
              assertThat(refused.getMessage()).endsWith(".");
            });
  }

  @Test
  void a_refusal_repeats_nothing_long_or_invisible_and_no_value() {
    assertThatThrownBy(() -> read("{\"" + "x".repeat(5000) + "\":1}"))
        .satisfies(refused -> assertThat(refused.getMessage()).hasSizeLessThan(250));
    assertThatThrownBy(() -> read("{\"a\u202eb\":1}"))
        .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("\u202e"));
    assertThatThrownBy(() -> read("{\"reason\":\"secret@example.com\" oops}"))
        .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("secret"));
  }

  private static void assertRefused(String body, String field) {
    assertThatThrownBy(() -> read(body).amount(field))
        .isInstanceOfSatisfying(
            RefusedException.class, refused -> assertThat(refused.status()).isEqualTo(400));
  }

  private static JsonInput read(String body) {
    return JsonInput.read(body, KNOWN);
  }
}
