package payout.inbox;

import payout.batch.Utf8;

/**
 * Whether bytes are well-formed {@link Utf8}, block by block as they come.
 *
 * <p>Written by hand, because to decode a file and drop the characters costs as much as reading it.
 */
final class Utf8Check {

  private boolean valid = true;

  /** The byte that the character began with, while its second byte is missing; else 0. */
  private int first;

  /** How many bytes the character lacks. */
  private int missing;

  /** Checks the next bytes. */
  void add(byte[] bytes, int length) {
    int i = 0;
    while (valid && i < length) {
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

  /** Whether all bytes so far are whole characters of UTF-8. */
  boolean isUtf8() {
    return valid && missing == 0;
  }

  private void add(int each) {
    if (missing == 0) {
      int length = Utf8.length(each);
      valid = length > 0;
      missing = length - 1;
      first = each;
    } else {
      valid = first == 0 ? Utf8.isRest(each) : Utf8.isSecond(first, each);
      missing--;
      first = 0;
    }
  }
}
