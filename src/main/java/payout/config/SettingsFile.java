package payout.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/**
 * A settings file in the form of Java's properties, but strict: it is UTF-8, and it sets no key
 * twice. With two values for one limit it would be unclear which one counts.
 */
final class SettingsFile {

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private SettingsFile() {}

  /** The keys and values in the order of the file. */
  static Map<String, String> read(Path file, Faults faults) {
    Collector entries = new Collector(file, faults);
    try {
      entries.load(new StringReader(text(file)));
    } catch (CharacterCodingException notUtf8) {
      faults.add("The settings file " + file + " is not in UTF-8.");
    } catch (IOException unreadable) {
      faults.add("The settings file " + file + " cannot be read.");
    } catch (IllegalArgumentException badEscape) {
      faults.add(
          "The settings file " + file + " has a \\u that four hexadecimal digits must follow.");
    }
    return entries.byKey;
  }

  private static String text(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
  }

  /** Keeps the order, and reports keys that a plain map would overwrite. */
  private static final class Collector extends Properties {

    private final transient Map<String, String> byKey = new LinkedHashMap<>();
    private final transient Path file;
    private final transient Faults faults;

    Collector(Path file, Faults faults) {
      this.file = file;
      this.faults = faults;
    }

    @Override
    public synchronized Object put(Object key, Object value) {
      String name = key.toString();
      if (byKey.put(name, value.toString()) != null) {
        faults.add(Faults.printable(name) + " is set twice in " + file + "; set it once.");
      }
      return null;
    }
  }
}
