package payout.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import payout.sheet.Cell.Bend;

/** Which formats show a number as something else. */
class StylesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yyyy/m/d",
        "yyyy\"年\"m\"月\"d\"日\";@",
        "[$-804]yyyy-mm-dd",
        "[h]:mm:ss",
        "上午/下午h\"时\"mm\"分\"",
        "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy",
        "aaaa",
        "e\"年\"",
        "mm-dd-yy",
        "[DBNum1][$-804]m\"月\"d\"日\""
      })
  void a_format_of_days_or_hours_is_a_date(String code) {
    assertThat(Styles.bend(176, code)).isEqualTo(Bend.DATE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "General",
        "G/通用格式",
        "0.00_ ",
        "#,##0.00",
        "@",
        "_ ¥* #,##0.00_ ;_ ¥* \\-#,##0.00_ ;_ ¥* \"-\"??_ ;_ @_ ",
        "[Red]-0.00",
        "\"days\" 0",
        "0.00E+00",
        "#,##0.00 \"元\"",
        "[$¥-804]#,##0.00",
        "[DBNum2][$-804]General"
      })
  void a_format_of_numbers_is_none(String code) {
    assertThat(Styles.bend(176, code)).isEqualTo(Bend.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0%", "0.00%", "#,##0,", "0.0,,\"M\"", ";;;", "0.00,"})
  void a_format_that_shows_another_number_is_seen(String code) {
    assertThat(Styles.bend(176, code)).isEqualTo(Bend.FORMAT);
  }

  @ParameterizedTest
  @CsvSource({
    "0, NONE",
    "2, NONE",
    "4, NONE",
    "49, NONE",
    "9, FORMAT",
    "14, DATE",
    "22, DATE",
    "31, DATE",
    "57, DATE",
    "44, NONE",
    "11, NONE"
  })
  void formats_without_a_code_are_known(int format, Bend bend) {
    assertThat(Styles.bend(format, null)).isEqualTo(bend);
  }
}
