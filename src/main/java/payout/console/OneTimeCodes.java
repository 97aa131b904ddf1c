package payout.console;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * Codes of a second factor: TOTP (RFC 6238) with SHA-1, six digits and 30 seconds, as apps know it.
 */
public final class OneTimeCodes {

  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final long STEP_MS = 30_000;
  private static final int DIGITS = 1_000_000;
  private static final int SECRET_BYTES = 20;

  private OneTimeCodes() {}

  /** A new secret, in base32. */
  public static String newSecret() {
    byte[] random = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(random);
    StringBuilder text = new StringBuilder();
    long bits = 0;
    int count = 0;
    for (byte each : random) {
      bits = bits << 8 | each & 0xff;
      count += 8;
      while (count >= 5) {
        count -= 5;
        text.append(BASE32.charAt((int) (bits >> count) & 31));
      }
    }
    return text.toString();
  }

  /**
   * The half minute that a code belongs to: this one, the one before or the one after, because
   * clocks differ.
   */
  static OptionalLong step(String secret, String code, long nowMillis) {
    long now = nowMillis / STEP_MS;
    for (long step = now - 1; step <= now + 1; step++) {
      if (Secrets.areEqual(code(secret, step), code)) {
        return OptionalLong.of(step);
      }
    }
    return OptionalLong.empty();
  }

  /** The code at a time, milliseconds since 1970. */
  public static String codeAt(String secret, long millis) {
    return code(secret, millis / STEP_MS);
  }

  private static String code(String secret, long step) {
    byte[] mac =
        Secrets.mac("HmacSHA1", bytes(secret), ByteBuffer.allocate(8).putLong(step).array());
    int offset = mac[mac.length - 1] & 0xf;
    int number = ByteBuffer.wrap(mac, offset, 4).getInt() & 0x7fffffff;
    return String.format(Locale.ROOT, "%06d", number % DIGITS);
  }

  private static byte[] bytes(String base32) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long bits = 0;
    int count = 0;
    for (char letter : base32.toCharArray()) {
      bits = bits << 5 | BASE32.indexOf(letter);
      count += 5;
      if (count >= 8) {
        count -= 8;
        out.write((int) (bits >> count));
      }
    }
    return out.toByteArray();
  }
}
