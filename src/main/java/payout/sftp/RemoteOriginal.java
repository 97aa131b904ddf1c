package payout.sftp;

import java.util.List;
import java.util.Optional;
import payout.inbox.FileChangedException;
import payout.inbox.Original;

/** A payout file on a server, of which a copy is read. */
final class RemoteOriginal implements Original {

  private final SftpConnection connection;
  private final String path;
  private final RemoteFileState listed;

  RemoteOriginal(SftpConnection connection, String path, RemoteFileState listed) {
    this.connection = connection;
    this.path = path;
    this.listed = listed;
  }

  @Override
  public boolean isThere() {
    return connection.stat(path).isPresent();
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
      throw new FileChangedException(path.substring(folder().length()));
    }
  }

  private String folder() {
    return path.substring(0, path.lastIndexOf('/') + 1);
  }
}
