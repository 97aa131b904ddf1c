package payout.sftp;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.ObjLongConsumer;
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

  /**
   * Hands the name and the time of each file in a folder there to a reader; of none while there is
   * no such folder.
   *
   * @param name relative to the probe's folder; empty for the folder itself
   * @param reader receives the name, and the time of the last change in milliseconds since 1970
   * @throws SftpFailure with a sentence, when the server cannot be asked
   */
  public void eachFile(String name, ObjLongConsumer<String> reader) {
    calls.connect(null, null);
    String path = folder.directory() + (name.isEmpty() ? "" : "/" + name);
    if (calls.isFolder(path)) {
      calls.list(path).stream()
          .filter(entry -> SftpConnection.isFile(entry.getAttrs()))
          .forEach(
              entry ->
                  reader.accept(
                      entry.getFilename(), SftpConnection.Stat.of(entry.getAttrs()).modifiedAt()));
    }
  }

  /**
   * Copies a file of the folder to this machine.
   *
   * @param name its name there, one that {@link #eachFile} gave
   * @param copy the copy, which is replaced
   * @param bytesMax the most bytes; the copy of a larger file ends one byte behind them
   * @throws SftpFailure with a sentence, when the server cannot be asked
   */
  public void copy(String name, Path copy, long bytesMax) throws IOException {
    calls.connect(null, null);
    Files.createDirectories(copy.getParent());
    try (OutputStream out = new Bounded(Files.newOutputStream(copy), bytesMax + 1)) {
      calls.read(folder.directory() + "/" + name, Long.MAX_VALUE, out);
    }
  }

  @Override
  public void close() {
    calls.disconnect();
  }

  /** Drops what is more than so many bytes. */
  private static final class Bounded extends FilterOutputStream {

    private long left;

    Bounded(OutputStream to, long bytesMax) {
      super(to);
      this.left = bytesMax;
    }

    @Override
    public void write(byte[] buffer, int from, int length) throws IOException {
      int kept = (int) Math.min(left, length);
      out.write(buffer, from, kept);
      left -= kept;
    }
  }
}
