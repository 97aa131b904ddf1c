package payout.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileNamesTest {

  @ParameterizedTest
  @CsvSource({
    "may.csv, may",
    "may.2026.csv, may.2026",
    "may, may",
    ".csv, .csv",
    "may., may",
    "工资.csv, 工资"
  })
  void a_stem_is_the_name_without_its_last_suffix(String name, String stem) {
    assertThat(FileNames.stemOf(name)).isEqualTo(stem);
  }

  @ParameterizedTest
  @CsvSource({"a张b, 1, a", "a张b, 3, a", "a张b, 4, a张", "a𠮷, 4, a", "a𠮷, 5, a𠮷", "abc, 0, ''"})
  void a_text_is_cut_between_two_characters(String text, int bytes, String cut) {
    assertThat(FileNames.cut(text, bytes)).isEqualTo(cut);
  }

  @Property
  void a_cut_text_fits_and_is_a_start(
      @ForAll String text, @ForAll @IntRange(min = 0, max = 40) int bytes) {
    String cut = FileNames.cut(text, bytes);

    assertThat(text).startsWith(cut);
    assertThat(cut.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(bytes);
  }
}
