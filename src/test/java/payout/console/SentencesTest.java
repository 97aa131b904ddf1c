package payout.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import payout.batch.Language;
import payout.batch.Words;

/** What the ledger says in one language is read in the other. */
class SentencesTest {

  private static final Words EN = Words.in(Language.EN);
  private static final Words ZH = Words.in(Language.ZH);

  @Test
  void every_sentence_about_a_file_is_read_in_both_languages() {
    for (String key : EN.keys()) {
      String english = EN.of(key, "7", "9.00", "x");
      String chinese = ZH.of(key, "7", "9.00", "x");
      String code = key.replaceFirst("\\..*", "");

      assertThat(Sentences.in(Locale.SIMPLIFIED_CHINESE, code, english)).isEqualTo(chinese);
      assertThat(Sentences.in(Locale.ENGLISH, code, chinese)).isEqualTo(english);
      assertThat(Sentences.in(Locale.ENGLISH, code, english)).isEqualTo(english);
    }
  }

  @Test
  void a_reason_of_a_file_keeps_its_code_and_what_is_not_known_stays() {
    assertThat(Sentences.ofFile(Locale.SIMPLIFIED_CHINESE, "NO_LINES: " + EN.of("NO_LINES")))
        .isEqualTo("NO_LINES: " + ZH.of("NO_LINES"));
    for (String other : new String[] {"", "by hand: no", "NO_LINES: something else", "x"}) {
      assertThat(Sentences.ofFile(Locale.SIMPLIFIED_CHINESE, other)).isEqualTo(other);
    }
  }

  @Test
  void refusals_are_told_in_the_language_of_the_page() {
    RefusedException refusal = RefusedException.of(403, "failure.role", "operator", "li");

    assertThat(refusal.getMessage())
        .isEqualTo("This takes the role operator, which li does not have.");
    assertThat(refusal.in(Locale.SIMPLIFIED_CHINESE)).contains("operator", "li", "没有这个角色");
  }
}
