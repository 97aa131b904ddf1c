package payout.sftp;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.component.file.GenericFileEndpoint;
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

/**
 * Camel's component {@code sftp} for the folders of the settings, and for no other: the login comes
 * from the settings and never stands in an endpoint.
 */
@SuppressWarnings("rawtypes") // Camel uses the type of a remote file raw
public final class SftpFolders extends SftpComponent {

  /** The exchange property with the {@link payout.inbox.Original} of a copy. */
  public static final String ORIGINAL = "payoutOriginal";

  private static final Logger LOG = LoggerFactory.getLogger(SftpFolders.class);

  private final Map<String, EndpointUri> known = new HashMap<>();
  private final Map<String, Path> copies = new HashMap<>();
  private final Set<String> checks = new HashSet<>();
  private final Completeness.Rule completeness;
  private final long bytesMax;
  private final Consumer<String> refusedName;

  /**
   * The folders of these settings.
   *
   * @param work a folder of this machine for copies
   * @param refusedName hears each sentence about a name that no file can have
   */
  public SftpFolders(Settings settings, Path work, Consumer<String> refusedName) {
    this.refusedName = refusedName;
    InboxSettings inbox = settings.inbox();
    this.completeness =
        new Completeness.Rule(inbox.ready() == InboxSettings.Ready.DONE_FILE, inbox.ageMinMs());
    this.bytesMax = settings.limits().fileBytesMax();
    List<EndpointUri> inboxes = inbox.endpoints();
    for (int i = 0; i < inboxes.size(); i++) {
      String name = InboxSettings.name(i);
      EndpointUri check = inboxes.get(i).check();
      add(inboxes.get(i), work.resolve(name + ".copy"));
      add(check, work.resolve(name + "-check.copy"));
      checks.add(key(check.toString()));
    }
    add(settings.outbox().endpoint(), work.resolve("outbox.copy"));
  }

  private void add(EndpointUri folder, Path copy) {
    if (folder.isRemote()) {
      known.put(key(folder.toString()), folder);
      copies.put(key(folder.toString()), copy);
    }
  }

  @Override
  protected GenericFileEndpoint<SftpRemoteFile> buildFileEndpoint(
      String uri, String remaining, Map<String, Object> parameters) throws Exception {
    EndpointUri folder = known.get(key(uri));
    if (folder == null) {
      throw new IllegalArgumentException("The settings name no folder " + key(uri) + ".");
    }
    SftpConfiguration configuration = new SftpConfiguration(new URI(folder.toString()));
    configuration.setDirectory(folder.directory());
    configuration.setStepwise(false);
    configuration.setThrowExceptionOnConnectFailed(true);
    return new Folder(uri, configuration, folder, copies.get(key(uri)), checks.contains(key(uri)));
  }

  private static String key(String uri) {
    return uri.replaceFirst("\\?.*", "").replaceFirst("^sftp:(//)?", "");
  }

  /** One folder as an endpoint. */
  private final class Folder extends SftpEndpoint {

    private final EndpointUri folder;
    private final Path copy;
    private final boolean mayLack;

    Folder(
        String uri,
        SftpConfiguration configuration,
        EndpointUri folder,
        Path copy,
        boolean mayLack) {
      super(uri, SftpFolders.this, configuration);
      this.folder = folder;
      this.copy = copy;
      this.mayLack = mayLack;
    }

    @Override
    public RemoteFileOperations<SftpRemoteFile> createRemoteFileOperations() {
      String mode = folder.options().get("chmod");
      return new SftpCalls(
          new SftpConnection(folder.server()),
          new Listing(
              folder.toString(),
              new Completeness(completeness, null, System::nanoTime),
              refusedName),
          copy,
          mode == null ? -1 : Integer.parseInt(mode, 8),
          mayLack,
          bytesMax);
    }

    @Override
    protected RemoteFileConsumer<SftpRemoteFile> buildConsumer(Processor processor) {
      return new LeavesChangedFiles(this, processor);
    }
  }

  /** A file that changed while it was copied is left for the next look, and is no trouble. */
  private static final class LeavesChangedFiles extends SftpConsumer {

    LeavesChangedFiles(Folder folder, Processor processor) {
      super(folder, processor, folder.createRemoteFileOperations(), folder.getProcessStrategy());
    }

    @Override
    protected boolean ignoreCannotRetrieveFile(
        String name, org.apache.camel.Exchange exchange, Exception cause) {
      if (cause instanceof FileChangedException) {
        LOG.info("{}", cause.getMessage());
        return true;
      }
      return false;
    }
  }
}
