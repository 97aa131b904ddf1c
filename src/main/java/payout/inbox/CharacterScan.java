package payout.inbox;

import payout.batch.Characters;

/**
 * What the rules of a line need to know about the characters of a value, found in one pass, because
 * every value of every line is checked. Not thread-safe.
 */
final class CharacterScan {

  /** Nearly every character beyond ASCII is one of these, and all of them are visible. */
  private static final char HAN_FIRST = '\u4e00';

  private static final char HAN_LAST = '\u9fff';

  private boolean separator;
  private boolean control;
  private boolean ascii;
  private boolean whole;
  private int hidden;
  private int utf8Bytes;

  /** Scans a value; the answers are about it until the next one. */
  void scan(String value) {
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

  /** Whether there is one of the two characters that separate the records of a batch. */
  boolean hasSeparator() {
    return separator;
  }

  /** Whether there is a control character, or one of Unicode's two line separators. */
  boolean hasControl() {
    return control;
  }

  /**
   * The first character that is not a control character and {@linkplain Characters#hidesText hides
   * text}; 0 when there is none.
   */
  int hidden() {
    return hidden;
  }

  /** Whether every character is ASCII, and so one byte in every charset of the gateway. */
  boolean areAscii() {
    return ascii;
  }

  /** Whether UTF-8 can encode all of them: no character is half of a surrogate pair. */
  boolean areWhole() {
    return whole;
  }

  /** How many bytes they are in UTF-8, if it can encode them. */
  int utf8Bytes() {
    return utf8Bytes;
  }

  /** Returns how many chars the character has beyond its first. */
  private int beyondAscii(String value, int at, char c) {
    ascii = false;
    if (Character.isSurrogate(c)) {
      boolean pair = at + 1 < value.length() && Character.isSurrogatePair(c, value.charAt(at + 1));
      whole &= pair;
      utf8Bytes += 2;
      if (pair) {
        recordHidden(value.codePointAt(at));
      }
      return pair ? 1 : 0;
    }
    if (c < 0xa0 || c == '\u2028' || c == '\u2029') {
      control = true;
    } else if (c < HAN_FIRST || c > HAN_LAST) {
      recordHidden(c);
    }
    utf8Bytes += c < 0x800 ? 1 : 2;
    return 0;
  }

  private void recordHidden(int character) {
    if (hidden == 0 && Characters.hidesText(character)) {
      hidden = character;
    }
  }
}
