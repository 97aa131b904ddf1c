package payout.batch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CharactersTest {

  @ParameterizedTest
  @ValueSource(
      ints = {
        0, 0x09, 0x0a, 0x0d, 0x1b, 0x7f, 0x80, 0x85, 0x9b, 0x9f, // controls
        0xad, 0x34f, 0x61c, 0x115f, 0x1160, 0x17b4, 0x180b, 0x180e, 0x180f, 0x200b, 0x200c, 0x200d,
        0x200e, 0x200f, // zero-width
        0x2028, 0x2029, 0x202a, 0x202d, 0x202e, 0x2060, 0x2064, 0x2065, 0x2066, 0x2069, 0x206f,
        0x3164, 0xffa0, 0xfe00, 0xfe0f, 0xfeff, 0xfff0, 0xfff9, 0xfffb, 0xd800,
        0xdfff, // halves of a pair
        0x1d173, 0xe0000, 0xe0001, 0xe0041, 0xe007f, 0xe0100, 0xe01ef, 0xe0fff
      })
  void hides_text(int codePoint) {
    assertThat(Characters.hidesText(codePoint)).as(Characters.name(codePoint)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aZ09 .-_@^|\\",
        "王小明·阿不都",
        "𠮷田",
        "é",
        "e\u0301",
        "＝＋",
        "\u00a0\u3000\u2800",
        "😀",
        "\ue000"
      })
  void shows_what_can_be_seen_or_takes_up_space(String text) {
    assertThat(text.codePoints()).noneMatch(Characters::hidesText);
    assertThat(Characters.shown(text)).isSameAs(text);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {' ', '\t', '\n', 0xa0, 0x1680, 0x2007, 0x2009, 0x202f, 0x205f, 0x2800, 0x3000})
  void knows_the_blanks_of_every_script(int codePoint) {
    String blank = Character.toString(codePoint);

    assertThat(Characters.areBlank(blank + " " + blank)).isTrue();
    assertThat(Characters.haveBlankAtEnd(blank + "a")).isTrue();
    assertThat(Characters.haveBlankAtEnd("a" + blank)).isTrue();
    assertThat(Characters.haveBlankAtEnd("a" + blank + "b")).isFalse();
    assertThat(Characters.areBlank("a" + blank)).isFalse();
  }

  @Test
  void no_visible_character_of_ascii_is_blank() {
    for (int each = 0; each <= 0x7f; each++) {
      boolean isBlank = Character.isWhitespace(each) || Character.isSpaceChar(each);
      assertThat(Characters.isBlank(each)).as("U+%04X", each).isEqualTo(isBlank);
    }
  }

  @Test
  void an_empty_text_is_blank_and_has_no_end() {
    assertThat(Characters.areBlank("")).isTrue();
    assertThat(Characters.haveBlankAtEnd("")).isFalse();
  }

  @Test
  void text_from_outside_cannot_forge_a_line_or_turn_the_text_around() {
    String hostile = "pay\u001b[2K\r\nALARM\u202e.vsc\u200b\udb40\udc41\ud800!";

    assertThat(Characters.shown(hostile))
        .isEqualTo("pay\\u001b[2K\\u000d\\u000aALARM\\u202e.vsc\\u200b\\udb40\\udc41\\ud800!");
  }

  @Test
  void names_a_code_point_as_unicode_does() {
    assertThat(Characters.name(0x2d)).isEqualTo("U+002D");
    assertThat(Characters.name(0x20bb7)).isEqualTo("U+20BB7");
  }
}
