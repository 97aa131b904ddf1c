package payout.outbox;

import java.nio.charset.CharsetEncoder;
import payout.batch.Characters;

/**
 * Makes text safe that the payer did not give.
 *
 * <p>Two changes, and only where they are needed: a letter that the file's charset has not becomes
 * {@code ?}; and text that starts like a formula gets an apostrophe before it. No code, no serial
 * of the gateway and hardly a file name starts so, so in honest text nothing is altered; and a
 * result is a file that people open in a spreadsheet program. What came stays in the ledger and in
 * the raw notify, and a file is known by its SHA-256 as well.
 */
final class ForeignText {

  private ForeignText() {}

  static String safe(String text, CharsetEncoder encoder) {
    String safe = isAscii(text) || encoder.canEncode(text) ? text : replaced(text, encoder);
    return Characters.startLikeFormula(safe) ? "'" + safe : safe;
  }

  /** Each charset of the outbox has the letters of ASCII; only the rest is asked about. */
  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > '\u007F') {
        return false;
      }
    }
    return true;
  }

  private static String replaced(String text, CharsetEncoder encoder) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .mapToObj(Character::toString)
        .forEach(letter -> out.append(encoder.canEncode(letter) ? letter : "?"));
    return out.toString();
  }
}
