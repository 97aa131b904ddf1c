package payout.batch;

import java.util.Arrays;

/**
 * Encodes rows of values directly as UTF-8. A million lines pass here, and an intermediate text
 * would be built character by character and then encoded again.
 */
final class RowText {

  /** Separates two fields. */
  static final char FIELD = '\t';

  /** Ends a row. */
  static final char ROW = '\n';

  /** Of one char: a character of two chars has four bytes. */
  private static final int BYTES_A_CHAR_MAX = 3;

  private byte[] bytes;
  private int length;

  /** Starts with a buffer of so many bytes; it grows as needed. */
  RowText(int bytes) {
    this.bytes = new byte[bytes];
  }

  /**
   * Adds a value and the character that ends it.
   *
   * @param end {@link LineCodec#FIELD} or {@link LineCodec#ROW}
   * @throws IllegalArgumentException when the value holds one of these
   */
  void add(String value, char end) {
    makeRoom(value.length() * BYTES_A_CHAR_MAX + 1);
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == FIELD || c == ROW) {
        throw new IllegalArgumentException(
            "A value with a tab or a line end cannot be kept in the ledger.");
      }
      if (Character.isHighSurrogate(c) && i + 1 < value.length()) {
        i += addPair(c, value.charAt(i + 1));
      } else {
        addChar(c);
      }
    }
    bytes[length++] = (byte) end;
  }

  /** All that was added. */
  byte[] bytes() {
    return Arrays.copyOf(bytes, length);
  }

  private void addChar(char c) {
    if (c < 0x80) {
      bytes[length++] = (byte) c;
    } else if (c < 0x800) {
      bytes[length++] = (byte) (0xc0 | c >> 6);
      addRest(c);
    } else if (Character.isSurrogate(c)) {
      bytes[length++] = '?'; // half a surrogate pair, as Java itself writes it
    } else {
      bytes[length++] = (byte) (0xe0 | c >> 12);
      addRest(c >> 6);
      addRest(c);
    }
  }

  /** A character of two chars; returns how many of them were used beyond the first. */
  private int addPair(char high, char low) {
    if (!Character.isLowSurrogate(low)) {
      addChar(high);
      return 0;
    }
    int codePoint = Character.toCodePoint(high, low);
    bytes[length++] = (byte) (0xf0 | codePoint >> 18);
    addRest(codePoint >> 12);
    addRest(codePoint >> 6);
    addRest(codePoint);
    return 1;
  }

  private void addRest(int bits) {
    bytes[length++] = (byte) (0x80 | bits & 0x3f);
  }

  private void makeRoom(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
