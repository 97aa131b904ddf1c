package payout.gateway;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The private key, and what computes with it: for RSA the native library of the Amazon Corretto
 * Crypto Provider where it loads, else Java itself. The bytes are the same, for PKCS#1 v1.5 leaves
 * nothing to chance; the library takes a third of the time, and of all that it takes to send a
 * batch the signature is the largest part.
 *
 * <p>The provider is asked for this one thing and stands in no list of providers: TLS, verifying
 * and all else stay with Java. It loads with the first signature, which takes a third of a second.
 * Safe for any number of threads.
 */
final class OwnKey {

  private static final Logger LOG = LoggerFactory.getLogger(OwnKey.class);

  private final String algorithm;
  private final boolean isRsa;
  private final PrivateKey own;
  private Engine engine;

  OwnKey(SignType type, String algorithm, PrivateKey own) {
    this.isRsa = type == SignType.RSA;
    this.algorithm = algorithm;
    this.own = own;
  }

  /** A signature that is ready to take a text. */
  Signature signature() throws GeneralSecurityException {
    Engine with = engine();
    Signature signature =
        with.provider == null
            ? Signature.getInstance(algorithm)
            : Signature.getInstance(algorithm, with.provider);
    signature.initSign(with.key);
    return signature;
  }

  /** Whether Java itself computes. */
  boolean isJavas() {
    return engine().provider == null;
  }

  private synchronized Engine engine() {
    if (engine == null) {
      engine = isRsa ? nativeOrJava() : new Engine(null, own);
    }
    return engine;
  }

  private Engine nativeOrJava() {
    try {
      AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
      provider.assertHealthy();
      // Taken over once: at each signature it would cost as much again.
      KeyFactory keys = KeyFactory.getInstance("RSA", provider);
      return new Engine(provider, (PrivateKey) keys.translateKey(own));
    } catch (GeneralSecurityException | RuntimeException | LinkageError e) {
      // Another machine than the library was made for, or a folder for temporary files from which
      // nothing may be run. The message could hold something of the key; its type cannot.
      LOG.info("RSA is computed by Java itself, three times slower ({}).", e.getClass().getName());
      return new Engine(null, own);
    }
  }

  /**
   * What computes.
   *
   * @param provider null: Java's own
   * @param key as this provider wants it
   */
  private record Engine(Provider provider, PrivateKey key) {}
}
