package payout.notify;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import payout.batch.StrictText;
import payout.gateway.RawParameter;
import payout.gateway.SignedString;

/**
 * The form of a notify (document section 6.1), percent-decoded exactly once, from bytes to bytes.
 *
 * <p>Nothing in a notify names its charset, so values stay bytes until the charset is known. The
 * sign covers the decoded bytes, including unknown parameters, so it can be checked in every
 * charset (document section 7.2).
 */
public final class NotifyForm {

  /** A real notify has about twelve parameters. */
  public static final int PARAMETERS_MAX = 200;

  private static final String SIGN = "sign";
  private static final String SIGN_TYPE = "sign_type";
  private static final byte[] EMPTY = {};

  /**
   * Values by name. A name is stored as one char for each byte, so that the strings sort as the
   * bytes do and every name can be read.
   */
  private final TreeMap<String, byte[]> parameters = new TreeMap<>();

  private NotifyForm() {}

  /**
   * Parses a form. Empty segments are skipped: the document's own sample has {@code &&}.
   *
   * @param body the request's body as it came; not kept
   * @throws MalformedNotifyException for a malformed escape, an empty name, a name that comes twice
   *     (readers of the first and of the last would see two notifies under one sign), or more than
   *     {@link #PARAMETERS_MAX} parameters
   */
  public static NotifyForm parse(byte[] body) {
    NotifyForm form = new NotifyForm();
    int start = 0;
    while (start < body.length) {
      int end = indexOf('&', body, start, body.length);
      if (end > start) {
        form.add(body, start, end);
      }
      start = end + 1;
    }
    return form;
  }

  private void add(byte[] body, int start, int end) {
    int equals = indexOf('=', body, start, end);
    String name = new String(decode(body, start, equals), StandardCharsets.ISO_8859_1);
    if (name.isEmpty()) {
      throw new MalformedNotifyException("A parameter of the notify has no name.");
    }
    if (parameters.put(name, decode(body, Math.min(equals + 1, end), end)) != null) {
      throw new MalformedNotifyException("A parameter of the notify comes twice.");
    }
    if (parameters.size() > PARAMETERS_MAX) {
      throw new MalformedNotifyException(
          "The notify has more than " + PARAMETERS_MAX + " parameters.");
    }
  }

  /**
   * The bytes that the sign covers: every parameter that came, except {@code sign}, {@code
   * sign_type} and empty ones, sorted by name, {@code name=value} joined by {@code &}.
   */
  public byte[] signedText() {
    List<RawParameter> all = new ArrayList<>(parameters.size());
    parameters.forEach(
        (name, value) ->
            all.add(new RawParameter(name.getBytes(StandardCharsets.ISO_8859_1), value)));
    return SignedString.ofBytes(all);
  }

  /** The sign; empty when none came, and then the notify is not proven. */
  public String sign() {
    return text(SIGN);
  }

  /** The sign type; empty when none came. */
  public String signType() {
    return text(SIGN_TYPE);
  }

  /**
   * A parameter that must be plain ASCII; empty when it did not come.
   *
   * @throws MalformedNotifyException when it is not ASCII
   */
  public String text(String name) {
    try {
      return text(name, StandardCharsets.US_ASCII);
    } catch (CharacterCodingException e) {
      throw new MalformedNotifyException(
          "The notify's " + name + " holds characters other than ASCII.");
    }
  }

  /**
   * A parameter in a charset; empty when it did not come.
   *
   * @throws CharacterCodingException when the bytes are not in that charset
   */
  public String text(String name, Charset charset) throws CharacterCodingException {
    return StrictText.decode(bytes(name), charset);
  }

  /** The bytes of a parameter; empty when it did not come. Not to be changed. */
  byte[] bytes(String name) {
    return parameters.getOrDefault(name, EMPTY);
  }

  private static int indexOf(char wanted, byte[] body, int from, int to) {
    int at = from;
    while (at < to && body[at] != wanted) {
      at++;
    }
    return at;
  }

  private static byte[] decode(byte[] body, int from, int to) {
    byte[] decoded = new byte[to - from];
    int length = 0;
    int at = from;
    while (at < to) {
      byte each = body[at];
      if (each == '%') {
        decoded[length++] = escaped(body, at, to);
        at += 3;
      } else {
        decoded[length++] = each == '+' ? (byte) ' ' : each;
        at++;
      }
    }
    return length == decoded.length ? decoded : Arrays.copyOf(decoded, length);
  }

  private static byte escaped(byte[] body, int percent, int to) {
    if (percent + 2 >= to
        || !HexFormat.isHexDigit(body[percent + 1])
        || !HexFormat.isHexDigit(body[percent + 2])) {
      throw new MalformedNotifyException("The notify holds a malformed percent escape.");
    }
    return (byte)
        (HexFormat.fromHexDigit(body[percent + 1]) << 4
            | HexFormat.fromHexDigit(body[percent + 2]));
  }
}
