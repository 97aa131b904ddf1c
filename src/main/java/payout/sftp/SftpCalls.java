package payout.sftp;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.component.file.FileConstants;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.component.file.remote.RemoteFile;
import org.apache.camel.component.file.remote.RemoteFileConfiguration;
import org.apache.camel.component.file.remote.RemoteFileOperations;
import org.apache.camel.component.file.remote.SftpRemoteFile;
import payout.inbox.FileChangedException;
import payout.inbox.Fingerprint;

/**
 * What Camel's consumer and producer of files want of a server.
 *
 * <p>Camel's own would trust any server by default, let a server's name become a path of this
 * machine, read a folder to find one file, and overwrite on a rename.
 */
@SuppressWarnings("rawtypes") // Camel uses the type of a remote file raw
final class SftpCalls implements RemoteFileOperations<SftpRemoteFile> {

  private final SftpConnection connection;
  private final Listing listing;
  private final Path copy;
  private final int mode;
  private final boolean mayLack;
  private final long bytesMax;

  /**
   * Calls over a connection.
   *
   * @param listing what of a folder is to be read
   * @param copy where the copy of a file is kept while it is read
   * @param mode the permission of new files; -1 leaves it to the server
   * @param mayLack whether a folder that does not exist is as good as an empty one
   * @param bytesMax of a larger file only the start is copied
   */
  SftpCalls(
      SftpConnection connection,
      Listing listing,
      Path copy,
      int mode,
      boolean mayLack,
      long bytesMax) {
    this.connection = connection;
    this.listing = listing;
    this.copy = copy;
    this.mode = mode;
    this.mayLack = mayLack;
    this.bytesMax = bytesMax;
  }

  @Override
  public boolean connect(RemoteFileConfiguration configuration, Exchange exchange) {
    connection.open();
    return true;
  }

  @Override
  public boolean isConnected() {
    return connection.isOpen();
  }

  @Override
  public void disconnect() {
    connection.close();
  }

  @Override
  public void forceDisconnect() {
    connection.close();
  }

  @Override
  public boolean sendNoop() {
    return connection.isOpen();
  }

  @Override
  public boolean sendSiteCommand(String command) {
    return true;
  }

  @Override
  public GenericFile<SftpRemoteFile> newGenericFile() {
    return new RemoteFile<>();
  }

  @Override
  public void setEndpoint(GenericFileEndpoint<SftpRemoteFile> endpoint) {
    // the folder is known already
  }

  @Override
  public SftpRemoteFile[] listFiles() {
    throw new UnsupportedOperationException("A folder is listed by its name.");
  }

  @Override
  public SftpRemoteFile[] listFiles(String path) {
    if (mayLack && !connection.isFolder(path)) {
      return listing.complete(List.of());
    }
    return listing.complete(connection.list(path));
  }

  @Override
  public boolean existsFile(String name) {
    return connection.stat(name).isPresent();
  }

  @Override
  public boolean deleteFile(String name) {
    connection.remove(name);
    return true;
  }

  @Override
  public boolean buildDirectory(String directory, boolean absolute) {
    connection.makeFolders(directory);
    return true;
  }

  /**
   * Copies a file to this machine, under a name of our own and with the time of the server, so that
   * the ledger knows it again.
   *
   * @throws FileChangedException when it is not the one that was listed, or changes meanwhile
   */
  @Override
  public boolean retrieveFile(String name, Exchange exchange, long size) {
    GenericFile<?> file =
        exchange.getProperty(ExchangePropertyKey.FILE_EXCHANGE_FILE, GenericFile.class);
    RemoteFileState listed = new RemoteFileState(file.getFileLength(), file.getLastModified());
    RemoteOriginal original = new RemoteOriginal(connection, name, listed, copy);
    original.requireUnchanged();
    exchange.getIn().setHeader(FileConstants.FILE_LOCAL_WORK_PATH, copy.toString());
    try {
      Files.createDirectories(copy.getParent());
      copy(name, listed.size());
      original.requireUnchanged();
      if (Files.size(copy) != listed.size()) {
        throw new FileChangedException(file.getFileNameOnly());
      }
      Files.setLastModifiedTime(copy, FileTime.fromMillis(listed.modifiedAt()));
      original.open();
    } catch (IOException e) {
      throw new SftpFailure("The copy " + copy + " of " + name + " cannot be written.", e);
    }
    body(exchange, copy, original);
    return true;
  }

  /** Of a file that will be refused for its size only the start comes here, for its fingerprint. */
  private void copy(String name, long size) throws IOException {
    Files.deleteIfExists(copy);
    try (OutputStream out = Files.newOutputStream(copy)) {
      if (size <= bytesMax) {
        connection.get(name, out);
      } else {
        connection.getStart(name, Fingerprint.BLOCK_BYTES, out);
      }
    }
    if (size > bytesMax) {
      try (RandomAccessFile sparse = new RandomAccessFile(copy.toFile(), "rw")) {
        sparse.setLength(size);
      }
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // the body of a file of a server is what we make it
  private static void body(Exchange exchange, Path copy, RemoteOriginal original) {
    exchange
        .getProperty(ExchangePropertyKey.FILE_EXCHANGE_FILE, GenericFile.class)
        .setBody(copy.toFile());
    exchange.setProperty(SftpFolders.ORIGINAL, original);
  }

  @Override
  public void releaseRetrievedFileResources(Exchange exchange) {
    // a copy holds no stream open
  }

  /** Writes a file and reads its size back. */
  @Override
  public boolean storeFile(String name, Exchange exchange, long size) {
    try (Counted in = new Counted(exchange.getIn().getMandatoryBody(InputStream.class))) {
      connection.put(in, name);
      if (mode >= 0) {
        connection.chmod(mode, name);
      }
      Renames.requireSize(connection, name, in.count);
      return true;
    } catch (IOException | InvalidPayloadException e) {
      throw new SftpFailure("The file for " + name + " cannot be read.", e);
    }
  }

  @Override
  public boolean storeFileDirectly(String name, String payload) {
    throw new UnsupportedOperationException("Files are made by storeFile.");
  }

  @Override
  public boolean renameFile(String from, String to) {
    Renames.rename(connection, from, to);
    return true;
  }

  @Override
  public String getCurrentDirectory() {
    throw new UnsupportedOperationException("Folders are named from where the login starts.");
  }

  @Override
  public void changeCurrentDirectory(String path) {
    throw new UnsupportedOperationException("Folders are named from where the login starts.");
  }

  @Override
  public void changeToParentDirectory() {
    throw new UnsupportedOperationException("Folders are named from where the login starts.");
  }

  /** Counts what was sent. */
  private static final class Counted extends FilterInputStream {

    private long count;

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int each = super.read();
      count += each < 0 ? 0 : 1;
      return each;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
      int read = super.read(buffer, from, length);
      count += Math.max(read, 0);
      return read;
    }
  }
}
