package payout.gateway;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The text that is signed (document section 8.1): every parameter except {@code sign}, {@code
 * sign_type} and empty ones, sorted by name, {@code name=value} joined with {@code &}, raw values.
 *
 * <p>It works on bytes, so a notify can be verified without knowing its charset. Names sort by
 * their unsigned bytes, which puts {@code _input_charset} first.
 */
public final class SignedString {

  private static final byte[] SIGN = "sign".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SIGN_TYPE = "sign_type".getBytes(StandardCharsets.US_ASCII);
  private static final Comparator<RawParameter> BY_NAME =
      (left, right) -> Arrays.compareUnsigned(left.name(), right.name());

  private SignedString() {}

  /**
   * The text of these parameters, in this charset.
   *
   * @throws InvalidRequestException when the charset lacks a character of them
   */
  public static byte[] of(Map<String, String> parameters, Charset charset) {
    List<RawParameter> raw = new ArrayList<>(parameters.size());
    parameters.forEach((name, value) -> raw.add(RawParameter.of(name, value, charset)));
    return ofBytes(raw);
  }

  /**
   * The text of these parameters, in any order.
   *
   * @throws IllegalArgumentException when two of them have one name, because then it is ambiguous
   *     what was signed
   */
  public static byte[] ofBytes(List<RawParameter> parameters) {
    List<RawParameter> signed =
        parameters.stream().filter(SignedString::isSigned).sorted(BY_NAME).toList();
    requireDistinctNames(signed);
    return join(signed);
  }

  private static boolean isSigned(RawParameter parameter) {
    return parameter.value().length > 0
        && !Arrays.equals(parameter.name(), SIGN)
        && !Arrays.equals(parameter.name(), SIGN_TYPE);
  }

  private static void requireDistinctNames(List<RawParameter> sorted) {
    for (int i = 1; i < sorted.size(); i++) {
      if (BY_NAME.compare(sorted.get(i - 1), sorted.get(i)) == 0) {
        throw new IllegalArgumentException("A parameter's name comes twice.");
      }
    }
  }

  private static byte[] join(List<RawParameter> sorted) {
    ByteArrayOutputStream text = new ByteArrayOutputStream(lengthOf(sorted));
    for (RawParameter parameter : sorted) {
      if (text.size() > 0) {
        text.write('&');
      }
      text.writeBytes(parameter.name());
      text.write('=');
      text.writeBytes(parameter.value());
    }
    return text.toByteArray();
  }

  private static int lengthOf(List<RawParameter> parameters) {
    return parameters.stream().mapToInt(each -> each.name().length + each.value().length + 2).sum();
  }
}
