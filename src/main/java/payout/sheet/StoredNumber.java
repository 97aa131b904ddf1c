package payout.sheet;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a number was before a spreadsheet made a binary floating-point number of it.
 *
 * <p>A spreadsheet keeps each number as a double and writes up to 17 digits of it, so the 1.10 that
 * somebody typed may be stored as {@code 1.1000000000000001}. A decimal of at most 15 digits
 * survives that: no other decimal of at most 15 digits gives the same double. So the number is that
 * decimal if there is one, and otherwise digits may be lost and nothing is guessed.
 *
 * <p>Exact: the nearest doubles of two decimals are compared as integers. Nothing is calculated in
 * floating point, and no double is made.
 */
final class StoredNumber {

  /** The most digits that every double keeps. */
  private static final int DIGITS_MAX = 15;

  /** The bits of the significand of a double. */
  private static final int SIGNIFICAND_BITS = 53;

  /** Raises the smallest number that is taken over the bits of a significand. */
  private static final BigDecimal RAISED = new BigDecimal(BigInteger.ONE.shiftLeft(200));

  private static final int MAGNITUDE_MAX = 30;
  private static final int LENGTH_MAX = 60;
  private static final MathContext FIFTEEN = new MathContext(DIGITS_MAX, RoundingMode.HALF_EVEN);
  private static final Pattern NUMBER =
      Pattern.compile("-?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?");

  private StoredNumber() {}

  /** The number in plain digits; empty when it is none, or may have lost digits. */
  static Optional<String> plain(String stored) {
    if (stored.length() > LENGTH_MAX || !NUMBER.matcher(stored).matches()) {
      return Optional.empty();
    }
    BigDecimal number = new BigDecimal(stored);
    if (number.signum() == 0) {
      return Optional.of("0");
    }
    int magnitude = number.precision() - number.scale();
    if (Math.abs(magnitude) > MAGNITUDE_MAX) {
      return Optional.empty();
    }
    BigDecimal typed = number.round(FIFTEEN).stripTrailingZeros();
    return digits(typed) <= DIGITS_MAX && isSameDouble(typed, number)
        ? Optional.of(typed.toPlainString())
        : Optional.empty();
  }

  /** With those that only fill up to the point: 1E+20 is written with 21 digits. */
  private static int digits(BigDecimal number) {
    return Math.max(number.precision(), number.precision() - number.scale());
  }

  private static boolean isSameDouble(BigDecimal one, BigDecimal other) {
    return nearestDouble(one).compareTo(nearestDouble(other)) == 0;
  }

  /** The double that is nearest to a number, raised; of two that are as near, the even one. */
  private static BigDecimal nearestDouble(BigDecimal number) {
    BigDecimal raised = number.multiply(RAISED);
    int bits = raised.toBigInteger().abs().bitLength();
    BigDecimal unit = new BigDecimal(BigInteger.ONE.shiftLeft(bits - SIGNIFICAND_BITS));
    return raised.divide(unit, 0, RoundingMode.HALF_EVEN).multiply(unit);
  }
}
