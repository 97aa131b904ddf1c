package payout.route;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.batch.Checkpoint;
import payout.ledger.Publication;
import payout.ledger.PublicationLedger;
import payout.outbox.Publisher;

/**
 * The steps of the route {@code publish-results}.
 *
 * <p>A file is written to a folder of our own first, so that one of a million lines needs no
 * memory; the outbox endpoint copies it under a temporary name, syncs and renames it. Only then is
 * it done in the ledger.
 */
public final class PublishResults {

  private static final Logger LOG = LoggerFactory.getLogger(PublishResults.class);
  private static final String DUE = "payoutPublication";
  private static final int AT_ONCE = 100;

  private final PublicationLedger ledger;
  private final Publisher publisher;
  private final Path work;
  private final Path outbox;
  private final Counters counters;
  private final Stop stop;
  private final Deque<Publication> due = new ArrayDeque<>();

  /**
   * Steps over a ledger and its publisher.
   *
   * @param work a folder for files that are being made
   * @param outbox the folder of a local outbox, to be synced after a rename; null for another kind
   */
  public PublishResults(
      PublicationLedger ledger,
      Publisher publisher,
      Path work,
      Path outbox,
      Counters counters,
      Stop stop) {
    this.ledger = ledger;
    this.publisher = publisher;
    this.work = work;
    this.outbox = outbox;
    this.counters = counters;
    this.stop = stop;
  }

  /** Takes what is due next; false when nothing is, or the end is near. One thread at a time. */
  public boolean next(Exchange exchange) {
    if (due.isEmpty() && !stop.isNear()) {
      due.addAll(ledger.due(AT_ONCE));
    }
    if (due.isEmpty() || stop.isNear()) {
      due.clear();
      return false;
    }
    exchange.setProperty(DUE, due.remove());
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
    exchange.getMessage().removeHeaders("*");
    exchange.getMessage().setHeader(Exchange.FILE_NAME, publisher.name(publication));
    exchange.getMessage().setBody(file.toFile());
  }

  /** Notes that the file lies in the outbox. */
  public void done(Exchange exchange) throws IOException {
    Publication publication = exchange.getProperty(DUE, Publication.class);
    Checkpoint.OUTPUT_RENAMED.pass();
    if (outbox != null) {
      syncFolder();
    }
    // Before the note: what is not noted is written anew, and what is noted leaves nothing behind.
    Files.deleteIfExists(work.resolve("publication-" + publication.id() + ".csv"));
    Checkpoint.OUTPUT_PUT.pass();
    ledger.published(publication);
    Checkpoint.OUTPUT_NOTED.pass();
    counters.count("payout.publications", "kind", publication.kind().name());
    LOG.info(
        "Outbox: {} of {}",
        publication.kind(),
        exchange.getMessage().getHeader(Exchange.FILE_NAME));
  }

  /** Forgets what was read ahead, so that a file that failed keeps its place. */
  public void startAnew() {
    due.clear();
  }

  /** A rename is on the disk only when its folder is. */
  private void syncFolder() throws IOException {
    try (FileChannel folder = FileChannel.open(outbox, StandardOpenOption.READ)) {
      folder.force(true);
    }
  }
}
