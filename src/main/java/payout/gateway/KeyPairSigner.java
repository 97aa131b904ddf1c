package payout.gateway;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Base64;

/**
 * SHA-1 with RSA (PKCS#1 v1.5) or with DSA (DER), as standard base64 in one line (document section
 * 8.2.2).
 *
 * <p>It verifies with the JDK's own provider, which for a full batch is faster than Bouncy Castle
 * with both algorithms. {@link OwnKey} signs.
 */
public final class KeyPairSigner implements Signer {

  private final SignType type;
  private final String algorithm;
  private final OwnKey own;
  private final PublicKey gateways;

  /**
   * A signer.
   *
   * @param privateKey the merchant's private key as text, to sign with
   * @param publicKey the gateway's public key as text, to verify with
   * @throws UnusableKeyException when a key is not what {@link Keys} requires
   */
  public KeyPairSigner(SignType type, String privateKey, String publicKey) {
    this.type = type;
    this.algorithm = "SHA1with" + type;
    this.own = new OwnKey(type, algorithm, Keys.privateKey(privateKey, type));
    this.gateways = Keys.publicKey(publicKey, type);
  }

  @Override
  public SignType type() {
    return type;
  }

  @Override
  public String sign(byte[] text) {
    try {
      Signature signature = own.signature();
      signature.update(text);
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException unable) {
      throw new IllegalStateException("This Java cannot sign with " + algorithm + ".", unable);
    }
  }

  @Override
  public boolean verify(byte[] text, String sign) {
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initVerify(gateways);
      signature.update(text);
      return signature.verify(decode(sign));
    } catch (SignatureException | IllegalArgumentException malformed) {
      return false;
    } catch (GeneralSecurityException unable) {
      throw new IllegalStateException("This Java cannot verify " + algorithm + ".", unable);
    }
  }

  /** Accepts only the form that an encoder writes; Java's decoder accepts more. */
  private static byte[] decode(String sign) {
    byte[] bytes = Base64.getDecoder().decode(sign);
    if (!Base64.getEncoder().encodeToString(bytes).equals(sign)) {
      throw new IllegalArgumentException("The sign is not written as base64 is.");
    }
    return bytes;
  }
}
