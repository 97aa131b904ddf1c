package payout.route;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.batch.Checkpoint;
import payout.config.EndpointUri;
import payout.inbox.InboxName;
import payout.ledger.LedgerException;
import payout.ledger.Publication;
import payout.ledger.PublicationEnd;
import payout.ledger.PublicationQueue;
import payout.outbox.Publisher;

/**
 * The steps of the route {@code publish-results}: some files are claimed together, each is written
 * by an exchange of its own, and what became of them is recorded together.
 *
 * <p>A file is written to a folder of our own first, so that one of a million lines needs no
 * memory; the outbox endpoint copies it under a temporary name, syncs and renames it. Only when the
 * folder is synced as well is it done in the ledger. Files that were claimed together share that
 * sync and the commit, so that one that ends in between writes some of them again: under the same
 * name with the same content.
 */
public final class PublishResults {

  private static final Logger LOG = LoggerFactory.getLogger(PublishResults.class);

  /** The exchange property that holds the output file that is being published. */
  static final String CLAIMED = "payoutPublication";

  private static final int CLAIMED_TOGETHER = 25;

  /** A file that stays behind is tried once a minute; that is said at first and once an hour. */
  private static final int TOLD_EACH = 60;

  private final PublicationQueue queue;
  private final Publisher publisher;
  private final Path work;
  private final EndpointUri outbox;
  private final Counters counters;
  private final Alarm alarm;
  private final Shutdown shutdown;
  private final OutboxPause pause;

  /**
   * Steps over a ledger and its publisher.
   *
   * @param work a folder for files that are being made
   * @param outbox where the files go
   * @param pause of an outbox that cannot be written
   */
  public PublishResults(
      PublicationQueue queue,
      Publisher publisher,
      Path work,
      EndpointUri outbox,
      Counters counters,
      Alarm alarm,
      Shutdown shutdown,
      OutboxPause pause) {
    this.queue = queue;
    this.publisher = publisher;
    this.work = work;
    this.outbox = outbox;
    this.counters = counters;
    this.alarm = alarm;
    this.shutdown = shutdown;
    this.pause = pause;
  }

  /**
   * Claims the files that have been due the longest; none when nothing is due, when the outbox is
   * left in peace, or when the end is near. On a server each file is claimed by itself: to put it
   * there takes its time.
   */
  public List<Publication> claim() {
    return shutdown.hasBegun() || pause.isOn()
        ? List.of()
        : queue.claim(outbox.isRemote() ? 1 : CLAIMED_TOGETHER);
  }

  /** Whether a file may be begun; else it is given back. */
  public boolean mayWrite() {
    return !shutdown.hasBegun();
  }

  /** Writes the file, which is the body as it was claimed, and makes it the body. */
  public void write(Exchange exchange) throws IOException {
    Publication publication = exchange.getMessage().getBody(Publication.class);
    exchange.setProperty(CLAIMED, publication);
    Files.createDirectories(work);
    Path file = workFile(publication);
    try (OutputStream out = Files.newOutputStream(file)) {
      publisher.write(publication, out);
    }
    Checkpoint.OUTPUT_WRITTEN.pass();
    String name = publisher.name(publication);
    if (!outbox.isRemote()) {
      refuseOtherContent(file, outbox.folder().resolve(name));
    }
    exchange.getMessage().removeHeaders("*");
    exchange.getMessage().setHeader(Exchange.FILE_NAME, name);
    exchange.getMessage().setBody(file.toFile());
  }

  /**
   * Makes the empty file that says that the other one is whole. Camel's own way to it stumbles over
   * a name such as <code>${x}.csv</code>.
   */
  public void makeDoneFile(Exchange exchange) {
    exchange
        .getMessage()
        .setHeader(Exchange.FILE_NAME, publisher.name(claimed(exchange)) + InboxName.DONE);
    exchange.getMessage().setBody(new byte[0]);
  }

  /** The file lies under its name; it is recorded with the others. */
  public void isOut(Exchange exchange) throws IOException {
    Checkpoint.OUTPUT_RENAMED.pass();
    // Before the record: what is not recorded is written anew, and what is leaves nothing behind.
    Files.deleteIfExists(workFile(claimed(exchange)));
    exchange.getMessage().setBody(new PublicationEnd.Out(claimed(exchange)));
  }

  /** The file could not be written; that is recorded with the others, and says when it is due. */
  public void staysBehind(Exchange exchange) {
    Throwable thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    exchange.getMessage().setBody(behind(claimed(exchange), sentence(thrown)));
  }

  /** The end is near: the file is given back. */
  public void giveBack(Exchange exchange) {
    Publication publication = exchange.getMessage().getBody(Publication.class);
    exchange.getMessage().setBody(new PublicationEnd.Untouched(publication));
  }

  /** Records what became of the files that were claimed together. */
  public void record(List<PublicationEnd> claimedTogether) {
    List<PublicationEnd> ends = synced(claimedTogether);
    boolean out = ends.stream().anyMatch(PublicationEnd.Out.class::isInstance);
    if (out) {
      pause.end();
    } else {
      pause.beginIfItIsAway();
    }
    Checkpoint.OUTPUT_PUT.pass();
    List<Publication> recorded = queue.finish(ends);
    Checkpoint.OUTPUT_NOTED.pass();
    for (Publication publication : recorded) {
      counters.count("payout.publications", "kind", publication.kind().name());
      LOG.info("Outbox: {}", publisher.name(publication));
    }
  }

  /** A rename is on the disk only when its folder is. */
  private List<PublicationEnd> synced(List<PublicationEnd> ends) {
    if (outbox.isRemote() || ends.stream().noneMatch(PublicationEnd.Out.class::isInstance)) {
      return ends;
    }
    try (FileChannel folder = FileChannel.open(outbox.folder(), StandardOpenOption.READ)) {
      folder.force(true);
      return ends;
    } catch (IOException e) {
      String reason = sentence(e);
      return ends.stream()
          .map(end -> end instanceof PublicationEnd.Out ? behind(end.publication(), reason) : end)
          .toList();
    }
  }

  private static String sentence(Throwable thrown) {
    String cause = Causes.of(thrown);
    return cause.endsWith(".") ? cause : cause + ".";
  }

  private PublicationEnd behind(Publication publication, String reason) {
    if (publication.attempts() % TOLD_EACH == 0) {
      alarm.raise(
          AlarmKind.ROUTE,
          "The file "
              + nameOf(publication)
              + " cannot be put into the outbox: "
              + reason
              + " It is tried again by itself, at the latest each minute; the other files go out"
              + " meanwhile.");
    }
    return new PublicationEnd.Behind(publication, reason);
  }

  /** The ledger, which knows the numbers of batches, may be what is away. */
  private String nameOf(Publication publication) {
    try {
      return publisher.name(publication);
    } catch (LedgerException e) {
      return publication.kind() + " of " + publication.file().name();
    }
  }

  private static Publication claimed(Exchange exchange) {
    return exchange.getProperty(CLAIMED, Publication.class);
  }

  private Path workFile(Publication publication) {
    return work.resolve("publication-" + publication.id() + ".csv");
  }

  /** What was told under a name is never told otherwise; a server is asked at the rename. */
  private static void refuseOtherContent(Path file, Path target) throws IOException {
    if (Files.isRegularFile(target) && Files.mismatch(file, target) >= 0) {
      throw new FileAlreadyExistsException(
          "A file "
              + target
              + " of other content lies there; it is not overwritten. Move it away.");
    }
  }
}
