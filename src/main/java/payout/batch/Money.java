package payout.batch;

/**
 * An amount of money in renminbi, exact to the fen (1/100 yuan).
 *
 * <p>Kept as a whole number of fen, so that no sum can round. It is read from text only in the form
 * that the gateway's document asks for (section 4.2, {@code batch_fee}: "10.01, exact to the fen")
 * and always printed with two places.
 *
 * @param fen the amount in fen; may be zero, never negative
 */
public record Money(long fen) implements Comparable<Money> {

  /** Nothing. */
  public static final Money ZERO = new Money(0);

  /** Fifteen digits before the point: far above any limit and far below where a long overflows. */
  private static final int DIGITS_MAX = 15;

  private static final int DECIMALS_MAX = 2;

  public Money {
    if (fen < 0) {
      throw new IllegalArgumentException("An amount is never negative, but was " + fen + " fen.");
    }
  }

  /**
   * Reads plain half-width digits with at most two decimals: {@code 178}, {@code 178.5}, {@code
   * 178.00}.
   *
   * @throws NumberFormatException for everything else (signs, blanks, separators, exponents,
   *     full-width digits, a third decimal): what cannot be represented exactly is refused, never
   *     rounded
   */
  public static Money parse(String text) {
    if (!isPlain(text)) {
      throw new NumberFormatException(
          "An amount is digits with at most two decimals after a point.");
    }
    int point = text.indexOf('.');
    if (point < 0) {
      return new Money(number(text, 0, text.length()) * 100);
    }
    long yuan = number(text, 0, point);
    long decimals = number(text, point + 1, text.length());
    return new Money(yuan * 100 + (text.length() - point == 2 ? decimals * 10 : decimals));
  }

  private static long number(String digits, int from, int to) {
    long number = 0;
    for (int i = from; i < to; i++) {
      number = 10 * number + digits.charAt(i) - '0';
    }
    return number;
  }

  /** Whether {@link #parse} would read this text. */
  public static boolean isPlain(String text) {
    int point = text.indexOf('.');
    return point < 0
        ? areDigits(text, 0, text.length(), DIGITS_MAX)
        : areDigits(text, 0, point, DIGITS_MAX)
            && areDigits(text, point + 1, text.length(), DECIMALS_MAX);
  }

  /** Whether a part is one to so many half-width digits. */
  private static boolean areDigits(String text, int from, int to, int most) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return to > from && to - from <= most;
  }

  /**
   * The sum of both.
   *
   * @throws ArithmeticException when the sum passes what a long of fen can hold
   */
  public Money plus(Money other) {
    return new Money(Math.addExact(fen, other.fen));
  }

  /** What is left of this when the other is taken away; the other must not be larger. */
  public Money minus(Money other) {
    return new Money(fen - other.fen);
  }

  public boolean isZero() {
    return fen == 0;
  }

  public boolean isMoreThan(Money other) {
    return fen > other.fen;
  }

  @Override
  public int compareTo(Money other) {
    return Long.compare(fen, other.fen);
  }

  /** Digits with exactly two places: {@code 178.00}. */
  @Override
  public String toString() {
    long decimals = fen % 100;
    return fen / 100 + (decimals < 10 ? ".0" : ".") + decimals;
  }
}
