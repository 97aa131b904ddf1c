package payout.batch;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;

/** Converts text to bytes and back, strictly. */
public final class StrictText {

  private StrictText() {}

  /**
   * Encodes a text and reports a character that the charset lacks, for which {@code getBytes} would
   * write a question mark.
   */
  public static byte[] encode(String text, Charset charset) throws CharacterCodingException {
    // A buffer over an array is encoded in one loop; one over a String character by character.
    ByteBuffer bytes = charset.newEncoder().encode(CharBuffer.wrap(text.toCharArray()));
    return Arrays.copyOf(bytes.array(), bytes.limit());
  }

  /**
   * Decodes a text and reports malformed bytes, where {@code new String} would insert a replacement
   * character: a payee's name must not compare as equal to a different one.
   */
  public static String decode(byte[] bytes, Charset charset) throws CharacterCodingException {
    // The fast way inserts such a character on a fault; only then the slow way is used.
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
   * The text with every control character as a blank. The ledger separates results by tabs and line
   * ends, and a paid line must not stay open because of a tab in the gateway's text.
   */
  public static String withoutControls(String text) {
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
