package payout.route;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.batch.Checkpoint;
import payout.ledger.Publication;
import payout.ledger.PublicationLedger;
import payout.ledger.PublicationQueue;
import payout.ledger.sql.LedgerException;
import payout.outbox.HiddenOutput;
import payout.outbox.Outbox;
import payout.outbox.Publisher;

/**
 * The steps of the route {@code publish-results}: files are claimed together, each is written by an
 * exchange of its own, and the results are recorded together.
 *
 * <p>A file is first written to a work folder, so that a file of a million lines needs no memory;
 * the outbox endpoint copies it under a hidden name of this claim, and only then does it get its
 * own. The ledger records it after the folder is synced as well. Files that were claimed together
 * share that sync and the commit.
 *
 * <p>A process that was suspended may find its claims over at any step. Then it puts nothing more
 * and records nothing: it asks right before a file gets its name, and if it is suspended even after
 * that, its hidden file is gone.
 */
public final class PublishResults {

  private static final Logger LOG = LoggerFactory.getLogger(PublishResults.class);

  /** The exchange property that holds the output file that is being published. */
  static final String PUBLICATION = "payoutPublication";

  /** A file that fails is retried once a minute; the alarm is raised at first and once an hour. */
  private static final int ALARM_EVERY = 60;

  private final PublicationQueue queue;
  private final PublicationLedger ledger;
  private final Publisher publisher;
  private final Path work;
  private final Outbox outbox;
  private final int claimedTogether;
  private final Counters counters;
  private final Alarm alarm;
  private final Shutdown shutdown;
  private final OutboxPause pause;
  private boolean swept;

  /**
   * Steps that publish what this queue holds.
   *
   * @param ledger what is published
   * @param work a folder for files that are being written
   * @param outbox where the files go
   * @param claimedTogether how many files are claimed and recorded together, at most
   * @param pause pauses an outbox that cannot be written
   */
  public PublishResults(
      PublicationQueue queue,
      PublicationLedger ledger,
      Publisher publisher,
      Path work,
      Outbox outbox,
      int claimedTogether,
      Counters counters,
      Alarm alarm,
      Shutdown shutdown,
      OutboxPause pause) {
    this.queue = queue;
    this.ledger = ledger;
    this.publisher = publisher;
    this.work = work;
    this.outbox = outbox;
    this.claimedTogether = claimedTogether;
    this.counters = counters;
    this.alarm = alarm;
    this.shutdown = shutdown;
    this.pause = pause;
  }

  /**
   * Claims the files that have been due the longest.
   *
   * @return an empty list when no file is due, while the outbox is paused, or when the shutdown has
   *     begun
   */
  public List<Publication> claimDueFiles() {
    if (shutdown.hasBegun() || pause.isOn()) {
      return List.of();
    }
    sweepOnce();
    return queue.claim(claimedTogether);
  }

  /** Whether a file may be begun; otherwise it is to be returned. */
  public boolean isWriteAllowed(@ExchangeProperty(PUBLICATION) Publication publication) {
    return !shutdown.hasBegun() && queue.isClaimed(publication);
  }

  /**
   * Writes a file into the work folder.
   *
   * @return its content; whoever reads it keeps the claim alive
   * @throws IOException when it cannot be written
   */
  public InputStream writeFile(@ExchangeProperty(PUBLICATION) Publication publication)
      throws IOException {
    Files.createDirectories(work);
    if (publication.token() > 1) {
      outbox.clear(claim(publication));
      clearWork(
          left -> left.publication() == publication.id() && left.token() < publication.token());
    }
    Path file = workFile(publication);
    try (OutputStream out = new Progress.Out(Files.newOutputStream(file), queue::extend)) {
      publisher.write(publication, out);
    }
    Checkpoint.OUTPUT_WRITTEN.pass();
    return new Progress.In(Files.newInputStream(file), queue::extend);
  }

  /** The hidden name of a file in the outbox. */
  public String hiddenName(@ExchangeProperty(PUBLICATION) Publication publication) {
    return claim(publication).part();
  }

  /** The name of a file in the outbox. */
  public String fileName(@ExchangeProperty(PUBLICATION) Publication publication) {
    return publisher.name(publication);
  }

  /**
   * Gives the file in the outbox its name.
   *
   * @return the file in the work folder
   * @throws IOException when the outbox holds other content under its name
   * @throws ClaimOverException when it may be written by another process by now
   */
  public File putIntoOutbox(@ExchangeProperty(PUBLICATION) Publication publication)
      throws IOException {
    put(publication, claim(publication));
    return workFile(publication).toFile();
  }

  /** The hidden name of the empty file that follows a file. */
  public String hiddenDoneName(@ExchangeProperty(PUBLICATION) Publication publication) {
    return claim(publication).done().part();
  }

  /** The same for the empty file that follows a file. */
  public void putDoneFile(@ExchangeProperty(PUBLICATION) Publication publication)
      throws IOException {
    put(publication, claim(publication).done());
  }

