package payout.gateway;

import payout.batch.RequestCharset;

/**
 * Where letters begin and end in bytes of a request's charset, so that a text can be read without
 * being decoded. A border of fields or records is a letter of one byte; the second byte of a GBK
 * letter may look like one.
 */
final class CharacterWidth {

  /** Instead of a width: a control character. */
  static final int CONTROL = 0;

  /** Instead of a width: no letter of the charset. */
  static final int NONE = -1;

  private static final int DELETE = 0x7F;

  private final byte[] text;
  private final RequestCharset charset;
  private final boolean isUtf8;

  CharacterWidth(byte[] text, RequestCharset charset) {
    this.text = text;
    this.charset = charset;
    this.isUtf8 = charset == RequestCharset.UTF_8;
  }

  RequestCharset charset() {
    return charset;
  }

  /** The number of bytes of the letter that begins here, {@link #CONTROL} or {@link #NONE}. */
  int width(int at) {
    byte first = text[at];
    if (first >= 0) {
      return first < ' ' || first == DELETE ? CONTROL : 1;
    }
    return isUtf8 ? utf8(at) : pair(at);
  }

  /**
   * A pair of GBK or GB2312, by its form: the bytes come from an encoder that writes no other, and
   * knows which pairs are letters.
   */
  private int pair(int at) {
    return at + 1 < text.length && unsigned(at + 1) >= 0x40 ? 2 : NONE;
  }

  /**
   * To the letter of the standard (Unicode, table 3-7): nothing overlong, no half of a surrogate,
   * nothing beyond U+10FFFF.
   */
  private int utf8(int at) {
    int first = unsigned(at);
    int width = first < 0xC2 ? NONE : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : NONE;
    if (at + width > text.length) {
      return NONE;
    }
    for (int i = at + 1; i < at + width; i++) {
      if (unsigned(i) >> 6 != 0b10) {
        return NONE;
      }
    }
    return width == NONE ? NONE : checked(first, unsigned(at + 1), width);
  }

  private static int checked(int first, int second, int width) {
    boolean sound =
        switch (first) {
          case 0xE0 -> second >= 0xA0;
          case 0xED -> second < 0xA0;
          case 0xF0 -> second >= 0x90;
          case 0xF4 -> second < 0x90;
          default -> true;
        };
    // U+0080 to U+009F
    boolean control = first == 0xC2 && second < 0xA0;
    return control ? CONTROL : sound ? width : NONE;
  }

  private int unsigned(int at) {
    return text[at] & 0xFF;
  }
}
