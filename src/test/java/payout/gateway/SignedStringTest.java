package payout.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class SignedStringTest {

  private static final Charset GBK = Charset.forName("GBK");

  @Test
  void leaves_out_what_is_not_signed() {
    Map<String, String> parameters =
        Map.of("b", "2", "sign", "x", "sign_type", "RSA", "empty", "", "signs", "3");

    assertThat(SignedString.of(parameters, StandardCharsets.UTF_8))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("b=2&signs=3");
  }

  @Test
  void sorts_by_bytes() {
    Map<String, String> parameters =
        Map.of("a", "1", "_input_charset", "gbk", "B", "2", "ab", "3", "a_", "4", "é", "5");

    assertThat(SignedString.of(parameters, StandardCharsets.UTF_8))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("B=2&_input_charset=gbk&a=1&a_=4&ab=3&é=5");
  }

  @Test
  void keeps_values_raw() {
    Map<String, String> parameters = Map.of("a", "x&y=z %20+\n", "b", " ");

    assertThat(SignedString.of(parameters, StandardCharsets.UTF_8))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("a=x&y=z %20+\n&b= ");
  }

  @Test
  void writes_bytes_of_the_charset() {
    assertThat(SignedString.of(Map.of("n", "毛"), GBK)).containsExactly('n', '=', 0xC3, 0xAB);
    assertThat(SignedString.of(Map.of("n", "毛"), StandardCharsets.UTF_8))
        .containsExactly('n', '=', 0xE6, 0xAF, 0x9B);
  }

  @Test
  void never_writes_a_question_mark_for_a_character_that_the_charset_lacks() {
    assertThatThrownBy(() -> SignedString.of(Map.of("account_name", "😀"), GBK))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessage("The parameter account_name holds a character that GBK cannot encode.");
    assertThatThrownBy(() -> SignedString.of(Map.of("a", "\uD800"), StandardCharsets.UTF_8))
        .isInstanceOf(InvalidRequestException.class);
  }

  @Test
  void accepts_bytes_that_are_text_in_no_charset() {
    byte[] text =
        SignedString.ofBytes(
            List.of(raw("b", 0xFF, 0x00), raw("a", 0x80), raw("sign", 1), raw("empty")));

    assertThat(text).containsExactly('a', '=', 0x80, '&', 'b', '=', 0xFF, 0x00);
  }

  @Test
  void refuses_a_name_that_comes_twice() {
    assertThatThrownBy(() -> SignedString.ofBytes(List.of(raw("a", 1), raw("b", 1), raw("a", 2))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A parameter's name comes twice.");
  }

  @Test
  void the_signed_text_of_no_parameters_is_empty() {
    assertThat(SignedString.ofBytes(List.of())).isEmpty();
  }

  @Test
  void a_parameter_does_not_show_its_value() {
    assertThat(RawParameter.of("account_name", "毛毛", GBK)).hasToString("parameter of 4 bytes");
  }

  @Property(tries = 300)
  void does_not_depend_on_the_order_of_parameters(
      @ForAll @Size(max = 12)
          Map<
                  @AlphaChars @StringLength(min = 1, max = 8) String,
                  @StringLength(max = 9) @AlphaChars String>
              parameters,
      @ForAll Random random) {
    List<String> names = new ArrayList<>(parameters.keySet());
    Collections.shuffle(names, random);
    Map<String, String> shuffled = new LinkedHashMap<>();
    names.forEach(name -> shuffled.put(name, parameters.get(name)));

    assertThat(SignedString.of(shuffled, GBK)).isEqualTo(SignedString.of(parameters, GBK));
  }

  private static RawParameter raw(String name, int... value) {
    byte[] bytes = new byte[value.length];
    for (int i = 0; i < value.length; i++) {
      bytes[i] = (byte) value[i];
    }
    return new RawParameter(name.getBytes(StandardCharsets.US_ASCII), bytes);
  }
}
