package payout.gateway;

import java.nio.charset.Charset;

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
    return new RawParameter(
        StrictText.encode(name, name, charset), StrictText.encode(name, value, charset));
  }

  /** Without the value, which may hold accounts and names. */
  @Override
  public String toString() {
    return "parameter of " + value.length + " bytes";
  }
}
