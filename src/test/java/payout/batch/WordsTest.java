package payout.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import payout.inbox.RejectCode;

class WordsTest {

  private static final Pattern PLACE = Pattern.compile("\\{[0-9]}");

  private final Words english = Words.in(Language.EN);
  private final Words chinese = Words.in(Language.ZH);

  @Test
  void both_languages_have_the_same_sentences_with_the_same_places_for_values() {
    assertThat(chinese.keys()).isEqualTo(english.keys());
    for (String key : english.keys()) {
      assertThat(places(chinese.of(key))).as(key).isEqualTo(places(english.of(key)));
    }
  }

  @ParameterizedTest
  @EnumSource(RejectCode.class)
  void each_reject_code_has_a_sentence(RejectCode code) {
    assertThat(english.of(code.name())).matches("[\\x20-\\x7e]+\\.");
    assertThat(chinese.of(code.name())).endsWith("。").containsPattern("[一-龥]");
  }

  @Test
  void values_are_put_where_they_belong() {
    assertThat(english.of("BROKEN_ROW", 4, 5))
        .isEqualTo("The row has 4 fields; the heading has 5.");
    assertThat(chinese.of("BROKEN_ROW", 4, 5)).isEqualTo("这一行有 4 个字段，表头有 5 个。");
  }

  @Test
  void a_sentence_that_is_none_is_refused() {
    assertThatThrownBy(() -> english.of("NO_SUCH_SENTENCE"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NO_SUCH_SENTENCE");
  }

  private static List<String> places(String sentence) {
    return PLACE.matcher(sentence).results().map(MatchResult::group).distinct().sorted().toList();
  }
}