  private void put(Publication publication, HiddenOutput claim) throws IOException {
    outbox.put(
        claim,
        () -> {
          if (!queue.isHeld(publication)) {
            throw new ClaimOverException(claim.name());
          }
          Checkpoint.OUTPUT_CHECKED.pass();
        });
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
    discard(publication);
    return isLost(publication)
        ? new PublicationQueue.Result.Lost(publication)
        : postponed(publication, sentence(thrown));
  }

  /** Whatever goes wrong after a claim was over is the other process's doing. */
  private boolean isLost(Publication publication) {
    try {
      return !queue.isHeld(publication);
    } catch (LedgerException e) {
      return false;
    }
  }

  private void discard(Publication publication) {
    outbox.discard(claim(publication));
    outbox.discard(claim(publication).done());
    try {
      Files.deleteIfExists(workFile(publication));
    } catch (IOException e) {
      LOG.debug("The work file of {} is removed at the next start.", fileName(publication), e);
    }
  }

  /** Returns a file that was not begun because the shutdown has begun. */
  public PublicationQueue.Result returnFile(
      @ExchangeProperty(PUBLICATION) Publication publication) {
    return new PublicationQueue.Result.NotTried(publication);
  }

  /** Records what happened to the files that were claimed together. */
  public void recordFiles(@Body List<PublicationQueue.Result> claimedTogether) {
    List<PublicationQueue.Result> ends = synced(claimedTogether);
    if (ends.stream().anyMatch(PublicationQueue.Result.Published.class::isInstance)) {
      pause.end();
    } else if (ends.stream().anyMatch(PublicationQueue.Result.Failed.class::isInstance)) {
      pause.beginIfUnwritable();
    }
    Checkpoint.OUTPUT_PUT.pass();
    List<Publication> recorded = queue.finish(ends);
    Checkpoint.OUTPUT_RECORDED.pass();
    for (Publication publication : recorded) {
      outbox.forget(claim(publication));
      counters.count(Meter.PUBLICATIONS, publication.kind().name());
      LOG.info("Outbox: {}", fileName(publication));
    }
    reportLost(ends, recorded);
  }

  /** Whether as many files were claimed as are claimed together, so that others may be due. */
  public boolean mayBeMore(@Body List<PublicationQueue.Result> claimed) {
    return claimed.size() >= claimedTogether;
  }

  private void reportLost(List<PublicationQueue.Result> ends, List<Publication> recorded) {
    List<String> lost = new ArrayList<>();
    for (PublicationQueue.Result end : ends) {
      boolean put = end instanceof PublicationQueue.Result.Published;
      if (end instanceof PublicationQueue.Result.Lost
          || put && !recorded.contains(end.publication())) {
        lost.add(fileName(end.publication()));
      }
    }
    if (!lost.isEmpty()) {
      LOG.info(
          "The claims of {} output files were over before they were recorded, and nothing of them"
              + " is recorded here; whoever claimed them since writes them: {}",
          lost.size(),
          String.join(", ", lost));
    }
  }

  /** A new name is durable only when its folder is synced. */
  private List<PublicationQueue.Result> synced(List<PublicationQueue.Result> ends) {
    if (ends.stream().noneMatch(PublicationQueue.Result.Published.class::isInstance)) {
      return ends;
    }
    try {
      outbox.sync();
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
              + fileName(publication)
              + " cannot be put into the outbox: "
              + reason
              + " It is retried automatically, at least once a minute; the other files go out"
              + " meanwhile.");
    }
    return new PublicationQueue.Result.Failed(publication, reason);
  }

  private HiddenOutput claim(Publication publication) {
    return new HiddenOutput(
        fileName(publication), publication.id(), publication.token(), queue.process());
  }

  private Path workFile(Publication publication) {
    return work.resolve(claim(publication).workFile());
  }

  /**
   * Removes what processes that died left of files that are recorded; what they left of others is
   * removed by whoever claims these. A file of a neighbour that is alive is never among them.
   */
  private void sweepOnce() {
    if (swept) {
      return;
    }
    swept = true;
    try {
      outbox.sweep(this::isRecorded);
      clearWork(left -> ledger.published(left.publication()).isPresent());
    } catch (IOException e) {
      LOG.debug("What earlier processes left is removed at the next start.", e);
    }
  }

  private boolean isRecorded(HiddenOutput left) {
    return ledger
        .published(left.publication())
        .map(this::fileName)
        .filter(name -> left.name().equals(name) || left.name().equals(name + ".done"))
        .isPresent();
  }

  private void clearWork(Predicate<HiddenOutput> isOver) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(work, "publication-*.csv")) {
      for (Path file : files) {
        if (HiddenOutput.inWork(file.getFileName().toString()).filter(isOver).isPresent()) {
          Files.deleteIfExists(file);
        }
      }
    } catch (NoSuchFileException none) {
      // nothing was written yet
    }
  }

  /** The claim of an output file is over, and another process may be writing it. */
  static final class ClaimOverException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private ClaimOverException(String name) {
      super("The claim of the output file " + name + " is over.");
    }
  }
}
