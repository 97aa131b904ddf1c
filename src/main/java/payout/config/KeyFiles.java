package payout.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import payout.config.Settings.Signing;

/** Reads the keys that the sign type asks for. */
final class KeyFiles {

  static final String MD5 = "MD5";

  private static final int BYTES_MAX = 65_536;

  private final Home home;
  private final KeyCheck keyCheck;
  private final Faults faults;

  KeyFiles(Home home, KeyCheck keyCheck, Faults faults) {
    this.home = home;
    this.keyCheck = keyCheck;
    this.faults = faults;
  }

  /** The keys that the settings name. The keys of the sandbox are public, so they are refused. */
  Signing configured(String type, Values values) {
    if (type.equals(MD5)) {
      return new Signing(type, md5Key(values), "", "");
    }
    String own = namedKey(type, KeyRole.MERCHANT_PRIVATE, SendingSettings.PRIVATE_KEY_FILE, values);
    String theirs =
        namedKey(type, KeyRole.GATEWAY_PUBLIC, SendingSettings.GATEWAY_PUBLIC_KEY_FILE, values);
    return new Signing(type, "", own, theirs);
  }

  /** The ready-made keys of the sandbox. */
  Signing shipped(String type) {
    Path folder = home.sandboxKeys();
    if (type.equals(MD5)) {
      Path file = folder.resolve("md5.key");
      return new Signing(type, checkedMd5("The sandbox's key", file), "", "");
    }
    String end = "-" + type.toLowerCase(Locale.ROOT) + ".pem";
    Path own = folder.resolve("merchant-private" + end);
    Path theirs = folder.resolve("gateway-public" + end);
    return new Signing(
        type,
        "",
        checkedKey("The sandbox's key", type, KeyRole.MERCHANT_PRIVATE, own),
        checkedKey("The sandbox's key", type, KeyRole.GATEWAY_PUBLIC, theirs));
  }

  private String namedKey(String type, KeyRole role, Setting<String> setting, Values values) {
    Optional<String> path = values.find(setting);
    if (path.isEmpty()) {
      faults.add(setting + " is missing; payout.sign-type=" + type + " needs it.");
      return "";
    }
    Path file = home.resolve(path.get());
    String text = checkedKey(setting.name(), type, role, file);
    KeyAccess access = new KeyAccess(values, faults);
    if (role == KeyRole.MERCHANT_PRIVATE) {
      access.checkSecret(setting + " names " + file, file);
    } else {
      access.checkPublic(setting + " names " + file, file);
    }
    refuseSandboxKey(setting, text);
    return text;
  }

  private String md5Key(Values values) {
    String direct = values.text(SendingSettings.MD5_KEY);
    Optional<String> path = values.find(SendingSettings.MD5_KEY_FILE);
    if (direct.isEmpty() == path.isEmpty()) {
      faults.add(
          "payout.sign-type=MD5 needs either "
              + SendingSettings.MD5_KEY
              + " or "
              + SendingSettings.MD5_KEY_FILE
              + (path.isEmpty() ? ", and neither has a sound value." : ", not both."));
      return "";
    }
    if (path.isEmpty()) {
      refuseSandboxKey(SendingSettings.MD5_KEY, direct);
      return direct;
    }
    Path file = home.resolve(path.get());
    String key = checkedMd5(SendingSettings.MD5_KEY_FILE.name(), file);
    new KeyAccess(values, faults)
        .checkSecret(SendingSettings.MD5_KEY_FILE + " names " + file, file);
    refuseSandboxKey(SendingSettings.MD5_KEY_FILE, key);
    return key;
  }

  private String checkedMd5(String who, Path file) {
    String key = read(who, file).strip();
    if (!key.isEmpty() && !PayerForms.isMd5Key(key)) {
      faults.add(who + " names " + file + "; the file must hold 32 letters or digits.");
    }
    return key;
  }

  private String checkedKey(String who, String type, KeyRole role, Path file) {
    String text = read(who, file);
    if (!text.isEmpty()) {
      keyCheck
          .fault(type, role, text)
          .ifPresent(why -> faults.add(who + " names " + file + "; the file " + why + "."));
    }
    return text;
  }

  /** The file's text, or empty after a fault. */
  private String read(String who, Path file) {
    String fault = "cannot be read";
    if (!Files.exists(file)) {
      fault = "does not exist";
    } else if (Files.isRegularFile(file)) {
      try (InputStream in = Files.newInputStream(file)) {
        byte[] bytes = in.readNBytes(BYTES_MAX + 1);
        String text = new String(bytes, StandardCharsets.UTF_8).replace("\uFEFF", "");
        if (bytes.length <= BYTES_MAX && !text.isBlank()) {
          return text;
        }
        fault = text.isBlank() ? "is empty" : "is too large for a key";
      } catch (IOException unreadable) {
        fault = "cannot be read";
      }
    }
    faults.add(who + " names " + file + "; the file " + fault + ".");
    return "";
  }

  private void refuseSandboxKey(Setting<?> setting, String text) {
    if (!text.isEmpty() && SandboxKeys.contains(home.sandboxKeys(), text)) {
      faults.add(
          setting
              + " is a key of the sandbox, which everybody has; production needs a key of its"
              + " own.");
    }
  }
}
