package payout.route;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.file.FileComponent;
import org.apache.camel.component.file.FileConsumer;
import org.apache.camel.component.file.FileEndpoint;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileConfiguration;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.component.file.GenericFileOperations;
import org.apache.camel.component.file.GenericFileProcessStrategy;
import payout.batch.ChinaClock;
import payout.config.EndpointUri;
import payout.config.InboxSettings;
import payout.config.Settings;
import payout.inbox.Completeness;
import payout.inbox.Folder;
import payout.inbox.InboxName;
import payout.inbox.Listed;
import payout.inbox.LocalFolder;
import payout.inbox.NotAFolderException;
import payout.ledger.ClaimLedger;

/**
 * Camel's component {@code file}, whose consumers list their folder by the rules of {@link
 * LocalFolder}. Camel's own listing turns a name into a path, follows links, and holds every file
 * of the folder in memory.
 */
final class LocalFolders extends FileComponent {

  /** For a folder beside an inbox, whose files were complete when they were read. */
  private static final Rules KEPT = new Rules("", null, false);

  private final Map<Path, Rules> known = new HashMap<>();
  private final ClaimLedger claims;
  private final ChinaClock clock;
  private final Alarm alarm;

  /** The folders of these settings from which files are taken. */
  LocalFolders(Settings settings, ClaimLedger claims, ChinaClock clock, Alarm alarm) {
    this.claims = claims;
    this.clock = clock;
    this.alarm = alarm;
    InboxSettings inbox = settings.inbox();
    boolean byDoneFile = inbox.ready() == InboxSettings.Ready.DONE_FILE;
    Completeness.Rule rule = new Completeness.Rule(byDoneFile, inbox.ageMinMs());
    for (int i = 0; i < inbox.endpoints().size(); i++) {
      EndpointUri endpoint = inbox.endpoints().get(i);
      String name = InboxSettings.name(i);
      if (!endpoint.isRemote()) {
        known.put(endpoint.folder(), new Rules(name, rule, true));
        Rules check = new Rules(InboxSettings.checkOf(name), rule, false);
        known.put(endpoint.check().folder(), check);
        InboxName.KEPT.forEach(kept -> known.put(endpoint.sub(kept).folder(), KEPT));
      }
    }
    Path approvals = settings.acceptance().approvalFolder();
    if (approvals != null) {
      Completeness.Rule aged = new Completeness.Rule(false, inbox.ageMinMs());
      known.put(approvals, new Rules(InboxSettings.APPROVALS, aged, false));
    }
    if (settings.statements().folder() != null) {
      Rules statements = new Rules(InboxSettings.STATEMENTS, rule, false);
      known.put(settings.statements().folder(), statements);
      InboxName.KEPT.forEach(kept -> known.put(settings.statements().folder().resolve(kept), KEPT));
    }
  }

  @Override
  protected GenericFileEndpoint<File> buildFileEndpoint(
      String uri, String remaining, Map<String, Object> parameters) {
    File file = new File(remaining);
    Endpoint endpoint = new Endpoint(uri, known.get(file.toPath()));
    endpoint.setFile(file);
    GenericFileConfiguration configuration = new GenericFileConfiguration();
    configuration.setDirectory(file.getPath());
    endpoint.setConfiguration(configuration);
    return endpoint;
  }

  private LocalFolder folder(Path path, Rules rules, Predicate<String> wanted) {
    return new LocalFolder(
        path,
        rules.mayBeLink,
        wanted,
        name -> claims.isClaimed(rules.place, name),
        new Completeness(rules.completeness, clock::millis, System::nanoTime),
        System::nanoTime,
        sentence -> alarm.raise(AlarmKind.INBOX_NAME, sentence));
  }

  /** How the files of a folder are listed, and under which place they are claimed. */
  private record Rules(String place, Completeness.Rule completeness, boolean mayBeLink) {}

