package payout.gateway;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.interfaces.DSAPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Distinguishes keys without revealing them: equal for one key in whatever form it is written. */
public final class KeyFingerprint {

  private static final int BYTES = 8;
  private static final String HMAC = "HmacSHA256";

  private KeyFingerprint() {}

  /**
   * The fingerprint of the key by which requests are signed, 16 hex digits: of the public half of a
   * private key, or a code that only who has the shared key of MD5 can compute.
   *
   * @param text the private key, or the shared key of MD5
   */
  public static String ofOwn(SignType type, String text) {
    return type == SignType.MD5
        ? ofShared(text)
        : of(publicNumber(Keys.privateKey(text, type)).getBytes(StandardCharsets.US_ASCII));
  }

  /** The fingerprint of the gateway's public key; empty for MD5, which has none. */
  public static String ofGateway(SignType type, String text) {
    return type == SignType.MD5 ? "" : of(Keys.publicKey(text, type).getEncoded());
  }

  /** The fingerprint of a text that is not shown. */
  public static String ofText(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String publicNumber(PrivateKey key) {
    return key instanceof RSAPrivateKey rsa
        ? rsa.getModulus().toString(16)
        : publicNumber((DSAPrivateKey) key);
  }

  private static String publicNumber(DSAPrivateKey key) {
    return key.getParams().getG().modPow(key.getX(), key.getParams().getP()).toString(16);
  }

  private static String ofShared(String key) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.US_ASCII), HMAC));
      return shown(mac.doFinal("payout fingerprint".getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String of(byte[] bytes) {
    try {
      return shown(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String shown(byte[] digest) {
    return HexFormat.of().formatHex(Arrays.copyOf(digest, BYTES));
  }
}
