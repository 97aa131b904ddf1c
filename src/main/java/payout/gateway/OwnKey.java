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
 * The private key, and the provider that signs with it: for RSA the native library of the Amazon
 * Corretto Crypto Provider if it loads, otherwise Java itself. The bytes are the same, because
 * PKCS#1 v1.5 is deterministic. The library takes a third of the time, and the signature is the
 * largest part of the cost of sending a batch.
 *
 * <p>The provider is used only for this and is not registered: TLS, verification and everything
 * else stay with Java. It loads with the first signature, which takes a third of a second.
 * Thread-safe.
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

  Signature signature() throws GeneralSecurityException {
    Engine with = engine();
    Signature signature =
        with.provider == null
            ? Signature.getInstance(algorithm)
            : Signature.getInstance(algorithm, with.provider);
    signature.initSign(with.key);
    return signature;
  }

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
      // Translated once: at each signature it would cost as much again.
      KeyFactory keys = KeyFactory.getInstance("RSA", provider);
      return new Engine(provider, (PrivateKey) keys.translateKey(own));
    } catch (GeneralSecurityException | RuntimeException | LinkageError e) {
      // A machine that the library was not built for, or a folder for temporary files that forbids
      // execution. The message could hold a part of the key; the type cannot.
      LOG.info("Java itself computes RSA, three times slower ({}).", e.getClass().getName());
      return new Engine(null, own);
    }
  }

  /**
   * The engine that computes signatures.
   *
   * @param provider null for Java's own
   * @param key in the form of this provider
   */
  private record Engine(Provider provider, PrivateKey key) {}
}
