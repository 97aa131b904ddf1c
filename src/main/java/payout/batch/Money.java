package payout.batch;

/**
 * An amount of money in renminbi, exact to the fen (1/100 yuan).
 *
 * <p>Stored as a whole number of fen, so that sums are exact. It is read from text only in the form
 * that the gateway's document requires (section 4.2, {@code batch_fee}: "10.01, exact to the fen")
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
  private static final long NOT_PLAIN = -1;

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
   *     full-width digits, a third decimal); nothing is rounded
   */
  public static Money parse(String text) {
    long fen = fen(text);
    if (fen == NOT_PLAIN) {
      throw new NumberFormatException(
          "An amount is digits with at most two decimals after a point.");
    }
    return new Money(fen);
  }

  /** Whether {@link #parse} accepts this text. */
  public static boolean isPlain(String text) {
    return fen(text) != NOT_PLAIN;
  }

  /** In one pass, because every line of a file passes here. Seventeen digits fit a long. */
  private static long fen(String text) {
    int length = text.length();
    int point = length;
    long digits = 0;
    if (length > DIGITS_MAX + 1 + DECIMALS_MAX) {
      return NOT_PLAIN;
    }
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        digits = digits * 10 + (c - '0');
      } else if (c == '.' && point == length) {
        point = i;
      } else {
        return NOT_PLAIN;
      }
    }
    if (point == 0 || point > DIGITS_MAX || point == length - 1) {
      return NOT_PLAIN;
    }
    return switch (length - point) {
      case 0 -> digits * 100;
      case 2 -> digits * 10;
      case 3 -> digits;
      default -> NOT_PLAIN;
    };
  }

  /**
   * The sum of both.
   *
   * @throws ArithmeticException when the sum exceeds a long of fen
   */
  public Money plus(Money other) {
    return new Money(Math.addExact(fen, other.fen));
  }

  /** The difference; the other amount must not be larger. */
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
