package payout.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLEncoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import payout.batch.RequestCharset;

class FormEncoderTest {

  @ParameterizedTest
  @CsvSource({
    "UTF_8, azAZ09.-*_, azAZ09.-*_",
    "UTF_8, a b, a+b",
    "UTF_8, '+&=%^|@/:~', %2B%26%3D%25%5E%7C%40%2F%3A%7E",
    "UTF_8, 毛毛, %E6%AF%9B%E6%AF%9B",
    "UTF_8, 😀, %F0%9F%98%80",
    "GBK, 毛毛, %C3%AB%C3%AB",
    "GB2312, 毛毛, %C3%AB%C3%AB",
    // Second bytes that look like ASCII: @, A, |, ^ and ~.
    "GBK, 丂, %81%40",
    "GBK, 丄A, %81%41A",
    "GBK, 亅|, %81%7C%7C",
  })
  void writes_a_value(RequestCharset charset, String value, String expected) {
    assertThat(encode(charset, value)).isEqualTo("n=" + expected);
  }

  @Test
  void joins_parameters_and_encodes_names() {
    byte[] body = new FormEncoder(RequestCharset.GBK).add("a b", "1").add("毛", "").toBytes();

    assertThat(body).asString(StandardCharsets.US_ASCII).isEqualTo("a+b=1&%C3%AB=");
  }

  @ParameterizedTest
  @EnumSource
  void writes_every_character_as_the_jdk_does(RequestCharset charset) {
    CharsetEncoder encoder = charset.newEncoder();
    StringBuilder letters = new StringBuilder();
    // The Chinese charsets have nothing above the basic plane, and are slow to say so.
    int last = charset == RequestCharset.UTF_8 ? Character.MAX_CODE_POINT : 0xFFFF;
    for (int letter = 0; letter <= last; letter++) {
      String text = Character.toString(letter);
      if (encoder.canEncode(text)) {
        // Each between plain characters, so that a split pair would show.
        letters.append(text).append('z');
      }
    }

    String written = encode(charset, letters.toString());

    assertThat(letters).hasSizeGreaterThan(2 * 7000);
    assertThat(written.equals("n=" + URLEncoder.encode(letters.toString(), charset.charset())))
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource({"GBK, 😀", "GB2312, 镕", "GB2312, €"})
  void refuses_a_character_that_the_charset_lacks(RequestCharset charset, String letter) {
    assertThatThrownBy(() -> encode(charset, letter))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageStartingWith("The parameter n holds a character that ");
  }

  @Test
  void refuses_half_a_character() {
    assertThatThrownBy(() -> encode(RequestCharset.UTF_8, "\uDC00"))
        .isInstanceOf(InvalidRequestException.class);
  }

  @Property(tries = 500)
  void the_jdk_decodes_what_it_encodes(@ForAll("texts") Tuple2<RequestCharset, String> sample) {
    RequestCharset charset = sample.get1();
    byte[] body = new FormEncoder(charset).add("first", sample.get2()).add("second", "x").toBytes();

    assertThat(Forms.decode(body, charset.charset()))
        .isEqualTo(Map.of("first", sample.get2(), "second", "x"));
  }

  @Provide
  Arbitrary<Tuple2<RequestCharset, String>> texts() {
    return Arbitraries.of(RequestCharset.class)
        .flatMap(
            charset -> {
              CharsetEncoder encoder = charset.newEncoder();
              return Arbitraries.integers()
                  .between(0, 0x2FFFF)
                  .map(Character::toString)
                  .filter(10_000, encoder::canEncode)
                  .list()
                  .ofMaxSize(40)
                  .map(letters -> Tuple.of(charset, String.join("", letters)));
            });
  }

  private static String encode(RequestCharset charset, String value) {
    return new String(
        new FormEncoder(charset).add("n", value).toBytes(), StandardCharsets.US_ASCII);
  }
}
