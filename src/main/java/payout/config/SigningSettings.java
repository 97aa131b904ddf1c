package payout.config;

import static payout.config.Setting.InSandbox.OPEN;
import static payout.config.Setting.InSandbox.SEALED;

import java.nio.file.Path;
import java.util.Locale;
import payout.config.KeyCheck.Role;

/**
 * How requests are signed and notifies are checked.
 *
 * @param type {@code RSA}, {@code DSA} or {@code MD5}
 * @param md5Key the secret of MD5; empty for the others
 * @param privateKeyText the content of the file with our private key; empty for MD5
 * @param gatewayPublicKeyText the content of the file with the gateway's public key; empty for MD5
 */
public record SigningSettings(
    String type, String md5Key, String privateKeyText, String gatewayPublicKeyText) {

  static final Section SECTION = new Section();

  static final Setting<String> TYPE =
      SECTION.add(
          "payout.sign-type",
          "RSA",
          Form.oneOf("RSA", "DSA", "MD5"),
          OPEN,
          "How requests are signed; a notify that is signed in another way is refused.");

  static final Setting<String> MD5_KEY =
      SECTION.secretOfOwnFile(
          "payout.md5-key",
          Form.text("32 letters or digits", KeyFiles::isMd5Key),
          SEALED,
          "The key for MD5; it is safer in a separate file or in the environment.");

  static final Setting<String> MD5_KEY_FILE =
      SECTION.add(
          "payout.md5-key-file",
          Section.EMPTY,
          Form.path("the path of a file"),
          SEALED,
          "The file that holds the key for MD5, instead of payout.md5-key.");

  static final Setting<String> PRIVATE_KEY_FILE =
      SECTION.add(
          "payout.private-key-file",
          Section.EMPTY,
          Form.path("the path of a file"),
          SEALED,
          "The file with our private key for RSA or DSA.");

  static final Setting<String> GATEWAY_PUBLIC_KEY_FILE =
      SECTION.add(
          "payout.gateway-public-key-file",
          Section.EMPTY,
          Form.path("the path of a file"),
          SEALED,
          "The file with the gateway's public key for RSA or DSA.");

  static final Setting<Boolean> KEY_READABLE_BY_ALL =
      SECTION.add(
          "payout.key-readable-by-all",
          "false",
          Form.flag(),
          OPEN,
          "Whether every user of this machine may be able to read our key.");

  private static final String MD5 = "MD5";

  /** Without any key, for what neither signs nor checks. */
  static SigningSettings withoutKeys(Values values) {
    return new SigningSettings(values.find(TYPE).orElse(""), "", "", "");
  }

  /** With the keys that the settings name; those of the sandbox are public, so they are refused. */
  static SigningSettings read(Values values, KeyFiles files) {
    String type = values.find(TYPE).orElse("");
    return switch (type) {
      case "" -> withoutKeys(values);
      case MD5 -> new SigningSettings(type, files.namedMd5(MD5_KEY, MD5_KEY_FILE, values), "", "");
      default ->
          new SigningSettings(
              type,
              "",
              files.named(type, Role.MERCHANT_PRIVATE, PRIVATE_KEY_FILE, values),
              files.named(type, Role.GATEWAY_PUBLIC, GATEWAY_PUBLIC_KEY_FILE, values));
    };
  }

  /** With the keys of the sandbox, which are shipped in this folder. */
  static SigningSettings shipped(Values values, KeyFiles files, Path folder) {
    String who = "The sandbox's key";
    String type = values.find(TYPE).orElse("");
    String end = "-" + type.toLowerCase(Locale.ROOT) + ".pem";
    return switch (type) {
      case "" -> withoutKeys(values);
      case MD5 -> new SigningSettings(type, files.md5(who, folder.resolve("md5.key")), "", "");
      default ->
          new SigningSettings(
              type,
              "",
              files.key(who, type, Role.MERCHANT_PRIVATE, folder.resolve("merchant-private" + end)),
              files.key(who, type, Role.GATEWAY_PUBLIC, folder.resolve("gateway-public" + end)));
    };
  }

  /** Only the type: the rest is secret or long. */
  @Override
  public String toString() {
    return type;
  }
}
