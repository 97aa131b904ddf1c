package payout.notify;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;

/** Bytes into text and text into a line of a log, with nothing guessed. */
final class StrictText {

  private StrictText() {}

  /**
   * Decodes and reports what does not fit, where {@code new String} would put a replacement letter:
   * a payee's name must not compare as equal to what it is not.
   */
  static String decode(byte[] bytes, Charset charset) throws CharacterCodingException {
    // The fast way puts such a letter where it fails; only then is it decoded the slow way.
    String text = new String(bytes, charset);
    if (text.indexOf('\uFFFD') < 0) {
      return text;
    }
    return charset
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT)
        .decode(ByteBuffer.wrap(bytes))
        .toString();
  }

  /**
   * The text with every control character as a blank. The ledger keeps a result as a row of tabs
   * and line ends, and a paid line must not stay open for the sake of a tab in the gateway's words.
   */
  static String withoutControls(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        return blanked(text, i);
      }
    }
    return text;
  }

  private static String blanked(String text, int first) {
    StringBuilder out = new StringBuilder(text);
    for (int i = first; i < out.length(); i++) {
      if (Character.isISOControl(out.charAt(i))) {
        out.setCharAt(i, ' ');
      }
    }
    return out.toString();
  }
}
