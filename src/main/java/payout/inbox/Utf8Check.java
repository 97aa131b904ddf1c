package payout.inbox;

/**
 * Whether bytes are UTF-8, to the letter of the standard (Unicode, table 3-7: no overlong form, no
 * half of a surrogate, nothing beyond U+10FFFF), block by block as they come.
 *
 * <p>By hand, because decoding a file only to throw the letters away costs as much as reading it.
 */
final class Utf8Check {

  private static final int REST_MIN = 0x80;
  private static final int REST_MAX = 0xbf;

  private boolean sound = true;

  /** How many bytes the letter lacks; and between what the next one must lie. */
  private int missing;

  private int min = REST_MIN;
  private int max = REST_MAX;

  /** Looks at the next bytes. */
  void add(byte[] bytes, int length) {
    int i = 0;
    while (sound && i < length) {
      if (missing == 0) {
        while (i < length && bytes[i] >= 0) {
          i++; // ASCII
        }
      }
      if (i < length) {
        add(bytes[i++] & 0xff);
      }
    }
  }

  /** Whether all bytes so far are whole letters of UTF-8. */
  boolean isUtf8() {
    return sound && missing == 0;
  }

  private void add(int each) {
    if (missing > 0) {
      sound = each >= min && each <= max;
      missing--;
      min = REST_MIN;
      max = REST_MAX;
    } else if (each <= 0xdf) {
      sound = each >= 0xc2;
      missing = 1;
    } else if (each <= 0xef) {
      missing = 2;
      min = each == 0xe0 ? 0xa0 : REST_MIN;
      max = each == 0xed ? 0x9f : REST_MAX;
    } else {
      sound = each <= 0xf4;
      missing = 3;
      min = each == 0xf0 ? 0x90 : REST_MIN;
      max = each == 0xf4 ? 0x8f : REST_MAX;
    }
  }
}
