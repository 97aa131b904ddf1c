package payout.gateway;

/**
 * Signs requests and verifies notifies, of one {@link SignType} (document section 8). Safe for any
 * number of threads.
 */
public interface Signer {

  /** What it signs with. */
  SignType type();

  /** The sign over a text from {@link SignedString}: the value of the parameter {@code sign}. */
  String sign(byte[] text);

  /**
   * Whether the other party signed this text. A sign that is malformed in any way is one that does
   * not fit.
   */
  boolean verify(byte[] text, String sign);

  /**
   * A signer of MD5.
   *
   * @param key the key that both parties know
   * @throws UnusableKeyException when the key is not of the form that {@link Keys#md5Key} asks for
   */
  static Signer md5(String key) {
    return new Md5Signer(Keys.md5Key(key));
  }

  /**
   * A signer of RSA or DSA.
   *
   * @param privateKey the merchant's private key as text, to sign with
   * @param publicKey the gateway's public key as text, to verify with
   * @throws UnusableKeyException when a key is not what {@link Keys} asks for
   */
  static Signer ofKeyPair(SignType type, String privateKey, String publicKey) {
    return new KeyPairSigner(
        type, Keys.privateKey(privateKey, type), Keys.publicKey(publicKey, type));
  }
}
