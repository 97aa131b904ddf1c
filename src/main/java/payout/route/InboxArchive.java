package payout.route;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.component.file.GenericFileOperations;
import org.apache.camel.component.file.GenericFileProcessStrategy;
import org.apache.camel.support.service.ServiceSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.batch.Characters;
import payout.inbox.FileChangedException;
import payout.inbox.Listed;
import payout.inbox.Original;
import payout.inbox.ReadWatch;
import payout.sftp.SftpFailure;

/**
 * Opens a file when its turn comes, and moves it to the archive when it is decided.
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

  /** The exchange property with the {@link Listed} of a file of this machine. */
  public static final String LISTED = "payoutListed";

  private static final String TROUBLE = "payoutArchiveTrouble";
  private static final Logger LOG = LoggerFactory.getLogger(InboxArchive.class);

  private final ReadWatch watch;
  private final Alarm alarm;

  /** Opens files under this watch. */
  public InboxArchive(ReadWatch watch, Alarm alarm) {
    this.watch = watch;
    this.alarm = alarm;
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
    AfterExchange.run(exchange, AfterExchange.AFTER_MOVE, () -> close(exchange));
    Listed listed = exchange.getProperty(LISTED, Listed.class);
    if (listed == null) {
      return true;
    }
    try {
      exchange.setProperty(Original.PROPERTY, listed.open(watch));
      return true;
    } catch (FileChangedException e) {
      LOG.info("{}", e.getMessage());
      return false;
    } catch (NoSuchFileException e) {
      LOG.info("The file {} was removed before its turn came.", listed.name());
      return false;
    } catch (AccessDeniedException e) {
      throw new IOException("The file " + e.getFile() + " may not be read by this user.", e);
    }
  }

  @Override
  public void abort(
      GenericFileOperations<Object> operations,
      GenericFileEndpoint<Object> endpoint,
      Exchange exchange,
      GenericFile<Object> file) {
    // it was not opened
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

  /** A file that waited moves to another folder beside its inbox; Camel reports what it throws. */
  private static void moveKept(
      GenericFileOperations<Object> operations, String waiting, String to) {
    String inbox = waiting.substring(0, waiting.lastIndexOf('/', waiting.lastIndexOf('/') - 1) + 1);
    operations.buildDirectory(inbox + to.substring(0, to.indexOf('/')), false);
    operations.renameFile(waiting, inbox + to);
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

  private void archive(Exchange exchange, Original original, String to) {
    try {
      if (!original.archive(to)) {
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
            "An approval file cannot be moved to " + to + "." + trouble(exchange));
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

  /** Why a file could not be moved, as a sentence after a space; empty when it was moved. */
  static String trouble(Exchange exchange) {
    String trouble = exchange.getProperty(TROUBLE, String.class);
    return trouble == null ? "" : " " + trouble;
  }
}
