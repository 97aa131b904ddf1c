package payout.sftp;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Processor;
import org.apache.camel.component.file.FileConstants;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.component.file.GenericFileProcessStrategy;
import org.apache.camel.component.file.remote.RemoteFileConsumer;
import org.apache.camel.component.file.remote.RemoteFileOperations;
import org.apache.camel.component.file.remote.SftpComponent;
import org.apache.camel.component.file.remote.SftpConfiguration;
import org.apache.camel.component.file.remote.SftpConsumer;
import org.apache.camel.component.file.remote.SftpEndpoint;
import org.apache.camel.component.file.remote.SftpRemoteFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.config.EndpointUri;
import payout.config.InboxSettings;
import payout.config.Settings;
import payout.inbox.Completeness;
import payout.inbox.FileChangedException;
import payout.inbox.InboxName;
import payout.inbox.Original;

/**
 * Camel's component {@code sftp} for the folders of the settings, and for no other: the login comes
 * from the settings and is in no URI.
 */
@SuppressWarnings("rawtypes") // Camel uses the type of a remote file raw
public final class SftpFolders extends SftpComponent {

  private static final Logger LOG = LoggerFactory.getLogger(SftpFolders.class);

  /** What is done in a folder. */
  private enum Use {
    /** Payout files are read from it, and their outputs are put there. */
    EXCHANGE,
    /** Files are only checked there, once somebody created the folder. */
    CHECK,
    /** Files wait there; they are moved, and never read. */
    WAIT,
    /** Files are archived there; they are deleted, and the session ends after each poll. */
    ARCHIVE;

    private boolean isRead() {
      return this == EXCHANGE || this == CHECK;
    }
  }

  private final Map<String, Folder> known = new HashMap<>();
  private final Completeness.Rule completeness;
  private final long bytesMax;
  private final Consumer<String> alarm;

  /**
   * The folders of these settings.
   *
   * @param work a folder of this machine for copies
   * @param alarm receives a sentence about each file that is left alone
   */
  public SftpFolders(Settings settings, Path work, Consumer<String> alarm) {
    this.alarm = alarm;
    InboxSettings inbox = settings.inbox();
    this.completeness =
        new Completeness.Rule(inbox.ready() == InboxSettings.Ready.DONE_FILE, inbox.ageMinMs());
    this.bytesMax = settings.limits().fileBytesMax();
    List<EndpointUri> inboxes = inbox.endpoints();
    for (int i = 0; i < inboxes.size(); i++) {
      String name = InboxSettings.name(i);
      add(inboxes.get(i), work.resolve(name + ".copy"), Use.EXCHANGE);
      add(inboxes.get(i).check(), work.resolve(name + "-check.copy"), Use.CHECK);
      for (String kept : InboxName.KEPT) {
        add(inboxes.get(i).sub(kept), null, kept.equals(".waiting") ? Use.WAIT : Use.ARCHIVE);
      }
    }
    add(settings.outbox().endpoint(), null, Use.EXCHANGE);
  }

  private void add(EndpointUri uri, Path copy, Use use) {
    if (uri.isRemote()) {
      known.put(key(uri.toString()), new Folder(uri, copy, use));
    }
  }

  @Override
  protected GenericFileEndpoint<SftpRemoteFile> buildFileEndpoint(
      String uri, String remaining, Map<String, Object> parameters) {
    Folder folder = known.get(key(uri));
    if (folder == null) {
      throw new IllegalArgumentException("The settings name no folder " + key(uri) + ".");
    }
    SftpConfiguration configuration = SftpConnection.configuration(folder.uri);
    configuration.setThrowExceptionOnConnectFailed(folder.use.isRead());
    Endpoint endpoint = new Endpoint(uri, configuration, folder);
    endpoint.setDownload(folder.use.isRead());
    endpoint.setDisconnect(folder.use == Use.ARCHIVE);
    return endpoint;
  }

  private static String key(String uri) {
    return uri.replaceFirst("\\?.*", "").replaceFirst("^sftp:(//)?", "");
  }

  /**
   * A folder on a server.
   *
   * @param copy where the copy of a file is kept while it is read; null where none is read
   */
  private record Folder(EndpointUri uri, Path copy, Use use) {}

  /** One folder as an endpoint. */
  private final class Endpoint extends SftpEndpoint {

    private final Folder folder;

    Endpoint(String uri, SftpConfiguration configuration, Folder folder) {
      super(uri, SftpFolders.this, configuration);
      this.folder = folder;
    }

    @Override
    public RemoteFileOperations<SftpRemoteFile> createRemoteFileOperations() {
      return new FolderCalls(folder, this);
    }

    private GenericFileProcessStrategy<SftpRemoteFile> strategy() {
      return processStrategy == null ? createGenericFileStrategy() : processStrategy;
    }

    @Override
    protected RemoteFileConsumer<SftpRemoteFile> buildConsumer(Processor processor) {
      return new LeavesChangedFiles(this, processor);
    }
  }

  /** The calls of a consumer: which files it takes, and how it gets them. */
  private final class FolderCalls extends SftpCalls {

    private final Folder folder;
    private final Listing listing;

    FolderCalls(Folder folder, Endpoint endpoint) {
      super(folder.uri.server(), endpoint);
      this.folder = folder;
      this.listing =
          new Listing(
              folder.uri.toString(), new Completeness(completeness, null, System::nanoTime), alarm);
    }

    @Override
    public SftpRemoteFile[] listFiles(String path) {
      if (!folder.use.isRead()) {
        return files(path).toArray(SftpRemoteFile[]::new);
      }
      boolean lacks = folder.use == Use.CHECK && !isFolder(path);
      return listing.complete(lacks ? List.of() : list(path));
    }

    @Override
    @SuppressWarnings("unchecked") // the body of a file of a server is what we make it
    public boolean retrieveFile(String name, Exchange exchange, long size) {
      GenericFile file =
          exchange.getProperty(ExchangePropertyKey.FILE_EXCHANGE_FILE, GenericFile.class);
      exchange.getIn().setHeader(FileConstants.FILE_LOCAL_WORK_PATH, folder.copy.toString());
      Stat listed = new Stat(file.getFileLength(), file.getLastModified());
      Runnable progress = exchange.getProperty(Original.PROGRESS, Runnable.class);
      exchange.setProperty(
          Original.PROPERTY,
          new RemoteOriginal(this, name, listed, folder.copy, bytesMax, progress));
      file.setBody(folder.copy.toFile());
      return true;
    }
  }

  /**
   * A file that changed or was taken by another process while it was copied is left for the next
   * poll and raises no alarm. What could not be copied is free for other processes.
   */
  private static final class LeavesChangedFiles extends SftpConsumer {

    private final GenericFileProcessStrategy<SftpRemoteFile> strategy;

    LeavesChangedFiles(Endpoint endpoint, Processor processor) {
      super(endpoint, processor, endpoint.createRemoteFileOperations(), endpoint.strategy());
      this.strategy = processStrategy;
    }

    /** Camel asks without an exchange when the folder cannot be listed. */
    @Override
    protected boolean ignoreCannotRetrieveFile(String name, Exchange exchange, Exception cause) {
      if (exchange == null) {
        return false;
      }
      try {
        strategy.abort(operations, endpoint, exchange, null);
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
      if (cause instanceof FileChangedException) {
        LOG.info("{}", cause.getMessage());
        return true;
      }
      return false;
    }
  }
}
