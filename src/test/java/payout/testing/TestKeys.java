package payout.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import payout.sandbox.GatewayKeys;
import payout.sandbox.SignType;

/** Keys that were made for this run alone: production refuses the ones that everybody has. */
public final class TestKeys {

  public static final String MD5_KEY = "0123456789abcdefghijklmnopqrstuv";

  /**
   * Weak, and for that quick: signing with 2048 bits takes twenty milliseconds under the first
   * compiler of Java, with which the tests run, and making such a key takes seconds.
   */
  private static final int RSA_BITS = 1024;

  private static final Map<SignType, KeyPair> MERCHANT =
      Map.of(SignType.RSA, pair("RSA", RSA_BITS), SignType.DSA, pair("DSA", 1024));
  private static final Map<SignType, KeyPair> GATEWAY =
      Map.of(SignType.RSA, pair("RSA", RSA_BITS), SignType.DSA, pair("DSA", 1024));

  private TestKeys() {}

  /** What the simulator signs and checks with. */
  public static GatewayKeys ofGateway(SignType type) {
    return type == SignType.MD5
        ? GatewayKeys.md5(MD5_KEY)
        : GatewayKeys.pair(type, MERCHANT.get(type).getPublic(), GATEWAY.get(type).getPrivate());
  }

  /** Writes the merchant's key files into a folder; the settings that name them. */
  public static Map<String, String> settings(SignType type, Path folder) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("PAYOUT_SIGN_TYPE", type.name());
    if (type == SignType.MD5) {
      settings.put("PAYOUT_MD5_KEY", MD5_KEY);
      return settings;
    }
    Path own = folder.resolve("our-private.pem");
    Path theirs = folder.resolve("gateway-public.pem");
    write(own, "PRIVATE", MERCHANT.get(type).getPrivate());
    write(theirs, "PUBLIC", GATEWAY.get(type).getPublic());
    settings.put("PAYOUT_PRIVATE_KEY_FILE", own.toString());
    settings.put("PAYOUT_GATEWAY_PUBLIC_KEY_FILE", theirs.toString());
    return settings;
  }

  /** The secret part of the merchant's private key as its file holds it. */
  public static String secret(SignType type) {
    return base64(MERCHANT.get(type).getPrivate());
  }

  /** The form with the sign that the gateway would give it, over its values in UTF-8. */
  public static Map<String, String> signedByGateway(SignType type, Map<String, String> form) {
    StringJoiner text = new StringJoiner("&");
    new TreeMap<>(form)
        .forEach(
            (name, value) -> {
              if (!value.isEmpty()) {
                text.add(name + "=" + value);
              }
            });
    try {
      Signature signature = Signature.getInstance("SHA1with" + type);
      signature.initSign(GATEWAY.get(type).getPrivate());
      signature.update(text.toString().getBytes(StandardCharsets.UTF_8));
      Map<String, String> signed = new LinkedHashMap<>(form);
      signed.put("sign_type", type.name());
      signed.put("sign", Base64.getEncoder().encodeToString(signature.sign()));
      return signed;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void write(Path file, String kind, Key key) {
    String pem =
        "-----BEGIN " + kind + " KEY-----\n" + base64(key) + "\n-----END " + kind + " KEY-----\n";
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, pem, StandardCharsets.US_ASCII);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String base64(Key key) {
    return Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
  }

  private static KeyPair pair(String algorithm, int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
