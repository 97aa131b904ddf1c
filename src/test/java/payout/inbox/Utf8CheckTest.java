package payout.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The hand-written check agrees with Java's strict decoder on any input. */
class Utf8CheckTest {

  /** Bytes near the limits of the rules, so that random ones often nearly form a character. */
  @Provide
  Arbitrary<byte[]> nearCharacters() {
    return Arbitraries.of(
            0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0,
            0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff)
        .map(Integer::byteValue)
        .array(byte[].class)
        .ofMaxSize(6);
  }

  @Provide
  Arbitrary<byte[]> texts() {
    return Arbitraries.strings()
        .withChars('a', '\n', 'é', '毛', '\ud83d', '\ude00', '\uffff')
        .ofMaxLength(30)
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @Property(tries = 20_000)
  void agrees_with_java_near_the_edges(@ForAll("nearCharacters") byte[] bytes) {
    assertThat(isUtf8(bytes, 3)).isEqualTo(isUtf8ByJava(bytes));
  }

  @Property(tries = 2000)
  void agrees_with_java_on_texts_with_one_byte_changed(
      @ForAll("texts") byte[] text,
      @ForAll @IntRange(min = 0, max = 100) int at,
      @ForAll byte changed,
      @ForAll @IntRange(min = 1, max = 20) int block) {
    byte[] bytes = text.clone();
    if (at < bytes.length) {
      bytes[at] = changed;
    }

    assertThat(isUtf8(bytes, block)).isEqualTo(isUtf8ByJava(bytes));
  }

  @Test
  void agrees_with_java_on_every_pair_of_bytes_after_every_first_byte() {
    for (int i = 0; i < 1 << 16; i++) {
      byte[] two = {(byte) (i >> 8), (byte) i};
      byte[] four = {(byte) (i >> 8), (byte) i, (byte) 0x80, (byte) 0x80};

      assertThat(isUtf8(two, 1)).isEqualTo(isUtf8ByJava(two));
      assertThat(isUtf8(Arrays.copyOf(four, 3), 2)).isEqualTo(isUtf8ByJava(Arrays.copyOf(four, 3)));
      assertThat(isUtf8(four, 4)).isEqualTo(isUtf8ByJava(four));
    }
  }

  private static boolean isUtf8(byte[] bytes, int block) {
    Utf8Check check = new Utf8Check();
    for (int from = 0; from < bytes.length; from += block) {
      byte[] next = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + block));
      check.add(next, next.length);
    }
    return check.isUtf8();
  }

  private static boolean isUtf8ByJava(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
