package payout.sftp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import payout.inbox.FileChangedException;
import payout.inbox.InboxName;
import payout.inbox.OpenFile;
import payout.inbox.Original;
import payout.inbox.ReadWatch;

/** A payout file on a server, of which a copy is read. */
final class RemoteOriginal implements Original {

  private final SftpConnection connection;
  private final String path;
  private final RemoteFileState listed;
  private final Path copy;
  private OpenFile opened;

  /**
   * A file as it was listed.
   *
   * @param copy where its bytes lie on this machine by the time it is opened
   */
  RemoteOriginal(SftpConnection connection, String path, RemoteFileState listed, Path copy) {
    this.connection = connection;
    this.path = path;
    this.listed = listed;
    this.copy = copy;
  }

  /** Opens the copy, which is whole. */
  void open() throws IOException {
    opened = OpenFile.open(copy, ReadWatch.NONE);
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
    return connection.stat(path).equals(Optional.of(listed));
  }

  @Override
  public boolean isThere(String name) {
    return connection.stat(folder() + name).isPresent();
  }

  @Override
  public List<String> names(String folder) {
    return RemoteKept.names(connection, folder() + folder);
  }

  @Override
  public void requireUnchanged() {
    if (!connection.stat(path).equals(Optional.of(listed))) {
      throw new FileChangedException(name());
    }
  }

  @Override
  public boolean archive(String to) throws IOException {
    close(); // decided upon, it is not read any more
    if (!isThere()) {
      return false; // another process moved it, or another file has its name
    }
    connection.makeFolders(folder() + to.substring(0, to.indexOf('/')));
    requireFree(folder() + to);
    connection.rename(path, folder() + to);
    if (!connection.stat(folder() + to).equals(Optional.of(listed))) {
      return giveBack(folder() + to);
    }
    if (connection.stat(path + InboxName.DONE).isPresent()) {
      move(path + InboxName.DONE, folder() + to + InboxName.DONE);
    }
    return true;
  }

  /**
   * Another file was put under the name between the look and the move, which goes by name: it goes
   * back, over nothing, and is taken as a new one.
   */
  private boolean giveBack(String other) {
    move(other, path);
    return false;
  }

  private void move(String from, String to) {
    requireFree(to);
    Renames.rename(connection, from, to);
  }

  private void requireFree(String name) {
    if (connection.stat(name).isPresent()) {
      throw new SftpFailure("There is a file " + name + " already, which is not overwritten.");
    }
  }

  /** The copy goes with it. */
  @Override
  public void close() throws IOException {
    if (opened != null) {
      opened.close();
      Files.deleteIfExists(copy);
    }
  }

  private String folder() {
    return path.substring(0, path.lastIndexOf('/') + 1);
  }
}
