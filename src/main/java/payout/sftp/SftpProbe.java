package payout.sftp;

import java.util.function.Predicate;
import payout.config.EndpointUri;

/** Looks whether a folder on a server can be reached; the connection stays open between looks. */
public final class SftpProbe implements AutoCloseable {

  private final EndpointUri folder;
  private final SftpConnection connection;

  /** A probe of this folder. */
  public SftpProbe(EndpointUri folder) {
    this.folder = folder;
    this.connection = new SftpConnection(folder.server());
  }

  /**
   * Looks.
   *
   * @throws SftpFailure with a sentence, when the server is away or has no such folder
   */
  public void look() {
    try {
      connection.open();
      if (connection.stat(folder.directory()).isEmpty()) {
        throw new SftpFailure("There is no folder " + folder + ".");
      }
    } catch (SftpFailure e) {
      connection.close();
      throw e;
    }
  }

  /**
   * Whether files lie in a folder there.
   *
   * @param name relative to the probe's folder; empty for the folder itself
   * @param counts which names count
   * @throws SftpFailure with a sentence, when the server cannot be asked
   */
  public boolean holdsFiles(String name, Predicate<String> counts) {
    connection.open();
    String path = folder.directory() + (name.isEmpty() ? "" : "/" + name);
    return connection.stat(path).isPresent()
        && connection.list(path).stream()
            .anyMatch(entry -> !entry.getAttrs().isDir() && counts.test(entry.getFilename()));
  }

  @Override
  public void close() {
    connection.close();
  }
}
