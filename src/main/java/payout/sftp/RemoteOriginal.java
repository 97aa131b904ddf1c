package payout.sftp;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import org.apache.camel.component.file.remote.SftpRemoteFile;
import payout.inbox.FileChangedException;
import payout.inbox.Fingerprint;
import payout.inbox.InboxName;
import payout.inbox.OpenFile;
import payout.inbox.Original;
import payout.inbox.ReadWatch;

/** A payout file on a server, of which a copy on this machine is read. */
@SuppressWarnings("rawtypes") // Camel uses the type of a remote file raw
final class RemoteOriginal implements Original {

  private final SftpCalls calls;
  private final String path;
  private final SftpConnection.Stat listed;
  private final Path copy;
  private final OpenFile opened;

  /**
   * Copies a file to this machine, with the time of the server, so that the ledger recognizes it.
   *
   * @param path its path on the server
   * @param listed what it was when it was listed
   * @param copy where its bytes are put, under a name of ours
   * @param bytesMax of a larger file only the start is copied; it will be refused for its size
   * @param progress is told of each piece that was copied or read
   * @throws FileChangedException when it is not the one that was listed, or changes in the meantime
   * @throws SftpFailure when the copy cannot be written
   */
  RemoteOriginal(
      SftpCalls calls,
      String path,
      SftpConnection.Stat listed,
      Path copy,
      long bytesMax,
      Runnable progress) {
    this.calls = calls;
    this.path = path;
    this.listed = listed;
    this.copy = copy;
    requireUnchanged();
    try {
      copy(bytesMax, progress);
      requireUnchanged();
      if (Files.size(copy) != listed.size()) {
        throw new FileChangedException(name());
      }
      Files.setLastModifiedTime(copy, FileTime.fromMillis(listed.modifiedAt()));
      this.opened = OpenFile.open(copy, ReadWatch.NONE);
      opened.onProgress(progress);
    } catch (IOException e) {
      throw new SftpFailure("The copy " + copy + " of " + path + " cannot be written.", e);
    }
  }

  /** The start of a large file is enough for its fingerprint; the rest is a hole of its size. */
  private void copy(long bytesMax, Runnable progress) throws IOException {
    boolean whole = listed.size() <= bytesMax;
    Files.createDirectories(copy.getParent());
    Files.deleteIfExists(copy);
    try (OutputStream out = new Copying(Files.newOutputStream(copy), progress)) {
      calls.read(path, whole ? Long.MAX_VALUE : Fingerprint.BLOCK_BYTES, out);
    }
    if (!whole) {
      try (RandomAccessFile sparse = new RandomAccessFile(copy.toFile(), "rw")) {
        sparse.setLength(listed.size());
      }
    }
  }

  @Override
  public String name() {
    return path.substring(folder().length());
  }

  @Override
  public OpenFile opened() {
    return opened;
  }

  @Override
  public boolean isThere() {
    return calls.stat(path).equals(Optional.of(listed));
  }

  @Override
  public boolean isThere(String name) {
    return calls.existsFile(folder() + name);
  }

  @Override
  public List<String> names(String folder) {
    return calls.files(folder() + folder).stream().map(SftpRemoteFile::getFilename).toList();
  }

  @Override
  public void requireUnchanged() {
    if (!isThere()) {
      throw new FileChangedException(name());
    }
  }

  @Override
  public boolean archive(String to) throws IOException {
    close(); // it is decided and not read any more
    if (!isThere()) {
      return false; // another process moved it, or another file has its name
    }
    calls.buildDirectory(folder() + to.substring(0, to.indexOf('/')), false);
    requireFree(folder() + to);
    calls.rename(path, folder() + to);
    if (!calls.stat(folder() + to).equals(Optional.of(listed))) {
      return giveBack(folder() + to);
    }
    if (isThere(name() + InboxName.DONE)) {
      move(path + InboxName.DONE, folder() + to + InboxName.DONE);
    }
    return true;
  }

  /**
   * Another file got the name between the check and the move, which goes by name: it is moved back,
   * overwrites nothing, and is taken as a new one.
   */
  private boolean giveBack(String other) {
    move(other, path);
    return false;
  }

  private void move(String from, String to) {
    requireFree(to);
    calls.renameFile(from, to);
  }

  private void requireFree(String path) {
    if (calls.existsFile(path)) {
      throw new SftpFailure("There is a file " + path + " already, which is not overwritten.");
    }
  }

  /** The copy goes with it. */
  @Override
  public void close() throws IOException {
    opened.close();
    Files.deleteIfExists(copy);
  }

  private String folder() {
    return path.substring(0, path.lastIndexOf('/') + 1);
  }

  /** Tells of each piece. */
  private static final class Copying extends FilterOutputStream {

    private final Runnable progress;

    Copying(OutputStream to, Runnable progress) {
      super(to);
      this.progress = progress;
    }

    @Override
    public void write(byte[] buffer, int from, int length) throws IOException {
      out.write(buffer, from, length);
      progress.run();
    }
  }
}
