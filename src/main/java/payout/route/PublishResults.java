package payout.route;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.batch.Checkpoint;
import payout.config.EndpointUri;
import payout.inbox.InboxName;
import payout.ledger.Publication;
import payout.ledger.PublicationLedger;
import payout.outbox.Publisher;

/**
 * The steps of the route {@code publish-results}.
 *
 * <p>A file is written to a folder of our own first, so that one of a million lines needs no
 * memory; the outbox endpoint copies it under a temporary name, syncs and renames it. Only when the
 * folder is synced as well is it done in the ledger. Files that are due together share that sync
 * and the commit, so that one that ends in between writes some of them again: under the same name
 * with the same content.
 */
public final class PublishResults {

  private static final Logger LOG = LoggerFactory.getLogger(PublishResults.class);

  /** The exchange property that holds the output file that is being published. */
  static final String DUE = "payoutPublication";

  private static final int AT_ONCE = 100;
  private static final int NOTED_TOGETHER = 25;

  private final PublicationLedger ledger;
  private final Publisher publisher;
  private final Path work;
  private final EndpointUri outbox;
  private final Counters counters;
  private final Stop stop;
  private final Deque<Publication> due = new ArrayDeque<>();
  private final FailedFiles failed;
  private final List<Publication> put = new ArrayList<>();
  private Publication begun;

  /**
   * Steps over a ledger and its publisher.
   *
   * @param work a folder for files that are being made
   * @param outbox where the files go
   * @param failed remembers those that did not get there
   */
  public PublishResults(
      PublicationLedger ledger,
      Publisher publisher,
      Path work,
      EndpointUri outbox,
      Counters counters,
      Stop stop,
      FailedFiles failed) {
    this.ledger = ledger;
    this.publisher = publisher;
    this.work = work;
    this.outbox = outbox;
    this.counters = counters;
    this.stop = stop;
    this.failed = failed;
  }

  /** Takes what is due next; false when nothing is, or the end is near. One thread at a time. */
  public boolean next(Exchange exchange) throws IOException {
    if (due.isEmpty() || stop.isNear() || put.size() == NOTED_TOGETHER || outbox.isRemote()) {
      note();
    }
    if (due.isEmpty() && !stop.isNear() && !failed.isPause()) {
      due.addAll(failed.last(ledger.due(AT_ONCE)));
    }
    if (due.isEmpty() || stop.isNear()) {
      due.clear();
      return false;
    }
    begun = due.remove();
    exchange.setProperty(DUE, begun);
    return true;
  }

  /** Writes the file and makes it the body, its name the header. */
  public void write(Exchange exchange) throws IOException {
    Publication publication = exchange.getProperty(DUE, Publication.class);
    Files.createDirectories(work);
    Path file = work.resolve("publication-" + publication.id() + ".csv");
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
    Publication publication = exchange.getProperty(DUE, Publication.class);
    exchange
        .getMessage()
        .setHeader(Exchange.FILE_NAME, publisher.name(publication) + InboxName.DONE);
    exchange.getMessage().setBody(new byte[0]);
  }

  /** The file lies under its name; it is noted with the next ones. */
  public void done(Exchange exchange) throws IOException {
    Publication publication = exchange.getProperty(DUE, Publication.class);
    Checkpoint.OUTPUT_RENAMED.pass();
    // Before the note: what is not noted is written anew, and what is noted leaves nothing behind.
    Files.deleteIfExists(work.resolve("publication-" + publication.id() + ".csv"));
    put.add(publication);
    begun = null;
  }

  /** Notes what lies in the outbox; where that fails, it is written again. */
  private void note() throws IOException {
    if (put.isEmpty()) {
      return;
    }
    List<Publication> noted = List.copyOf(put);
    put.clear();
    begun = noted.get(0);
    if (!outbox.isRemote()) {
      syncFolder();
    }
    Checkpoint.OUTPUT_PUT.pass();
    ledger.published(noted);
    begun = null;
    Checkpoint.OUTPUT_NOTED.pass();
    for (Publication publication : noted) {
      failed.no(publication);
      counters.count("payout.publications", "kind", publication.kind().name());
      LOG.info("Outbox: {}", publisher.name(publication));
    }
  }

  /** Forgets what was read ahead; a file that failed lets the others go first. */
  public void startAnew() throws IOException {
    due.clear();
    if (begun != null) {
      failed.yes(begun);
      begun = null;
    }
    note();
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

  /** A rename is on the disk only when its folder is. */
  private void syncFolder() throws IOException {
    try (FileChannel folder = FileChannel.open(outbox.folder(), StandardOpenOption.READ)) {
      folder.force(true);
    }
  }
}
