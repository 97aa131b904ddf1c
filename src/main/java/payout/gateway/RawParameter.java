package payout.gateway;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import payout.batch.StrictText;

/**
 * A parameter as bytes: of a request in its charset, of a notify after percent-decoding.
 *
 * @param name its name; not copied
 * @param value its value; not copied
 */
public record RawParameter(byte[] name, byte[] value) {

  /**
   * A parameter from text.
   *
   * @throws InvalidRequestException when the charset lacks a character of it
   */
  public static RawParameter of(String name, String value, Charset charset) {
    try {
      return new RawParameter(StrictText.encode(name, charset), StrictText.encode(value, charset));
    } catch (CharacterCodingException unmappable) {
      throw new InvalidRequestException(
          "The parameter "
              + name
              + " holds a character that "
              + charset.name()
              + " cannot encode.");
    }
  }

  /** Without the value, which may hold accounts and names. */
  @Override
  public String toString() {
    return "parameter of " + value.length + " bytes";
  }
}
