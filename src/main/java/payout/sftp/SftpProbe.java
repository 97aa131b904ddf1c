package payout.sftp;

import java.util.function.Predicate;
import payout.config.EndpointUri;

/** Checks whether a folder on a server can be reached; the connection stays open in between. */
public final class SftpProbe implements AutoCloseable {

  private final EndpointUri folder;
  private final SftpCalls calls;

  /** A probe of this folder. */
  public SftpProbe(EndpointUri folder) {
    this.folder = folder;
    this.calls = SftpCalls.of(folder);
  }

  /**
   * Checks once.
   *
   * @throws SftpFailure with a sentence, when the server does not answer or has no such folder
   */
  public void check() {
    try {
      calls.connect(null, null);
      if (!calls.isFolder(folder.directory())) {
        throw new SftpFailure("There is no folder " + folder + ".");
      }
    } catch (SftpFailure e) {
      calls.disconnect();
      throw e;
    }
  }

  /**
   * Whether a folder there holds files.
   *
   * @param name relative to the probe's folder; empty for the folder itself
   * @param counts which names count
   * @throws SftpFailure with a sentence, when the server cannot be asked
   */
  public boolean holdsFiles(String name, Predicate<String> counts) {
    calls.connect(null, null);
    String path = folder.directory() + (name.isEmpty() ? "" : "/" + name);
    return calls.isFolder(path)
        && calls.list(path).stream()
            .anyMatch(entry -> !entry.getAttrs().isDir() && counts.test(entry.getFilename()));
  }

  @Override
  public void close() {
    calls.disconnect();
  }
}
