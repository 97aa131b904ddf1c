package payout.gateway;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.bouncycastle.util.encoders.DecoderException;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/**
 * Unwraps the text of a key: PEM or bare base64. {@link KeyStructure} then recognizes the bytes by
 * their structure, because merchants' tools are known to write a wrong name into the first line of
 * the PEM.
 */
final class KeyText {

  private static final KeyStructure.Content NO_KEY =
      new KeyStructure.Content.Other("is no key in a known form");

  private KeyText() {}

  static KeyStructure.Content read(String text) {
    String tidy = tidy(text);
    if (tidy.isEmpty()) {
      return new KeyStructure.Content.Other("is empty");
    }
    try {
      return tidy.contains("-----BEGIN ") ? readPem(tidy) : readBare(tidy);
    } catch (IOException | IllegalArgumentException | DecoderException unreadable) {
      return NO_KEY;
    }
  }

  /** Without a byte order mark, empty lines, and white space around a line; any line ends. */
  private static String tidy(String text) {
    String unmarked = text.startsWith("\uFEFF") ? text.substring(1) : text;
    return unmarked
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining("\n"));
  }

  private static KeyStructure.Content readBare(String tidy) throws IOException {
    return KeyStructure.read(Base64.getDecoder().decode(tidy.replace("\n", "")));
  }

  private static KeyStructure.Content readPem(String tidy) throws IOException {
    List<PemObject> blocks = blocks(tidy);
    if (blocks.size() != 1) {
      return new KeyStructure.Content.Other(
          "holds " + blocks.size() + " PEM blocks where one is expected");
    }
    PemObject block = blocks.get(0);
    // Only a header line shows traditional encryption; the structure shows that of PKCS#8.
    return block.getHeaders().isEmpty()
        ? KeyStructure.read(block.getContent())
        : KeyStructure.ENCRYPTED;
  }

  /**
   * All blocks except DSA parameters, which OpenSSL may write before the key and which it contains.
   */
  private static List<PemObject> blocks(String tidy) throws IOException {
    List<PemObject> blocks = new ArrayList<>();
    try (PemReader reader = new PemReader(new StringReader(tidy))) {
      for (PemObject each = reader.readPemObject(); each != null; each = reader.readPemObject()) {
        if (!each.getType().equals("DSA PARAMETERS")) {
          blocks.add(each);
        }
      }
    }
    return blocks;
  }
}
