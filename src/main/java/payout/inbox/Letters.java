package payout.inbox;

import payout.batch.Characters;

/**
 * What a line's rules ask of the letters of a value, found in one look at them: every value of
 * every line passes here. Not safe for two threads.
 */
final class Letters {

  /** Nearly every letter beyond ASCII is one of these, and all of them can be seen. */
  private static final char HAN_FIRST = '\u4e00';

  private static final char HAN_LAST = '\u9fff';

  private boolean separator;
  private boolean control;
  private boolean ascii;
  private boolean whole;
  private int hidden;
  private int utf8Bytes;

  /** Looks at a value; the answers are about it until the next one. */
  void look(String value) {
    separator = false;
    control = false;
    ascii = true;
    whole = true;
    hidden = 0;
    utf8Bytes = value.length();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c >= 0x80) {
        i += beyondAscii(value, i, c);
      } else if (c < ' ' || c == 0x7f) {
        control = true;
      } else if (c == '^' || c == '|') {
        separator = true;
      }
    }
  }

  /** Whether there is one of the two letters that part the records of a batch. */
  boolean hasSeparator() {
    return separator;
  }

  /** Whether there is a control character, or one of Unicode's two ends of a line. */
  boolean hasControl() {
    return control;
  }

  /**
   * The first character that is no control character and {@linkplain Characters#hidesText hides
   * text}; 0: there is none.
   */
  int hidden() {
    return hidden;
  }

  /** Whether every letter is one of ASCII, and so one byte in every charset of the gateway. */
  boolean areAscii() {
    return ascii;
  }

  /** Whether UTF-8 has them all: no letter is half of a surrogate pair. */
  boolean areWhole() {
    return whole;
  }

  /** How many bytes they are in UTF-8, if they are whole. */
  int utf8Bytes() {
    return utf8Bytes;
  }

  /** Tells how many chars the letter has beyond its first. */
  private int beyondAscii(String value, int at, char c) {
    ascii = false;
    if (Character.isSurrogate(c)) {
      boolean pair = at + 1 < value.length() && Character.isSurrogatePair(c, value.charAt(at + 1));
      whole &= pair;
      utf8Bytes += 2;
      if (pair) {
        noteHidden(value.codePointAt(at));
      }
      return pair ? 1 : 0;
    }
    if (c < 0xa0 || c == '\u2028' || c == '\u2029') {
      control = true;
    } else if (c < HAN_FIRST || c > HAN_LAST) {
      noteHidden(c);
    }
    utf8Bytes += c < 0x800 ? 1 : 2;
    return 0;
  }

  private void noteHidden(int letter) {
    if (hidden == 0 && Characters.hidesText(letter)) {
      hidden = letter;
    }
  }
}
