package payout.sandbox;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * A form body, read and written with separate code. Reading is strict: bytes that are not
 * percent-encoded, a broken {@code %xx}, a repeated parameter and characters that the charset lacks
 * are all refused, because a tolerant test partner hides mistakes.
 */
final class Form {
  private static final String UNRESERVED = "-_.*";
  private static final String HEX = "0123456789ABCDEF";

  private Form() {}

  /** The parameters in the order in which they came; {@link Refusal} when they are invalid. */
  static Map<String, String> decode(byte[] body, Charset charset) {
    Map<String, String> params = new LinkedHashMap<>();
    String text = new String(body, StandardCharsets.ISO_8859_1);
    for (String pair : text.isEmpty() ? new String[0] : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      Refusal.unless(equals > 0, "ILLEGAL_ARGUMENT", "a form field without a name or value");
      String name = unescape(pair.substring(0, equals), charset);
      String before = params.put(name, unescape(pair.substring(equals + 1), charset));
      Refusal.unless(before == null, "ILLEGAL_ARGUMENT", "a parameter came twice");
    }
    return params;
  }

  /** Percent-encodes the parameters in the charset, in the order of the map. */
  static byte[] encode(Map<String, String> params, Charset charset) {
    StringBuilder body = new StringBuilder();
    params.forEach(
        (name, value) -> {
          body.append(body.isEmpty() ? "" : "&");
          escape(body, name, charset);
          body.append('=');
          escape(body, value, charset);
        });
    return body.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * The string to be signed (section 8.1): without {@code sign}, {@code sign_type} and empty
   * values, sorted by name, raw values joined by {@code &}, as bytes in the charset.
   */
  static byte[] signedBytes(Map<String, String> params, Charset charset) {
    StringBuilder content = new StringBuilder();
    new TreeMap<>(params)
        .forEach(
            (name, value) -> {
              if (!name.equals("sign") && !name.equals("sign_type") && !value.isEmpty()) {
                content.append(content.isEmpty() ? "" : "&").append(name).append('=').append(value);
              }
            });
    return content.toString().getBytes(charset);
  }

  private static String unescape(String text, Charset charset) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      Refusal.unless(c > ' ' && c < 0x7f, "ILLEGAL_ARGUMENT", "a byte is not encoded");
      if (c == '%') {
        bytes.write(hexPair(text, i + 1));
        i += 2;
      } else {
        bytes.write(c == '+' ? ' ' : c);
      }
    }
    return decode(charset, bytes.toByteArray());
  }

  private static int hexPair(String text, int at) {
    boolean whole = at + 1 < text.length();
    int high = whole ? Character.digit(text.charAt(at), 16) : -1;
    int low = whole ? Character.digit(text.charAt(at + 1), 16) : -1;
    Refusal.unless(high >= 0 && low >= 0, "ILLEGAL_ARGUMENT", "a broken percent-encoding");
    return high * 16 + low;
  }

  private static String decode(Charset charset, byte[] bytes) {
    try {
      return charset
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes))
          .toString();
    } catch (CharacterCodingException e) {
      throw new Refusal("ILLEGAL_ARGUMENT", "bytes that are not " + charset);
    }
  }

  private static void escape(StringBuilder out, String text, Charset charset) {
    for (byte octet : text.getBytes(charset)) {
      char c = (char) (octet & 0xff);
      boolean plain = c < 0x7f && (Character.isLetterOrDigit(c));
      if (plain || UNRESERVED.indexOf(c) >= 0) {
        out.append(c);
      } else if (c == ' ') {
        out.append('+');
      } else {
        out.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xf));
      }
    }
  }
}
