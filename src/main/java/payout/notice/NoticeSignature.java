package payout.notice;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The signatures of webhooks: HMAC-SHA256 throughout, over different texts. */
public final class NoticeSignature {

  /** The header that carries the signature of our own JSON. */
  public static final String HEADER = "X-Payout-Signature";

  private static final String HMAC = "HmacSHA256";

  private NoticeSignature() {}

  /**
   * The value of {@link #HEADER}: {@code t=<seconds>,v1=<hex>}, over the seconds, a point and the
   * body. The time is signed, so that a receiver can refuse what is old and was recorded.
   */
  public static String json(String secret, long seconds, byte[] body) {
    byte[] start = (seconds + ".").getBytes(StandardCharsets.US_ASCII);
    byte[] signed = new byte[start.length + body.length];
    System.arraycopy(start, 0, signed, 0, start.length);
    System.arraycopy(body, 0, signed, start.length, body.length);
    return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(hmac(utf8(secret), signed));
  }

  /** What DingTalk wants behind the query of the address: over the time and the secret. */
  public static String dingtalk(String secret, long millis) {
    byte[] signed = utf8(millis + "\n" + secret);
    String sign = Base64.getEncoder().encodeToString(hmac(utf8(secret), signed));
    return "timestamp=" + millis + "&sign=" + URLEncoder.encode(sign, StandardCharsets.UTF_8);
  }

  /** What Feishu wants in the body: over nothing, with the time and the secret as key. */
  static String feishu(String secret, long seconds) {
    return Base64.getEncoder().encodeToString(hmac(utf8(seconds + "\n" + secret), new byte[0]));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] hmac(byte[] key, byte[] signed) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return mac.doFinal(signed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Java has no " + HMAC + ".", e);
    }
  }
}
