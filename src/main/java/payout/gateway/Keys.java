package payout.gateway;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.DSAKey;
import java.security.interfaces.RSAKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * Reads keys in every form that merchants use (document section 8.2.2, "generated with OpenSSL"):
 * PEM or bare base64, of PKCS#8, PKCS#1 or traditional DSA for a private key, of an X.509 public
 * key for a public one. Line ends, white space around lines, empty lines and a byte order mark do
 * not matter.
 *
 * <p>Bouncy Castle parses the forms; the keys themselves are the JDK's, which signs faster.
 */
public final class Keys {

  /** The smallest RSA modulus and DSA prime, in bits. */
  public static final int BITS_MIN = 1024;

  /** The largest DSA subgroup that SHA-1 can sign for, in bits. */
  private static final int DSA_SUBGROUP_BITS_MAX = 160;

  private static final Pattern MD5_KEY = Pattern.compile("[0-9A-Za-z]{32}");

  private Keys() {}

  /**
   * The merchant's own key, to sign with.
   *
   * @param type {@link SignType#RSA} or {@link SignType#DSA}
   * @throws UnusableKeyException when the text holds anything else
   */
  public static PrivateKey privateKey(String text, SignType type) {
    KeyStructure.Content content = KeyText.read(text);
    if (content instanceof KeyStructure.Content.Private held) {
      requireAlgorithm(held.info().getPrivateKeyAlgorithm(), type, true);
      try {
        byte[] der = held.info().getEncoded();
        return valid(factory(type).generatePrivate(new PKCS8EncodedKeySpec(der)), type, true);
      } catch (IOException | GeneralSecurityException damaged) {
        throw unusable("is damaged", type, true);
      }
    }
    throw unusable(what(content, "is a public key"), type, true);
  }

  /**
   * The gateway's key, to verify with.
   *
   * @param type {@link SignType#RSA} or {@link SignType#DSA}
   * @throws UnusableKeyException when the text holds anything else
   */
  public static PublicKey publicKey(String text, SignType type) {
    KeyStructure.Content content = KeyText.read(text);
    if (content instanceof KeyStructure.Content.Public held) {
      requireAlgorithm(held.info().getAlgorithm(), type, false);
      try {
        byte[] der = held.info().getEncoded();
        return valid(factory(type).generatePublic(new X509EncodedKeySpec(der)), type, false);
      } catch (IOException | GeneralSecurityException damaged) {
        throw unusable("is damaged", type, false);
      }
    }
    throw unusable(what(content, "is a private key"), type, false);
  }

  /**
   * The shared key of MD5: 32 letters or digits (document section 8.2.1); white space around it
   * does not matter.
   *
   * @throws UnusableKeyException when the text is anything else
   */
  public static String md5Key(String text) {
    String key = (text.startsWith("\uFEFF") ? text.substring(1) : text).strip();
    if (!MD5_KEY.matcher(key).matches()) {
      throw new UnusableKeyException(
          "The MD5 key cannot be used: it "
              + (key.isEmpty() ? "is empty" : "is not 32 letters or digits")
              + ". It must be the merchant's security check code of 32 letters or digits.");
    }
    return key;
  }

  private static String what(KeyStructure.Content content, String otherHalf) {
    return content instanceof KeyStructure.Content.Other other ? other.what() : otherHalf;
  }

  private static KeyFactory factory(SignType type) throws GeneralSecurityException {
    return KeyFactory.getInstance(type.name());
  }

  private static void requireAlgorithm(AlgorithmIdentifier held, SignType type, boolean secret) {
    ASN1ObjectIdentifier wanted =
        switch (type) {
          case RSA -> PKCSObjectIdentifiers.rsaEncryption;
          case DSA -> X9ObjectIdentifiers.id_dsa;
          case MD5 -> throw new IllegalArgumentException("MD5 has no pair of keys.");
        };
    if (!held.getAlgorithm().equals(wanted)) {
      throw unusable("is a key of another algorithm", type, secret);
    }
  }

  private static <K extends Key> K valid(K key, SignType type, boolean secret) {
    int bits = bits(key);
    if (bits < BITS_MIN) {
      throw unusable("has only " + bits + " bits", type, secret);
    }
    if (key instanceof DSAKey dsa && dsa.getParams().getQ().bitLength() > DSA_SUBGROUP_BITS_MAX) {
      throw unusable("is too large for SHA-1, which the gateway requires", type, secret);
    }
    return key;
  }

  /** The size of an RSA modulus or of a DSA prime, in bits. */
  static int bits(Key key) {
    return key instanceof RSAKey rsa
        ? rsa.getModulus().bitLength()
        : ((DSAKey) key).getParams().getP().bitLength();
  }

  private static UnusableKeyException unusable(String what, SignType type, boolean secret) {
    return new UnusableKeyException(
        secret
            ? "The private key cannot be used: it "
                + what
                + ". It must be the merchant's "
                + type
                + (type == SignType.DSA
                    ? " private key of 1024 bits"
                    : " private key of 1024 bits or more")
                + " without a passphrase, as PEM or as one line of base64."
            : "The gateway's public key cannot be used: it "
                + what
                + ". It must be the gateway's "
                + type
                + " public key, as PEM or as one line of base64.");
  }
}
