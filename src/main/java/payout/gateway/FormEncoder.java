package payout.gateway;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import payout.batch.RequestCharset;

/**
 * Writes parameters as the body of a form, {@code application/x-www-form-urlencoded},
 * percent-encoded in one charset; the body itself is pure ASCII.
 *
 * <p>Letters, digits and {@code . - * _} stay, a space becomes {@code +}, and every byte of any
 * other character becomes {@code %XX}. The bytes equal those of {@link java.net.URLEncoder}, but
 * they go directly into the body, with an error instead of a "?". It reads encoded bytes, so that
 * what was signed is not encoded a second time. Not thread-safe.
 */
public final class FormEncoder {

  private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
  private static final boolean[] UNRESERVED = new boolean[0x100];

  static {
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-*_"
        .chars()
        .forEach(character -> UNRESERVED[character] = true);
  }

  private final RequestCharset charset;
  private byte[] body = new byte[256];
  private int length;

  /** An empty body. */
  public FormEncoder(RequestCharset charset) {
    this.charset = charset;
  }

  /**
   * Appends one parameter.
   *
   * @throws InvalidRequestException when the charset lacks a character of it
   */
  public FormEncoder add(String name, String value) {
    return add(RawParameter.of(name, value, charset.charset()));
  }

  /** Appends one parameter whose bytes are in the charset of this body. */
  public FormEncoder add(RawParameter parameter) {
    reserve(3 * (parameter.name().length + parameter.value().length) + 2);
    if (length > 0) {
      body[length++] = '&';
    }
    write(parameter.name());
    body[length++] = '=';
    write(parameter.value());
    return this;
  }

  /** The body so far; a copy. */
  public byte[] toBytes() {
    return Arrays.copyOf(body, length);
  }

  private void write(byte[] text) {
    boolean pairs = charset != RequestCharset.UTF_8;
    // The second byte of a GBK character can look like ASCII and must still be escaped: a reader
    // that
    // decodes one run of escapes at a time would otherwise split the character.
    boolean isSecond = false;
    byte[] out = body;
    int at = length;
    for (byte each : text) {
      int value = each & 0xFF;
      if (!isSecond && UNRESERVED[value]) {
        out[at++] = each;
      } else if (!isSecond && value == ' ') {
        out[at++] = '+';
      } else {
        out[at++] = '%';
        out[at++] = HEX[value >> 4];
        out[at++] = HEX[value & 0xF];
      }
      isSecond = pairs && !isSecond && value >= 0x80;
    }
    length = at;
  }

  private void reserve(int more) {
    if (body.length - length < more) {
      body = Arrays.copyOf(body, Math.max(Math.addExact(length, more), 2 * body.length));
    }
  }
}