  /** One folder as an endpoint. */
  private final class Endpoint extends FileEndpoint {

    private final Rules rules;

    Endpoint(String uri, Rules rules) {
      super(uri, LocalFolders.this);
      this.rules = rules;
    }

    @Override
    protected FileConsumer newFileConsumer(
        Processor processor, GenericFileOperations<File> operations) {
      if (rules == null && InboxArchive.class.isInstance(getProcessStrategy())) {
        throw new IllegalArgumentException("The settings name no folder " + getFile() + ".");
      }
      if (rules == null) {
        return super.newFileConsumer(processor, operations); // for a route that a user added
      }
      return rules == KEPT
          ? new KeptConsumer(this, processor, strategy())
          : new Consumer(this, processor, operations);
    }

    private GenericFileProcessStrategy<File> strategy() {
      return getProcessStrategy() == null ? createGenericFileStrategy() : getProcessStrategy();
    }
  }

  /** Polls one folder. */
  private final class Consumer extends FileConsumer {

    private final LocalFolder folder;
    private final Map<GenericFile<File>, Listed> listed = new IdentityHashMap<>();
    private Exchange polling;

    Consumer(Endpoint endpoint, Processor processor, GenericFileOperations<File> operations) {
      super(endpoint, processor, operations, endpoint.getProcessStrategy());
      this.folder = folder(endpoint.getFile().toPath(), endpoint.rules, this::isWanted);
    }

    @Override
    protected boolean pollDirectory(
        Exchange exchange, String path, List<GenericFile<File>> files, int depth) {
      polling = exchange;
      listed.clear();
      try {
        for (Listed each : folder.next()) {
          GenericFile<File> file = file(each.name());
          listed.put(file, each);
          files.add(file);
        }
        return true;
      } catch (NotAFolderException e) {
        throw new UncheckedIOException(e.getMessage(), e);
      } catch (IOException e) {
        throw new UncheckedIOException("The folder " + path + " cannot be read: " + e + ".", e);
      }
    }

    @Override
    protected Exchange createExchange(GenericFile<File> file) {
      Exchange exchange = super.createExchange(file);
      exchange.setProperty(InboxArchive.LISTED, listed.get(file));
      return exchange;
    }

    private GenericFile<File> file(String name) {
      File path = new File(getEndpoint().getFile(), name);
      return asGenericFile(getEndpoint().getFile().getPath(), path, null, false);
    }

    /** Applies the options of the endpoint, such as {@code include}. */
    private boolean isWanted(String name) {
      String path = new File(getEndpoint().getFile(), name).getPath();
      return isMatched(polling, () -> file(name), name, path, () -> name, false, new File[0]);
    }
  }

  /** Polls a folder beside an inbox, which must be a real folder and not a link. */
  private static final class KeptConsumer extends FileConsumer {

    private final Path folder;

    KeptConsumer(
        FileEndpoint endpoint, Processor processor, GenericFileProcessStrategy<File> strategy) {
      super(endpoint, processor, new KeptOperations(), strategy);
      this.folder = endpoint.getFile().toPath();
    }

    @Override
    protected boolean pollDirectory(
        Exchange exchange, String path, List<GenericFile<File>> files, int depth) {
      try (Folder inbox = Folder.open(folder.getParent());
          Folder kept = inbox.sub(folder.getFileName().toString())) {
        kept.eachFile(
            name -> {
              File file = new File(path, name);
              GenericFile<File> each = asGenericFile(path, file, null, false);
              if (isValidFile(
                  exchange, () -> each, name, file.getPath(), () -> name, false, new File[0])) {
                files.add(each);
              }
              return canPollMoreFiles(files);
            });
      } catch (NoSuchFileException none) {
        return true;
      } catch (IOException e) {
        throw new UncheckedIOException("The folder " + path + " cannot be read: " + e + ".", e);
      }
      return canPollMoreFiles(files);
    }
  }
}
