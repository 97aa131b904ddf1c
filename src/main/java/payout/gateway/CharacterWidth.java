package payout.gateway;

import payout.batch.RequestCharset;
import payout.batch.Utf8;

/**
 * Finds where characters begin and end in bytes of a request's charset, so that a text can be read
 * without being decoded. A separator of fields or records is a character of one byte; the second
 * byte of a GBK character may look like one.
 */
final class CharacterWidth {

  /** Instead of a width: a control character. */
  static final int CONTROL = 0;

  /** Instead of a width: no character of the charset. */
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

  /**
   * Whether a byte that begins a character is the whole of it, visible, and no separator. Not of
   * all that are; of letters and digits, which most of them are.
   */
  static boolean isPlain(byte first) {
    return first >= '0' && first <= 'z' && first != '^';
  }

  /** The number of bytes of the character that begins here, {@link #CONTROL} or {@link #NONE}. */
  int width(int at) {
    byte first = text[at];
    if (first >= 0) {
      return first < ' ' || first == DELETE ? CONTROL : 1;
    }
    return isUtf8 ? utf8(at) : pair(at);
  }

  /** A pair of GBK or GB2312, by its form alone: the bytes come from an encoder. */
  private int pair(int at) {
    return at + 1 < text.length && unsigned(at + 1) >= 0x40 ? 2 : NONE;
  }

  private int utf8(int at) {
    int first = unsigned(at);
    int width = Utf8.length(first);
    if (width == 0 || at + width > text.length || !Utf8.isSecond(first, unsigned(at + 1))) {
      return NONE;
    }
    for (int i = at + 2; i < at + width; i++) {
      if (!Utf8.isRest(unsigned(i))) {
        return NONE;
      }
    }
    // U+0080 to U+009F
    return first == 0xC2 && unsigned(at + 1) < 0xA0 ? CONTROL : width;
  }

  private int unsigned(int at) {
    return text[at] & 0xFF;
  }
}
