package payout.route;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.apache.camel.component.file.GenericFileOperations;
import org.apache.camel.component.file.GenericFileProcessStrategy;
import org.apache.camel.support.service.ServiceSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.batch.Characters;
import payout.batch.Checkpoint;
import payout.inbox.FileChangedException;
import payout.inbox.FoundFile;
import payout.inbox.InboxName;
import payout.inbox.Original;
import payout.inbox.ReadWatch;
import payout.ledger.ClaimLedger;
import payout.ledger.FileClaim;
import payout.sftp.SftpFailure;

/**
 * Claims and opens a file when its turn comes, and moves it to the archive when it is decided.
 * Other processes may watch the same folder: a file that one of them has is left alone without an
 * alarm.
 *
 * <p>Camel's own strategies go by the name alone: they read a file that was rewritten after the
 * folder was listed, move any file that has the name by then, and delete a file that already has
 * the archive's name.
 */
public final class InboxArchive extends ServiceSupport
    implements GenericFileProcessStrategy<Object> {

  /** The exchange property with the place in the archive to which the file moves. */
  public static final String ARCHIVE = "payoutArchive";

  /** The exchange property with the name of the inbox. */
  public static final String INBOX = "payoutInbox";

  /** The exchange property with the {@link FoundFile} of a file that is not on a server. */
  public static final String LISTED = "payoutListed";

  /** The exchange property with the {@link FileClaim} of the file. */
  static final String CLAIM = "payoutClaim";

  private static final String MOVED = "payoutMoved";
  private static final String TROUBLE = "payoutArchiveTrouble";
  private static final Logger LOG = LoggerFactory.getLogger(InboxArchive.class);

  private final String place;
  private final ClaimLedger claims;
  private final ReadWatch watch;
  private final Alarm alarm;

  /**
   * For a folder whose files are read.
   *
   * @param place its name in claims; all processes that watch it must give it the same
   * @param watch watches the opening and reading of files
   */
  public InboxArchive(String place, ClaimLedger claims, ReadWatch watch, Alarm alarm) {
    this.place = place;
    this.claims = claims;
    this.watch = watch;
    this.alarm = alarm;
  }

  /** For folders whose files are only moved, where it makes no difference who does. */
  static InboxArchive ofKept(Alarm alarm) {
    return new InboxArchive(null, null, ReadWatch.NONE, alarm);
  }

  @Override
  public void prepareOnStartup(
      GenericFileOperations<Object> operations, GenericFileEndpoint<Object> endpoint) {
    // an earlier start leaves nothing but hidden names, and each poll restores those
  }

  /** Opens a file of this machine; a file of a server is copied and opened by its own calls. */
  @Override
  public boolean begin(
      GenericFileOperations<Object> operations,
      GenericFileEndpoint<Object> endpoint,
      Exchange exchange,
      GenericFile<Object> file)
      throws IOException {
    if (place == null) {
      return true;
    }
    FoundFile listed = exchange.getProperty(LISTED, FoundFile.class);
    String name = listed == null ? file.getFileNameOnly() : listed.name();
    boolean begins = false;
    try {
      boolean there =
          listed == null ? operations.existsFile(file.getAbsoluteFilePath()) : listed.isThere();
      begins = there && claim(exchange, name) && (listed == null || open(exchange, listed));
    } catch (FileChangedException e) {
      LOG.info("{}", e.getMessage());
    } catch (NoSuchFileException e) {
      LOG.info("The file {} was removed before its turn came.", name);
    } catch (AccessDeniedException e) {
      throw new IOException("The file " + e.getFile() + " may not be read by this user.", e);
    }
    if (!begins) {
      release(exchange);
    }
    return begins;
  }

  /** What is added first runs last: the claim outlasts the move and its record. */
  private boolean claim(Exchange exchange, String name) {
    Optional<FileClaim> claim = claims.claim(place, InboxName.toClaim(name));
    if (claim.isPresent()) {
      exchange.setProperty(CLAIM, claim.get());
      exchange.setProperty(Original.PROGRESS, (Runnable) claim.get()::beat);
      AfterExchange.run(exchange, AfterExchange.AFTER_MOVE, () -> release(exchange));
      AfterExchange.run(exchange, AfterExchange.AFTER_MOVE, () -> close(exchange));
      Checkpoint.FILE_CLAIMED.pass();
    }
    return claim.isPresent();
  }

  private boolean open(Exchange exchange, FoundFile listed) throws IOException {
    Original original = listed.open(watch, claimOf(exchange)::beat);
    exchange.setProperty(Original.PROPERTY, original);
    return true;
  }

  /** The claim of a file that is read; null for one that is only moved. */
  static FileClaim claimOf(Exchange exchange) {
    return exchange.getProperty(CLAIM, FileClaim.class);
  }

  private static void release(Exchange exchange) {
    FileClaim claim = claimOf(exchange);
    if (claim != null) {
      claim.release();
    }
  }

  /** It could not be read; nothing else runs for this exchange. */
  @Override
  public void abort(
      GenericFileOperations<Object> operations,
      GenericFileEndpoint<Object> endpoint,
      Exchange exchange,
      GenericFile<Object> file) {
    release(exchange);
  }

  @Override
  public void commit(
      GenericFileOperations<Object> operations,
      GenericFileEndpoint<Object> endpoint,
      Exchange exchange,
      GenericFile<Object> file) {
    String to = exchange.getProperty(ARCHIVE, String.class);
    Original original = original(exchange);
    if (to != null && original != null) {
      archive(exchange, original, to);
    } else if (to != null) {
      moveKept(operations, file.getAbsoluteFilePath(), to);
    }
  }

  /**
   * A file that waited moves to another folder beside its inbox; Camel reports what it throws. One
   * that is gone then was moved by another process.
   */
  private static void moveKept(
      GenericFileOperations<Object> operations, String waiting, String to) {
    String inbox = waiting.substring(0, waiting.lastIndexOf('/', waiting.lastIndexOf('/') - 1) + 1);
    operations.buildDirectory(inbox + to.substring(0, to.indexOf('/')), false);
    try {
      operations.renameFile(waiting, inbox + to);
    } catch (GenericFileOperationFailedException e) {
      if (operations.existsFile(waiting)) {
        throw e;
      }
    }
  }

  /** Moves nothing; a file that cannot be decided is polled again. */
  @Override
  public void rollback(
      GenericFileOperations<Object> operations,
      GenericFileEndpoint<Object> endpoint,
      Exchange exchange,
      GenericFile<Object> file) {
    // the exchange closes what was opened
  }

  /** Asks for the claim again: this process may have been stopped since it wrote the decision. */
  private void archive(Exchange exchange, Original original, String to) {
    if (!claimOf(exchange).isHeld()) {
      LOG.info(
          "The file {} is not moved by this process, which was silent for too long with it.",
          Characters.shown(original.name()));
      return;
    }
    try {
      if (original.archive(to)) {
        exchange.setProperty(MOVED, true);
      } else {
        LOG.info(
            "The file {} was changed or removed after it was read; it is not moved to {}.",
            Characters.shown(original.name()),
            to);
      }
    } catch (IOException | UncheckedIOException | SftpFailure e) {
      exchange.setProperty(TROUBLE, e.getMessage());
      LOG.debug("A file cannot be moved.", e);
      if (exchange.getProperty(INBOX) == null) {
        alarm.raise(
            AlarmKind.ARCHIVE,
            "A file of the folder of "
                + place
                + " cannot be moved to "
                + to
                + "."
                + trouble(exchange));
      }
    }
  }

  private static void close(Exchange exchange) {
    try (Original original = original(exchange)) {
      LOG.trace("{} is closed.", original);
    } catch (IOException e) {
      LOG.warn("A file that was read could not be closed.", e);
    }
  }

  /** The file as its consumer opened it; null if it is not read. */
  static Original original(Exchange exchange) {
    return exchange.getProperty(Original.PROPERTY, Original.class);
  }

  /** Whether this process moved the file. */
  static boolean isMoved(Exchange exchange) {
    return exchange.getProperty(MOVED) != null;
  }

  /** Why a file could not be moved, as a sentence after a space; empty when it was moved. */
  static String trouble(Exchange exchange) {
    String trouble = exchange.getProperty(TROUBLE, String.class);
    return trouble == null ? "" : " " + trouble;
  }
}
