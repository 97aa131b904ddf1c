package payout.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import payout.testing.Seed;

/** A number is what somebody typed, or is refused. */
class StoredNumberTest {

  @ParameterizedTest
  @CsvSource({
    "1.1000000000000001, 1.1",
    "1.1, 1.1",
    "13800000002, 13800000002",
    "1.3800000002E10, 13800000002",
    "1.38E+10, 13800000000",
    "0.10000000000000001, 0.1",
    "1234567.8899999999, 1234567.89",
    "999999999999999, 999999999999999",
    "88.799999999999997, 88.8",
    "100.00, 100",
    "-5, -5",
    "-0.0, 0",
    "0E-300, 0",
    "1E-7, 0.0000001",
    "20261130000004, 20261130000004"
  })
  void a_stored_number_is_the_shortest_that_gives_the_same_double(String stored, String typed) {
    assertThat(StoredNumber.plain(stored)).contains(typed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.30000000000000004",
        "0.10000000000000003",
        "1.1000000000000003",
        "1000000000000000",
        "6222021234567890123",
        "1E+20",
        "1E400",
        "1E-40",
        "NaN",
        "INF",
        "1,000.00",
        "0x1p3",
        "1e",
        "+1",
        "",
        " ",
        "１２３",
        "1.0000000000000000000000000000000000000000000000000000000000000000"
      })
  void what_may_have_lost_digits_is_refused(String stored) {
    assertThat(StoredNumber.plain(stored)).isEmpty();
  }

  /** Java reads and writes doubles by code of its own. */
  @Test
  void agrees_with_java_about_every_double() {
    Random random = new Random(Seed.of(StoredNumberTest.class));
    for (int i = 0; i < 200_000; i++) {
      double stored =
          random.nextBoolean() ? random.nextLong(1, 100_000_000_000L) / 100.0 : near(random);
      String written = new BigDecimal(stored).round(new MathContext(17)).toString();

      assertThat(StoredNumber.plain(written)).as(written).isEqualTo(shortest(stored));
    }
  }

  private static double near(Random random) {
    double value = Double.parseDouble(random.nextInt(1_000_000) + "." + random.nextInt(100));
    return random.nextBoolean() ? Math.nextUp(value) : value * random.nextDouble();
  }

  private static Optional<String> shortest(double stored) {
    if (stored == 0) {
      return Optional.of("0");
    }
    BigDecimal exact = new BigDecimal(stored);
    for (int digits = 1; digits <= 15; digits++) {
      BigDecimal rounded = exact.round(new MathContext(digits));
      if (Double.parseDouble(rounded.toString()) == stored) {
        String plain = rounded.stripTrailingZeros().toPlainString();
        int significant = rounded.stripTrailingZeros().precision();
        int whole = rounded.precision() - rounded.scale();
        return Math.max(significant, Math.max(whole, 0)) <= 15
            ? Optional.of(plain)
            : Optional.empty();
      }
    }
    return Optional.empty();
  }

  @Test
  void a_decimal_that_was_typed_survives_being_stored() {
    Random random = new Random(Seed.of(StoredNumberTest.class));
    for (int i = 0; i < 200_000; i++) {
      BigDecimal typed = BigDecimal.valueOf(random.nextLong(1, 999_999_999_999_999L), 2);
      String stored = new BigDecimal(typed.doubleValue()).round(new MathContext(17)).toString();

      assertThat(StoredNumber.plain(stored).map(BigDecimal::new))
          .as(stored)
          .hasValueSatisfying(found -> assertThat(found).isEqualByComparingTo(typed));
    }
  }
}
