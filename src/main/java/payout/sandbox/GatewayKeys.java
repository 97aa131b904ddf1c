package payout.sandbox;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;

/**
 * What the gateway signs and checks with (section 8 of the document): the merchant's public key and
 * the gateway's private one, or for MD5 the one shared key.
 */
public final class GatewayKeys {
  private final SignType type;
  private final PublicKey merchant;
  private final PrivateKey gateway;
  private final String md5Key;

  private GatewayKeys(SignType type, PublicKey merchant, PrivateKey gateway, String md5Key) {
    this.type = type;
    this.merchant = merchant;
    this.gateway = gateway;
    this.md5Key = md5Key;
  }

  /**
   * Keys for MD5.
   *
   * @param key 32 letters or digits
   */
  public static GatewayKeys md5(String key) {
    if (!key.matches("[0-9A-Za-z]{32}")) {
      throw new IllegalArgumentException("the MD5 key must be 32 letters or digits");
    }
    return new GatewayKeys(SignType.MD5, null, null, key);
  }

  /** Keys for RSA or DSA. */
  public static GatewayKeys pair(SignType type, PublicKey merchant, PrivateKey gateway) {
    if (type == SignType.MD5) {
      throw new IllegalArgumentException("MD5 has no key pair");
    }
    Objects.requireNonNull(merchant, "merchant public key");
    Objects.requireNonNull(gateway, "gateway private key");
    return new GatewayKeys(type, merchant, gateway, null);
  }

  /** The signing method of these keys. */
  public SignType type() {
    return type;
  }

  /** The gateway's sign over the bytes: lower-case hex for MD5, one-line base64 otherwise. */
  String sign(byte[] content) {
    try {
      if (type == SignType.MD5) {
        return md5(content);
      }
      Signature signature = Signature.getInstance("SHA1with" + type);
      signature.initSign(gateway);
      signature.update(content);
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot sign with " + type, e);
    }
  }

  /** Whether the merchant made this signature over these bytes; another form is invalid. */
  boolean verifies(byte[] content, String sign) {
    try {
      if (type == SignType.MD5) {
        return md5(content).equals(sign);
      }
      Signature signature = Signature.getInstance("SHA1with" + type);
      signature.initVerify(merchant);
      signature.update(content);
      return signature.verify(Base64.getDecoder().decode(sign));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  private String md5(byte[] content) throws GeneralSecurityException {
    MessageDigest digest = MessageDigest.getInstance("MD5");
    digest.update(content);
    digest.update(md5Key.getBytes(StandardCharsets.US_ASCII));
    return HexFormat.of().formatHex(digest.digest());
  }
}
