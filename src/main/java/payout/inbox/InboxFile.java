package payout.inbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import payout.batch.Payer;
import payout.ledger.IntakeStore;

/**
 * A complete file in an inbox, after a first pass over its bytes.
 *
 * @param open the open file; its opener closes it
 * @param inbox the name of its inbox
 * @param name its name there
 * @param modifiedAt its last change, milliseconds since 1970
 * @param fingerprint its hash, size and charset
 */
public record InboxFile(
    OpenFile open, String inbox, String name, long modifiedAt, Fingerprint fingerprint) {

  /**
   * Reads a file once; one that is too big is not read to its end.
   *
   * @param charset a charset's name, or {@code auto}
   * @param bytesMax the most bytes of a file
   * @throws FileChangedException when it changed in the meantime
   */
  static InboxFile read(OpenFile open, String inbox, String name, String charset, long bytesMax) {
    try {
      Fingerprint fingerprint =
          open.stamp().size() > bytesMax
              ? Fingerprint.ofTooBig(open)
              : Fingerprint.of(open, charset);
      long modified = open.stamp().modifiedAt();
      InboxFile file = new InboxFile(open, inbox, name, modified, fingerprint);
      file.requireUnchanged();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Compares the file with what has its name now, and what was read with its size.
   *
   * @throws FileChangedException when they differ
   */
  void requireUnchanged() {
    open.requireUnchanged();
    if (fingerprint.size() != open.stamp().size()) {
      throw new FileChangedException(name);
    }
  }

  /** What the ledger needs to know of it. */
  IntakeStore.Arrival arrival(Payer payer) {
    return new IntakeStore.Arrival(
        inbox, name, fingerprint.sha256(), fingerprint.size(), modifiedAt, payer);
  }
}
