package payout.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads files with keys. The keys of the sandbox are shipped with the product and so are public;
 * copies of them are recognized in every form.
 */
final class KeyFiles {

  private static final int BYTES_MAX = 65_536;

  private final Home home;
  private final KeyCheck keyCheck;
  private final KeyAccess access;
  private final Faults faults;

  KeyFiles(Home home, KeyCheck keyCheck, KeyAccess access, Faults faults) {
    this.home = home;
    this.keyCheck = keyCheck;
    this.access = access;
    this.faults = faults;
  }

  static boolean isMd5Key(String text) {
    return text.matches("[0-9A-Za-z]{32}");
  }

  /** The text of the key for RSA or DSA whose file a setting names, or empty after a fault. */
  String named(String type, KeyCheck.Role role, Setting<String> setting, Values values) {
    Optional<String> path = values.find(setting);
    if (path.isEmpty()) {
      faults.add(setting + " is missing; payout.sign-type=" + type + " needs it.");
      return "";
    }
    Path file = home.resolve(path.get());
    String text = key(setting.name(), type, role, file);
    if (role == KeyCheck.Role.MERCHANT_PRIVATE) {
      access.checkSecret(setting + " names " + file, file);
    } else {
      access.checkPublic(setting + " names " + file, file);
    }
    refuseSandboxKey(setting, text);
    return text;
  }

  /** The key for MD5, which one of two settings gives, or empty after a fault. */
  String namedMd5(Setting<String> direct, Setting<String> byFile, Values values) {
    String given = values.text(direct);
    Optional<String> path = values.find(byFile);
    if (given.isEmpty() == path.isEmpty()) {
      String end = path.isEmpty() ? ", and neither has a valid value." : ", not both.";
      faults.add("payout.sign-type=MD5 needs either " + direct + " or " + byFile + end);
      return "";
    }
    if (path.isEmpty()) {
      refuseSandboxKey(direct, given);
      return given;
    }
    Path file = home.resolve(path.get());
    String key = md5(byFile.name(), file);
    access.checkSecret(byFile + " names " + file, file);
    refuseSandboxKey(byFile, key);
    return key;
  }

  /**
   * The key for MD5, or empty after a fault.
   *
   * @param who begins the sentence about a fault
   */
  String md5(String who, Path file) {
    String key = read(who, file).strip();
    if (!key.isEmpty() && !isMd5Key(key)) {
      faults.add(who + " names " + file + "; the file must contain 32 letters or digits.");
    }
    return key;
  }

  /**
   * The text of a key for RSA or DSA, or empty after a fault.
   *
   * @param who begins the sentence about a fault
   */
  String key(String who, String type, KeyCheck.Role role, Path file) {
    String text = read(who, file);
    if (!text.isEmpty()) {
      keyCheck
          .fault(type, role, text)
          .ifPresent(why -> faults.add(who + " names " + file + "; the file " + why + "."));
    }
    return text;
  }

  private void refuseSandboxKey(Setting<?> setting, String text) {
    if (!text.isEmpty() && isShipped(text)) {
      faults.add(
          setting + " is a key of the sandbox, which is public; production needs another key.");
    }
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
      } catch (AccessDeniedException denied) {
        fault =
            "cannot be read, because the user "
                + System.getProperty("user.name")
                + " has no permission to";
      } catch (IOException unreadable) {
        fault = "cannot be read";
      }
    }
    faults.add(who + " names " + file + "; the file " + fault + ".");
    return "";
  }

  private boolean isShipped(String text) {
    Path sandboxKeys = home.sandboxKeys();
    if (!Files.isDirectory(sandboxKeys)) {
      return false;
    }
    String wanted = essence(text);
    try (Stream<Path> files = Files.list(sandboxKeys)) {
      return files
          .filter(Files::isRegularFile)
          .anyMatch(file -> essence(textOf(file)).equals(wanted));
    } catch (IOException | UncheckedIOException unreadable) {
      // A folder that cannot be read is no reason to stop a production that has its own keys.
      return false;
    }
  }

  /** The characters of the key without PEM's heading lines and white space. */
  private static String essence(String text) {
    return text.replaceAll("-----[^-]*-----", "").replaceAll("\\s", "");
  }

  private static String textOf(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
