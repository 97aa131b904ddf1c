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
 * Takes the wrapping off the text of a key: PEM, or base64 without any. What the bytes inside are
 * is told by {@link KeyStructure} from the bytes themselves, because merchants' tools are known to
 * put a wrong name on the first line of the PEM.
 */
final class KeyText {

  private static final KeyContent NO_KEY = new KeyContent.Other("is no key in a known form");

  private KeyText() {}

  static KeyContent read(String text) {
    String tidy = tidy(text);
    if (tidy.isEmpty()) {
      return new KeyContent.Other("is empty");
    }
    try {
      return tidy.contains("-----BEGIN ") ? readPem(tidy) : readBare(tidy);
    } catch (IOException | IllegalArgumentException | DecoderException unreadable) {
      return NO_KEY;
    }
  }

  /**
   * Without a mark of UTF-8, blank lines, and blanks around a line, whichever its line ends are.
   */
  private static String tidy(String text) {
    String unmarked = text.startsWith("\uFEFF") ? text.substring(1) : text;
    return unmarked
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining("\n"));
  }

  private static KeyContent readBare(String tidy) throws IOException {
    return KeyStructure.read(Base64.getDecoder().decode(tidy.replace("\n", "")));
  }

  private static KeyContent readPem(String tidy) throws IOException {
    List<PemObject> blocks = blocks(tidy);
    if (blocks.size() != 1) {
      return new KeyContent.Other("holds " + blocks.size() + " PEM blocks where one is expected");
    }
    PemObject block = blocks.get(0);
    // Traditional encryption shows in a header line only; PKCS#8's in the structure.
    return block.getHeaders().isEmpty()
        ? KeyStructure.read(block.getContent())
        : KeyStructure.ENCRYPTED;
  }

  /**
   * All blocks but DSA's parameters, which OpenSSL may write before the key and which are in it.
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
