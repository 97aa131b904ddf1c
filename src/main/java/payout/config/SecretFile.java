package payout.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that holds one secret and nothing else, as container platforms and systemd hand them out.
 *
 * @param text the secret, without the line end that an editor puts behind it; empty after a fault
 * @param fault what is wrong, as the end of the sentence "the file …"; empty when nothing is
 */
record SecretFile(String text, String fault) {

  private static final int BYTES_MAX = 65_536;

  /** Reads a file. One line end at its very end is dropped, and nothing else. */
  static SecretFile read(Path file) {
    if (!Files.exists(file)) {
      return faulty("does not exist");
    }
    if (!Files.isRegularFile(file)) {
      return faulty("is not a file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(BYTES_MAX + 1);
      return bytes.length > BYTES_MAX ? faulty("is too large for a secret") : of(bytes);
    } catch (CharacterCodingException notUtf8) {
      return faulty("is not in UTF-8");
    } catch (IOException unreadable) {
      return faulty("cannot be read");
    }
  }

  boolean isFaulty() {
    return !fault.isEmpty();
  }

  private static SecretFile of(byte[] bytes) throws CharacterCodingException {
    String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    String secret = withoutLineEnd(text);
    return secret.isEmpty() ? faulty("is empty") : new SecretFile(secret, "");
  }

  private static String withoutLineEnd(String text) {
    int end = text.endsWith("\r\n") ? 2 : text.endsWith("\n") ? 1 : 0;
    return text.substring(0, text.length() - end);
  }

  private static SecretFile faulty(String fault) {
    return new SecretFile("", fault);
  }

  /** No secret. */
  @Override
  public String toString() {
    return isFaulty() ? "a file that " + fault : "a secret";
  }
}
