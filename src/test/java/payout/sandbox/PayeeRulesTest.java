package payout.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayeeRulesTest {
  @ParameterizedTest
  @ValueSource(strings = {"张三", "John Smith", "Fail", "failing", "法尔", "F AIL"})
  void pays(String name) {
    assertThat(PayeeRules.failure(name)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "FAIL, RECEIVE_USER_NOT_EXIST",
    "张三FAIL, RECEIVE_USER_NOT_EXIST",
    "张三 FAIL 2, RECEIVE_USER_NOT_EXIST",
    "FAIL_NO_SUCH_CODE, RECEIVE_USER_NOT_EXIST",
    "FAIL_ACCOUN_NAME_NOT_MATCH, ACCOUN_NAME_NOT_MATCH",
    "张三FAIL_ILLEGAL_USER_STATUS 7, ILLEGAL_USER_STATUS"
  })
  void fails(String name, String code) {
    assertThat(PayeeRules.failure(name)).contains(code);
  }

  @Test
  void every_code_can_be_requested() {
    assertThat(PayeeRules.CODES)
        .allSatisfy(code -> assertThat(PayeeRules.failure("李四FAIL_" + code)).contains(code));
  }
}
