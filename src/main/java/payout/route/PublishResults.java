package payout.route;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.batch.Checkpoint;
import payout.config.EndpointUri;
import payout.ledger.Publication;
import payout.ledger.PublicationQueue;
import payout.ledger.sql.LedgerException;
import payout.outbox.Publisher;

/**
 * The steps of the route {@code publish-results}: files are claimed together, each is written by an
 * exchange of its own, and the results are recorded together.
 *
 * <p>A file is first written to a work folder, so that a file of a million lines needs no memory;
 * the outbox endpoint copies it under a temporary name, syncs it and renames it. The ledger records
 * it only after the folder is synced as well. Files that were claimed together share that sync and
 * the commit. After a crash in between, some of them are written again: under the same name with
 * the same content.
 */
public final class PublishResults {

  private static final Logger LOG = LoggerFactory.getLogger(PublishResults.class);

  /** The exchange property that holds the output file that is being published. */
  static final String PUBLICATION = "payoutPublication";

  private static final int CLAIMED_TOGETHER = 25;

  /** A file that fails is retried once a minute; the alarm is raised at first and once an hour. */
  private static final int ALARM_EVERY = 60;

  private final PublicationQueue queue;
  private final Publisher publisher;
  private final Path work;
  private final EndpointUri outbox;
  private final Counters counters;
  private final Alarm alarm;
  private final Shutdown shutdown;
  private final OutboxPause pause;

  /**
   * Steps that publish what this queue holds.
   *
   * @param work a folder for files that are being written
   * @param outbox where the files go
   * @param pause pauses an outbox that cannot be written
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
   * Claims the files that have been due the longest. On a server each file is claimed by itself,
   * because putting it there takes time.
   *
   * @return an empty list when no file is due, while the outbox is paused, or when the shutdown has
   *     begun
   */
  public List<Publication> claimDueFiles() {
    return shutdown.hasBegun() || pause.isOn()
        ? List.of()
        : queue.claim(outbox.isRemote() ? 1 : CLAIMED_TOGETHER);
  }

  /** Whether a file may be begun; otherwise it is to be returned. */
  public boolean isWriteAllowed() {
    return !shutdown.hasBegun();
  }

  /**
   * Writes a file into the work folder.
   *
   * @throws IOException when it cannot be written, or the outbox holds other content under its name
   */
  public File writeFile(@ExchangeProperty(PUBLICATION) Publication publication) throws IOException {
    Files.createDirectories(work);
    Path file = workFile(publication);
    try (OutputStream out = Files.newOutputStream(file)) {
      publisher.write(publication, out);
    }
    Checkpoint.OUTPUT_WRITTEN.pass();
    if (!outbox.isRemote()) {
      refuseOtherContent(file, outbox.folder().resolve(fileName(publication)));
    }
    return file.toFile();
  }

  /** The name of a file in the outbox. */
  public String fileName(@ExchangeProperty(PUBLICATION) Publication publication) {
    return publisher.name(publication);
  }

  /** Confirms that a file is in the outbox under its name; it is recorded with the others. */
  public PublicationQueue.Result confirmFile(@ExchangeProperty(PUBLICATION) Publication publication)
      throws IOException {
    Checkpoint.OUTPUT_RENAMED.pass();
    // Before the record: a file that is not recorded is written again, and one that is leaves
    // nothing.
    Files.deleteIfExists(workFile(publication));
    return new PublicationQueue.Result.Published(publication);
  }

  /** Postpones a file that could not be written; it is recorded with the others. */
  public PublicationQueue.Result postponeFile(
      @ExchangeProperty(PUBLICATION) Publication publication,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Throwable thrown) {
    return postponed(publication, sentence(thrown));
  }

  /** Returns a file that was not begun because the shutdown has begun. */
  public PublicationQueue.Result returnFile(
      @ExchangeProperty(PUBLICATION) Publication publication) {
    return new PublicationQueue.Result.NotTried(publication);
  }

  /** Records what happened to the files that were claimed together. */
  public void recordFiles(@Body List<PublicationQueue.Result> claimedTogether) {
    List<PublicationQueue.Result> ends = synced(claimedTogether);
    boolean anyPublished =
        ends.stream().anyMatch(PublicationQueue.Result.Published.class::isInstance);
    if (anyPublished) {
      pause.end();
    } else {
      pause.beginIfUnwritable();
    }
    Checkpoint.OUTPUT_PUT.pass();
    List<Publication> recorded = queue.finish(ends);
    Checkpoint.OUTPUT_RECORDED.pass();
    for (Publication publication : recorded) {
      counters.count("payout.publications", "kind", publication.kind().name());
      LOG.info("Outbox: {}", publisher.name(publication));
    }
  }

  /** A rename is durable only when its folder is synced. */
  private List<PublicationQueue.Result> synced(List<PublicationQueue.Result> ends) {
    if (outbox.isRemote()
        || ends.stream().noneMatch(PublicationQueue.Result.Published.class::isInstance)) {
      return ends;
    }
    try (FileChannel folder = FileChannel.open(outbox.folder(), StandardOpenOption.READ)) {
      folder.force(true);
      return ends;
    } catch (IOException e) {
      String reason = sentence(e);
      return ends.stream()
          .map(
              end ->
                  end instanceof PublicationQueue.Result.Published
                      ? postponed(end.publication(), reason)
                      : end)
          .toList();
    }
  }

  private static String sentence(Throwable thrown) {
    String cause = Causes.of(thrown);
    return cause.endsWith(".") ? cause : cause + ".";
  }

  private PublicationQueue.Result postponed(Publication publication, String reason) {
    if (publication.attempts() % ALARM_EVERY == 0) {
      alarm.raise(
          AlarmKind.ROUTE,
          "The file "
              + nameOf(publication)
              + " cannot be put into the outbox: "
              + reason
              + " It is retried automatically, at least once a minute; the other files go out"
              + " meanwhile.");
    }
    return new PublicationQueue.Result.Failed(publication, reason);
  }

  /** The ledger, which knows the batch numbers, may be what is unavailable. */
  private String nameOf(Publication publication) {
    try {
      return publisher.name(publication);
    } catch (LedgerException e) {
      return publication.kind() + " of " + publication.file().name();
    }
  }

  private Path workFile(Publication publication) {
    return work.resolve("publication-" + publication.id() + ".csv");
  }

  /** Content once published under a name never changes; a server is asked at the rename. */
  private static void refuseOtherContent(Path file, Path target) throws IOException {
    if (Files.isRegularFile(target) && Files.mismatch(file, target) >= 0) {
      throw new FileAlreadyExistsException(
          "A file "
              + target
              + " of other content lies there; it is not overwritten. Move it away.");
    }
  }
}
