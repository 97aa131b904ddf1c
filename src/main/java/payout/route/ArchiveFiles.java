package payout.route;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;
import org.apache.camel.spi.PollingConsumerPollStrategy;
import org.apache.camel.support.DefaultPollingConsumerPollStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.inbox.InboxName;
import payout.ledger.ArchiveLedger;

/**
 * What the ledger knows of the files that are kept beside an inbox: which of them may leave {@code
 * .waiting}, and which files in {@code .done} and {@code .rejected} are old enough to be deleted.
 *
 * <p>A file that the ledger does not know under its name in its inbox is left alone. A done-file
 * moves with its file. Nothing is recorded, so the next poll completes a move or a deletion that a
 * crash interrupted.
 */
public final class ArchiveFiles {

  private static final Logger LOG = LoggerFactory.getLogger(ArchiveFiles.class);
  private static final long RETRY_NS = TimeUnit.MINUTES.toNanos(59);

  private final ArchiveLedger ledger;
  private final int keepDays;
  private final Set<String> tried = ConcurrentHashMap.newKeySet();
  private volatile long triedSince = System.nanoTime();

  /**
   * Asks this ledger.
   *
   * @param keepDays how long settled and refused files are kept, in days
   */
  public ArchiveFiles(ArchiveLedger ledger, int keepDays) {
    this.ledger = ledger;
    this.keepDays = keepDays;
  }

  /** The step of the route {@code move-decided}: names the place to which the file moves. */
  public void findPlace(Exchange exchange) {
    String inbox = exchange.getProperty(InboxArchive.INBOX, String.class);
    String name = exchange.getMessage().getHeader(Exchange.FILE_NAME_ONLY, String.class);
    placeOf(inbox, name).ifPresent(place -> exchange.setProperty(InboxArchive.ARCHIVE, place));
  }

  /** Polls {@code .waiting} of an inbox only after a file of that inbox has had to wait. */
  PollingConsumerPollStrategy onceFilesWaited(String inbox) {
    return new DefaultPollingConsumerPollStrategy() {
      @Override
      public boolean begin(Consumer consumer, Endpoint endpoint) {
        return ledger.hasWaited(inbox);
      }
    };
  }

  /** The files in {@code .waiting} of an inbox that were decided. */
  GenericFileFilter<Object> decided(String inbox) {
    return file -> placeOf(inbox, file.getFileNameOnly()).isPresent();
  }

  /**
   * The files in a folder of the archive that were settled or refused long enough ago. A file is
   * deleted once an hour at most: one that cannot be deleted is in the next listing again.
   */
  GenericFileFilter<Object> expired(String inbox, String folder) {
    return file ->
        !wasTried(file.getAbsoluteFilePath())
            && ledger.isOver(inbox, folder + "/" + payoutFile(file.getFileNameOnly()), keepDays);
  }

  /** The same for statements, which are decided when they come: their names tell when. */
  GenericFileFilter<Object> expiredStatements() {
    return file ->
        !wasTried(file.getAbsoluteFilePath())
            && ledger.isArchivedBefore(file.getFileNameOnly(), keepDays);
  }

  private boolean wasTried(String path) {
    if (System.nanoTime() - triedSince > RETRY_NS) {
      triedSince = System.nanoTime();
      tried.clear();
    }
    return tried.contains(path);
  }

  /** The step of the route {@code clean-archive}: Camel deletes the file after it. */
  public void reportDeletion(Exchange exchange) {
    GenericFile<?> file =
        exchange.getProperty(ExchangePropertyKey.FILE_EXCHANGE_FILE, GenericFile.class);
    tried.add(file.getAbsoluteFilePath());
    LOG.info("Deleting {}, which is older than {} days.", file.getAbsoluteFilePath(), keepDays);
  }

  private Optional<String> placeOf(String inbox, String name) {
    String file = payoutFile(name);
    return ledger.placeOf(inbox, file).map(place -> place + name.substring(file.length()));
  }

  /** The file that a done-file belongs to, or the file itself. */
  private static String payoutFile(String name) {
    return name.endsWith(InboxName.DONE)
        ? name.substring(0, name.length() - InboxName.DONE.length())
        : name;
  }
}
