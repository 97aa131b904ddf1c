package payout.gateway;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** MD5 over the text followed by the key, as 32 lower-case hex digits (document section 8.2.1). */
public final class Md5Signer implements Signer {

  private static final HexFormat LOWER_CASE = HexFormat.of();

  private final byte[] key;

  /**
   * A signer.
   *
   * @param key the key that both parties know
   * @throws UnusableKeyException when the key does not have the form that {@link Keys#md5Key}
   *     requires
   */
  public Md5Signer(String key) {
    this.key = Keys.md5Key(key).getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public SignType type() {
    return SignType.MD5;
  }

  @Override
  public String sign(byte[] text) {
    MessageDigest md5 = newDigest();
    md5.update(text);
    return LOWER_CASE.formatHex(md5.digest(key));
  }

  /** Compares in constant time, so that a sign cannot be guessed digit by digit. */
  @Override
  public boolean verify(byte[] text, String sign) {
    return MessageDigest.isEqual(
        sign(text).getBytes(StandardCharsets.UTF_8), sign.getBytes(StandardCharsets.UTF_8));
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("This Java has no MD5.", missing);
    }
  }
}
