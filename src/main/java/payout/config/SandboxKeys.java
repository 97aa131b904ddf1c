package payout.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Knows the keys that are shipped with the product, in whatever wrapping somebody copied them. */
final class SandboxKeys {

  private SandboxKeys() {}

  /** Whether a key's text is one of those in this folder. */
  static boolean contains(Path folder, String text) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    String wanted = essence(text);
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(Files::isRegularFile)
          .anyMatch(file -> essence(textOf(file)).equals(wanted));
    } catch (IOException | UncheckedIOException unreadable) {
      // A folder that cannot be read is no reason to stop a production that has its own keys.
      return false;
    }
  }

  /** The letters of the key without PEM's heading lines and white space. */
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
