package payout.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** Reads the simulator's own keys: PEM PKCS#8 and SPKI, or the bare base64 of either. */
final class PemFiles {
  private PemFiles() {}

  static PublicKey publicKey(Path file, SignType type) {
    try {
      return factory(type).generatePublic(new X509EncodedKeySpec(der(file)));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalArgumentException(file + " contains no public " + type + " key (SPKI)", e);
    }
  }

  static PrivateKey privateKey(Path file, SignType type) {
    try {
      return factory(type).generatePrivate(new PKCS8EncodedKeySpec(der(file)));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // The cause is omitted: it may quote bytes of the key.
      throw new IllegalArgumentException(file + " contains no private " + type + " key (PKCS#8)");
    }
  }

  static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.US_ASCII).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static KeyFactory factory(SignType type) throws GeneralSecurityException {
    return KeyFactory.getInstance(type.name());
  }

  private static byte[] der(Path file) {
    String base64 = text(file).replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
    return Base64.getDecoder().decode(base64);
  }
}
