package payout.sftp;

import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.config.EndpointUri;
import payout.inbox.InboxName;
import payout.inbox.KeptFiles;

/** What is kept beside an inbox on a server. For one thread at a time. */
public final class RemoteKept implements KeptFiles {

  private static final Logger LOG = LoggerFactory.getLogger(RemoteKept.class);

  private final EndpointUri inbox;
  private final SftpConnection connection;

  /** What is kept beside this inbox. */
  public RemoteKept(EndpointUri inbox) {
    this.inbox = inbox;
    this.connection = new SftpConnection(inbox.server());
  }

  @Override
  public List<String> files(String folder) {
    try {
      connection.open();
    } catch (SftpFailure away) {
      LOG.debug("{}", away.getMessage());
      return List.of();
    }
    return call(() -> names(connection, path(folder)));
  }

  /** The names of the plain files in a folder; empty when there is none. */
  static List<String> names(SftpConnection connection, String folder) {
    return !connection.isFolder(folder)
        ? List.of()
        : connection.list(folder).stream()
            .filter(entry -> Listing.isFile(entry.getAttrs()))
            .map(entry -> entry.getFilename())
            .filter(InboxName::isFileName)
            .toList();
  }

  @Override
  public void move(String from, String to) {
    call(
        () -> {
          connection.makeFolders(path(to.substring(0, to.lastIndexOf('/'))));
          Renames.rename(connection, path(from), path(to));
          return null;
        });
  }

  @Override
  public void delete(String name) {
    call(
        () -> {
          if (connection.stat(path(name)).isPresent()) {
            connection.remove(path(name));
          }
          return null;
        });
  }

  @Override
  public void rest() {
    connection.close();
  }

  /** A connection on which something failed is of no more use. */
  private <T> T call(Supplier<T> what) {
    try {
      connection.open();
      return what.get();
    } catch (SftpFailure e) {
      connection.close();
      throw e;
    }
  }

  private String path(String name) {
    return inbox.directory() + "/" + name;
  }

  @Override
  public String toString() {
    return inbox.toString();
  }
}
