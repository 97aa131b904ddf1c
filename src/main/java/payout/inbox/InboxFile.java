package payout.inbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import payout.batch.Payer;
import payout.ledger.Arrival;

/**
 * A complete file in an inbox, after a first pass over its bytes.
 *
 * @param path where it can be read
 * @param inbox which inbox it lies in
 * @param name its name there
 * @param modifiedAt its last change, milliseconds since 1970
 * @param fingerprint its hash, size and charset
 */
public record InboxFile(
    Path path, String inbox, String name, long modifiedAt, Fingerprint fingerprint) {

  /**
   * Reads a file once.
   *
   * @param charset a charset's name, or {@code auto}
   * @throws FileChangedException when it changed meanwhile
   */
  static InboxFile read(Path path, String inbox, String name, String charset) {
    try {
      long modified = Files.getLastModifiedTime(path).toMillis();
      Fingerprint fingerprint = Fingerprint.of(path, charset);
      InboxFile file = new InboxFile(path, inbox, name, modified, fingerprint);
      file.requireUnchanged();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Compares size and time with those of the first pass.
   *
   * @throws FileChangedException when they differ
   */
  void requireUnchanged() {
    try {
      if (Files.size(path) != fingerprint.size()
          || Files.getLastModifiedTime(path).toMillis() != modifiedAt) {
        throw new FileChangedException(name);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the ledger needs to know of it. */
  Arrival arrival(Payer payer) {
    return new Arrival(inbox, name, fingerprint.sha256(), fingerprint.size(), modifiedAt, payer);
  }
}
