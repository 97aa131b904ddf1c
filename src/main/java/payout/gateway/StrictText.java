package payout.gateway;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.Arrays;

/** Text to bytes, where a letter that the charset lacks is an error and never a "?". */
final class StrictText {

  private StrictText() {}

  /**
   * Encodes a text.
   *
   * @param name what the text is, for the message
   * @throws InvalidRequestException when the charset cannot write a letter of it
   */
  static byte[] encode(String name, String text, Charset charset) {
    try {
      // A buffer over an array is encoded in one loop; one over a String letter by letter.
      ByteBuffer bytes = charset.newEncoder().encode(CharBuffer.wrap(text.toCharArray()));
      return Arrays.copyOf(bytes.array(), bytes.limit());
    } catch (CharacterCodingException unmappable) {
      throw new InvalidRequestException(
          "The parameter " + name + " holds a letter that " + charset.name() + " cannot write.");
    }
  }
}
