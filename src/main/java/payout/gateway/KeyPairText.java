package payout.gateway;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.DSAPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.DSAPublicKeySpec;
import java.security.spec.KeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;

/**
 * A merchant's pair of keys as texts: made new, or completed from a private key, which contains its
 * public half.
 *
 * @param type {@link SignType#RSA} or {@link SignType#DSA}
 * @param bits the size of the modulus or prime
 */
public record KeyPairText(SignType type, PrivateKey privateKey, PublicKey publicKey, int bits) {

  private static final byte[] PROOF = "payout keys check".getBytes(StandardCharsets.UTF_8);
  private static final int PEM_WIDTH = 64;

  /**
   * Makes an RSA pair.
   *
   * @param bits from {@link Keys#BITS_MIN} up; 4096 takes seconds
   */
  public static KeyPairText generate(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(SignType.RSA.name());
      generator.initialize(bits);
      KeyPair pair = generator.generateKeyPair();
      return new KeyPairText(SignType.RSA, pair.getPrivate(), pair.getPublic(), bits);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java cannot make RSA keys.", e);
    }
  }

  /**
   * The pair of a private key.
   *
   * @throws UnusableKeyException when the text holds no such key
   */
  public static KeyPairText of(String privateKey, SignType type) {
    PrivateKey own = Keys.privateKey(privateKey, type);
    try {
      PublicKey half = KeyFactory.getInstance(type.name()).generatePublic(publicHalf(own));
      return new KeyPairText(type, own, half, Keys.bits(own));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java cannot complete a pair of " + type + ".", e);
    }
  }

  /**
   * Whether a public key is the other half: it verifies what the private key signs.
   *
   * @throws UnusableKeyException when the text holds no public key of this type
   */
  public boolean fits(String publicKeyText) {
    Keys.publicKey(publicKeyText, type);
    KeyPairSigner signer = new KeyPairSigner(type, privatePem(), publicKeyText);
    return signer.verify(PROOF, signer.sign(PROOF));
  }

  /**
   * The size of a public key in bits.
   *
   * @throws UnusableKeyException when the text holds no public key of this type
   */
  public static int publicBits(String publicKeyText, SignType type) {
    return Keys.bits(Keys.publicKey(publicKeyText, type));
  }

  /** The private key as PEM of PKCS#8. A secret. */
  public String privatePem() {
    return pem("PRIVATE KEY", privateKey);
  }

  /** The public key as PEM. */
  public String publicPem() {
    return pem("PUBLIC KEY", publicKey);
  }

  /** The public key as the gateway's page takes it: one line of base64, without a heading. */
  public String publicLine() {
    return Base64.getEncoder().encodeToString(publicKey.getEncoded());
  }

  private static KeySpec publicHalf(PrivateKey key) {
    if (key instanceof RSAPrivateCrtKey rsa) {
      return new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent());
    }
    DSAPrivateKey dsa = (DSAPrivateKey) key;
    var numbers = dsa.getParams();
    return new DSAPublicKeySpec(
        numbers.getG().modPow(dsa.getX(), numbers.getP()),
        numbers.getP(),
        numbers.getQ(),
        numbers.getG());
  }

  private static String pem(String what, Key key) {
    byte[] end = {'\n'};
    return "-----BEGIN "
        + what
        + "-----\n"
        + Base64.getMimeEncoder(PEM_WIDTH, end).encodeToString(key.getEncoded())
        + "\n-----END "
        + what
        + "-----\n";
  }

  /** No key. */
  @Override
  public String toString() {
    return "a pair of " + type + " keys of " + bits + " bits";
  }
}
