package payout.batch;

/**
 * The table of well-formed UTF-8 (Unicode, table 3-7): no overlong form, no half of a surrogate
 * pair, nothing beyond U+10FFFF. All bytes are unsigned.
 */
public final class Utf8 {

  private static final int REST_MIN = 0x80;
  private static final int REST_MAX = 0xbf;

  private Utf8() {}

  /** The number of bytes of a character that begins with this byte; 0 when no character does. */
  public static int length(int first) {
    if (first < 0x80) {
      return 1;
    }
    if (first < 0xc2 || first > 0xf4) {
      return 0;
    }
    return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  }

  /** Whether a byte may be the second one of a character that begins with this one. */
  public static boolean isSecond(int first, int second) {
    int min = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : REST_MIN;
    int max = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : REST_MAX;
    return second >= min && second <= max;
  }

  /** Whether a byte may be the third or fourth one of a character. */
  public static boolean isRest(int each) {
    return each >= REST_MIN && each <= REST_MAX;
  }
}
