package payout.batch;

import java.util.Arrays;

/**
 * Rows of values as UTF-8, straight from the letters to the bytes: a million lines pass here, and a
 * text in between would be built letter by letter and then encoded letter by letter.
 */
final class RowText {

  /** Of one char: a letter of two chars has four bytes. */
  private static final int BYTES_A_CHAR_MAX = 3;

  private byte[] bytes;
  private int length;

  /** Room for so many bytes; it grows when they are more. */
  RowText(int bytes) {
    this.bytes = new byte[bytes];
  }

  /**
   * Adds a value and what ends it.
   *
   * @param end {@link LineCodec#FIELD} or {@link LineCodec#ROW}
   * @throws IllegalArgumentException when one of these stands in the value
   */
  void add(String value, char end) {
    makeRoom(value.length() * BYTES_A_CHAR_MAX + 1);
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == LineCodec.FIELD || c == LineCodec.ROW) {
        throw new IllegalArgumentException(
            "A value with a tab or a line end cannot be kept in the ledger.");
      }
      if (Character.isHighSurrogate(c) && i + 1 < value.length()) {
        i += addPair(c, value.charAt(i + 1));
      } else {
        addLetter(c);
      }
    }
    bytes[length++] = (byte) end;
  }

  /** All that was added. */
  byte[] bytes() {
    return Arrays.copyOf(bytes, length);
  }

  private void addLetter(char c) {
    if (c < 0x80) {
      bytes[length++] = (byte) c;
    } else if (c < 0x800) {
      bytes[length++] = (byte) (0xc0 | c >> 6);
      addRest(c);
    } else if (Character.isSurrogate(c)) {
      bytes[length++] = '?'; // half a letter, as Java itself writes it
    } else {
      bytes[length++] = (byte) (0xe0 | c >> 12);
      addRest(c >> 6);
      addRest(c);
    }
  }

  /** A letter of two chars; tells how many of them were used beyond the first. */
  private int addPair(char high, char low) {
    if (!Character.isLowSurrogate(low)) {
      addLetter(high);
      return 0;
    }
    int letter = Character.toCodePoint(high, low);
    bytes[length++] = (byte) (0xf0 | letter >> 18);
    addRest(letter >> 12);
    addRest(letter >> 6);
    addRest(letter);
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
