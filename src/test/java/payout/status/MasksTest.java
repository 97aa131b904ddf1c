package payout.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Enough to tell two payees apart, too little to pay them. */
class MasksTest {

  @ParameterizedTest
  @CsvSource({
    "13800000002, 138****0002",
    "zhang.san@example.com, z***@example.com",
    "abc@example.com, a***@example.com",
    "ab@example.com, ***@example.com",
    "a@example.com, ***@example.com",
    "张三丰@example.com, 张***@example.com",
  })
  void an_account_keeps_a_little_of_itself(String account, String shown) {
    assertThat(Masks.account(account)).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "1380000000",
        "+8613800000002",
        "wx-13800000002",
        "a@b@example.com",
        "ab@"
      })
  void what_is_short_or_of_another_form_is_hidden_as_a_whole(String account) {
    assertThat(Masks.account(account)).isEqualTo("***");
  }

  @Test
  void a_name_keeps_its_first_character_also_a_rare_one() {
    assertThat(Masks.name("张三")).isEqualTo("张***");
    assertThat(Masks.name("张三丰有限公司")).isEqualTo("张***");
    assertThat(Masks.name("Li Si")).isEqualTo("L***");
    assertThat(Masks.name("\uD842\uDFB7田")).isEqualTo("\uD842\uDFB7***");
    assertThat(List.of(Masks.name("张"), Masks.name("\uD842\uDFB7"), Masks.name("")))
        .containsOnly("***");
  }
}
