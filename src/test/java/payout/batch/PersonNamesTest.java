package payout.batch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which names mean the same person. */
class PersonNamesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"li ming", "LI MING", "LiMing", " li\u00a0ming ", "ｌｉ　ｍｉｎｇ", "li\u200b ming"})
  void case_width_blanks_and_invisible_characters_make_no_other_person(String name) {
    assertThat(PersonNames.areSame(name, "Li Ming")).isTrue();
    assertThat(PersonNames.areSame("Li Ming", name)).isTrue();
  }

  @Test
  void composed_and_decomposed_letters_are_the_same() {
    assertThat(PersonNames.areSame("Ren\u00e9", "Rene\u0301")).isTrue();
    assertThat(PersonNames.areSame("Strauss", "Strau\u00df")).isTrue();
  }

  @Test
  void other_letters_are_another_person() {
    assertThat(PersonNames.areSame("li", "liu")).isFalse();
    assertThat(PersonNames.areSame("陈", "程")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\u200b"})
  void no_name_is_no_person(String name) {
    assertThat(PersonNames.areSame(name, name)).isFalse();
    assertThat(PersonNames.areSame(name, "")).isFalse();
    assertThat(PersonNames.areSame("li", name)).isFalse();
  }
}
