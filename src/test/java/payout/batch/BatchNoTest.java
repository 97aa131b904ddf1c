package payout.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchNoTest {

  private static final String SHA256 = "0123456789abcdef".repeat(4);

  @Test
  void a_number_shows_the_file_the_round_and_the_place() {
    assertThat(BatchNo.of(SHA256, 2, 345)).hasToString("0123456789abcdef0123450020000345");
  }

  @Property
  void numbers_of_other_places_or_rounds_differ(
      @ForAll @IntRange(min = 1, max = BatchNo.ROUND_MAX) int round,
      @ForAll @IntRange(min = 1, max = BatchNo.PLACE_MAX) int place,
      @ForAll @IntRange(min = 1, max = BatchNo.ROUND_MAX) int otherRound,
      @ForAll @IntRange(min = 1, max = BatchNo.PLACE_MAX) int otherPlace) {
    BatchNo number = BatchNo.of(SHA256, round, place);
    BatchNo other = BatchNo.of(SHA256, otherRound, otherPlace);

    assertThat(number.value()).matches("[0-9a-f]{32}");
    assertThat(number.equals(other)).isEqualTo(round == otherRound && place == otherPlace);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1000, 1", "1, 0", "1, 10000000", "-1, 1"})
  void a_number_without_room_is_refused(int round, int place) {
    assertThatThrownBy(() -> BatchNo.of(SHA256, round, place))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1234567890",
        "123456789012345678901234567890123",
        "1234567890-1",
        "1234567890一",
        "12345678901\n"
      })
  void what_the_gateway_would_not_take_is_no_number(String text) {
    assertThat(BatchNo.isValid(text)).isFalse();
    assertThatThrownBy(() -> new BatchNo(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"12345678901", "12345678901234567890123456789012", "abcABC12345"})
  void eleven_to_thirty_two_letters_or_digits_are_a_number(String text) {
    assertThat(BatchNo.isValid(text)).isTrue();
  }
}
