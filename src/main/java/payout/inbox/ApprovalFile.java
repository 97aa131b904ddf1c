package payout.inbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import payout.batch.Money;

/**
 * An approval file, {@code <stem>.<id>.approve}: UTF-8, a line {@code sha256=…}, a line {@code
 * amount=…}, and perhaps a line {@code by=…}.
 *
 * @param sha256 of the bytes that are approved, 64 hexadecimal digits in lower case
 * @param amount the sum that is approved
 * @param by who approves; empty when the file does not name one
 */
public record ApprovalFile(String sha256, Money amount, String by) {

  private static final int BYTES_MAX = 4096;
  private static final Set<String> KEYS = Set.of("sha256", "amount", "by");

  /**
   * Reads an approval file.
   *
   * @throws UnreadableApprovalException with a sentence, when it is not a valid approval file
   * @throws IOException when its folder fails
   */
  public static ApprovalFile read(OpenFile file) throws IOException, UnreadableApprovalException {
    Map<String, String> values = values(text(file));
    String sha256 = values.getOrDefault("sha256", "").toLowerCase(Locale.ROOT);
    if (!sha256.matches("[0-9a-f]{64}")) {
      throw new UnreadableApprovalException(
          "it must have a line sha256=, with all 64 digits of the payout file's SHA-256");
    }
    String amount = values.getOrDefault("amount", "");
    if (!Money.isPlain(amount)) {
      throw new UnreadableApprovalException(
          "it must have a line amount=, with the sum of the payout file, such as amount=2020.50");
    }
    return new ApprovalFile(sha256, Money.parse(amount), values.getOrDefault("by", ""));
  }

  private static Map<String, String> values(String text) throws UnreadableApprovalException {
    Map<String, String> values = new HashMap<>();
    for (String line : text.lines().map(String::strip).toList()) {
      int equals = line.indexOf('=');
      String key = equals < 0 ? line : line.substring(0, equals).strip();
      if (line.isEmpty()) {
        continue;
      }
      if (equals < 0 || !KEYS.contains(key)) {
        throw new UnreadableApprovalException(
            "each of its lines must be sha256=, amount= or by= and a value");
      }
      if (values.put(key, line.substring(equals + 1).strip()) != null) {
        throw new UnreadableApprovalException("it has two lines " + key + "=");
      }
    }
    return values;
  }

  private static String text(OpenFile file) throws IOException, UnreadableApprovalException {
    byte[] bytes;
    try (InputStream in = file.stream()) {
      bytes = in.readNBytes(BYTES_MAX + 1);
    }
    if (bytes.length > BYTES_MAX) {
      throw new UnreadableApprovalException("it is longer than " + BYTES_MAX + " bytes");
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new UnreadableApprovalException("it is not UTF-8");
    }
  }
}
