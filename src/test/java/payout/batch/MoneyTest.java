package payout.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-5",
        "1e3",
        "1,000.00",
        "0.001",
        "１２.００",
        "NaN",
        "+5",
        " 5",
        "5 ",
        ".5",
        "5.",
        "0x1",
        "1234567890123456",
        "1.0.0",
        "五",
        "٣",
        "5\n",
        "1_0",
        "-0",
        "Infinity"
      })
  void what_is_not_plain_digits_is_refused(String text) {
    assertThat(Money.isPlain(text)).isFalse();
    assertThatThrownBy(() -> Money.parse(text)).isInstanceOf(NumberFormatException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.00",
    "1, 1.00",
    "178.5, 178.50",
    "178.05, 178.05",
    "0.01, 0.01",
    "007, 7.00",
    "999999999999999.99, 999999999999999.99"
  })
  void plain_digits_are_read_to_the_fen(String text, String printed) {
    assertThat(Money.parse(text)).hasToString(printed);
  }

  @Property
  void what_is_printed_is_read_again(
      @ForAll @LongRange(min = 0, max = 99999999999999999L) long fen) {
    Money money = new Money(fen);

    assertThat(Money.parse(money.toString())).isEqualTo(money);
    assertThat(new BigDecimal(money.toString())).isEqualTo(BigDecimal.valueOf(fen, 2));
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> near = Arbitraries.strings().withChars("0159.").ofMaxLength(21);
    Arbitrary<String> far = Arbitraries.strings().withChars("019.-+e ,٣１").ofMaxLength(5);
    return Arbitraries.oneOf(near, far);
  }

  @Property(tries = 20_000)
  void a_plain_amount_is_what_the_pattern_matches(@ForAll("texts") String text) {
    boolean plain = text.matches("[0-9]{1,15}(\\.[0-9]{1,2})?");

    assertThat(Money.isPlain(text)).isEqualTo(plain);
    if (plain) {
      assertThat(Money.parse(text).fen())
          .isEqualTo(new BigDecimal(text).movePointRight(2).longValueExact());
    }
  }

  @Property
  void a_sum_is_exact(
      @ForAll @LongRange(min = 0, max = 1L << 61) long a,
      @ForAll @LongRange(min = 0, max = 1L << 61) long b) {
    Money sum = new Money(a).plus(new Money(b));

    assertThat(sum.fen()).isEqualTo(a + b);
    assertThat(sum.minus(new Money(b))).isEqualTo(new Money(a));
    assertThat(sum.compareTo(new Money(a))).isGreaterThanOrEqualTo(0);
  }

  @Property
  void any_text_is_plain_or_refused_with_no_trace_of_it(@ForAll String text) {
    if (!Money.isPlain(text)) {
      assertThatThrownBy(() -> Money.parse(text))
          .isInstanceOf(NumberFormatException.class)
          .hasMessage("An amount is digits with at most two decimals after a point.");
    }
  }

  @Test
  void a_sum_that_no_long_holds_is_refused() {
    assertThatThrownBy(() -> new Money(Long.MAX_VALUE).plus(new Money(1)))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void nothing_is_below_zero() {
    assertThatThrownBy(() -> new Money(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Money(1).minus(new Money(2)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void amounts_are_compared() {
    assertThat(new Money(2).isMoreThan(new Money(1))).isTrue();
    assertThat(new Money(1).isMoreThan(new Money(1))).isFalse();
    assertThat(Money.ZERO.isZero()).isTrue();
    assertThat(new Money(1).isZero()).isFalse();
  }
}
