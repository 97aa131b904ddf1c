package payout.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import payout.batch.Language;

class GatewayCodesTest {

  private final GatewayCodes codes = GatewayCodes.load();

  static Stream<Arguments> listed() {
    return ListedCodes.BY_CLASS.entrySet().stream()
        .flatMap(each -> each.getValue().stream().map(code -> Arguments.of(code, each.getKey())));
  }

  @ParameterizedTest
  @MethodSource("listed")
  void knows_a_code_and_its_meaning_in_both_languages(String code, CodeClass expected) {
    assertThat(codes.isListed(code)).isTrue();
    assertThat(codes.classOf(code)).isEqualTo(expected);
    assertThat(codes.meaning(code, Language.EN)).matches("[A-Z][ -~]{10,90}\\.");
    assertThat(codes.meaning(code, Language.ZH)).matches(".*[\\u4E00-\\u9FFF].*");
  }

  @Test
  void lists_no_other_code() throws Exception {
    try (BufferedReader table =
        new BufferedReader(
            new InputStreamReader(
                GatewayCodes.class.getResourceAsStream("codes.csv"), StandardCharsets.UTF_8))) {
      assertThat(table.lines().skip(1)).hasSize(88);
    }
    assertThat(listed()).hasSize(88);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "NEW_CODE", "illegal_sign", "ILLEGAL_SIGN ", "T", "SUCCESS"})
  void treats_an_unlisted_code_as_unknown(String code) {
    assertThat(codes.isListed(code)).isFalse();
    assertThat(codes.classOf(code)).isEqualTo(CodeClass.UNKNOWN);
    assertThat(codes.meaning(code, Language.EN))
        .isEqualTo("The gateway's lists do not know this code.");
    assertThat(codes.meaning(code, Language.ZH)).isEqualTo("未知错误码");
  }

  @ParameterizedTest
  @CsvSource({
    "NOT_ENOUGH_AMOUNT, The payer's balance is too low., 付款账号余额不足",
    "RECEIVE_USER_NOT_EXIST, The payee does not exist., 收款用户不存在",
    "batchFeeIllegal, The total amount is not an amount of money., 总金额只能为货币类型",
  })
  void gives_the_meaning_of_a_code(String code, String english, String chinese) {
    assertThat(codes.meaning(code, Language.EN)).isEqualTo(english);
    assertThat(codes.meaning(code, Language.ZH)).isEqualTo(chinese);
  }
}
