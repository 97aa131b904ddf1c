package payout.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** Key files for one run, shared by all its processes. */
final class BenchKeys {

  private BenchKeys() {}

  /** Makes the pairs of the payer (2048 and 1024 bits) and of the gateway. */
  static void make(Path folder) throws IOException, GeneralSecurityException {
    Files.createDirectories(folder);
    makePair(folder, "payer-2048", 2048);
    makePair(folder, "payer-1024", 1024);
    makePair(folder, "gateway-2048", 2048);
  }

  private static void makePair(Path folder, String name, int bits)
      throws IOException, GeneralSecurityException {
    Path file = folder.resolve(name + ".private");
    if (Files.exists(file)) {
      return;
    }
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(bits);
    KeyPair pair = generator.generateKeyPair();
    Base64.Encoder base64 = Base64.getEncoder();
    Files.writeString(
        folder.resolve(name + ".public"), base64.encodeToString(pair.getPublic().getEncoded()));
    Files.writeString(file, base64.encodeToString(pair.getPrivate().getEncoded()));
  }

  static PrivateKey privateKey(Path folder, String name) {
    try {
      byte[] bytes =
          Base64.getDecoder().decode(Files.readString(folder.resolve(name + ".private")));
      return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(bytes));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static PublicKey publicKey(Path folder, String name) {
    try {
      byte[] bytes = Base64.getDecoder().decode(Files.readString(folder.resolve(name + ".public")));
      return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(bytes));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String sign(PrivateKey key, byte[] text) {
    try {
      Signature signature = Signature.getInstance("SHA1withRSA");
      signature.initSign(key);
      signature.update(text);
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static boolean verify(PublicKey key, byte[] text, String sign) {
    try {
      Signature signature = Signature.getInstance("SHA1withRSA");
      signature.initVerify(key);
      signature.update(text);
      return signature.verify(Base64.getDecoder().decode(sign));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
