package payout.route;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.batch.Checkpoint;
import payout.batch.FileState;
import payout.batch.PayoutLine;
import payout.inbox.InboxFile;
import payout.inbox.Intake;
import payout.inbox.IntakeSession;
import payout.inbox.Original;
import payout.inbox.RawLine;
import payout.ledger.FileClaim;
import payout.ledger.FileRecord;
import payout.ledger.FileRestsException;
import payout.ledger.IntakeLedger;
import payout.ledger.Reception;
import payout.sftp.SftpFailure;

/**
 * The steps of the route {@code receive-file}.
 *
 * <p>A file that cannot be decided, for any reason, stays in its inbox and is read again. It moves
 * to the archive only after the ledger's decision is durable.
 */
public final class ReceiveFile {

  /** The exchange property that holds the ledger's number of the file. */
  static final String FILE_ID = "payoutFileId";

  /** The exchange property that holds the open session. */
  static final String SESSION = "payoutSession";

  private static final Logger LOG = LoggerFactory.getLogger(ReceiveFile.class);

  private final Intake intake;
  private final IntakeLedger ledger;
  private final Counters counters;
  private final Alarm alarm;

  /** One file at a time in this process, which bounds its memory. */
  private final Semaphore turn = new Semaphore(1, true);

  /** The steps for an intake and its ledger. */
  public ReceiveFile(Intake intake, IntakeLedger ledger, Counters counters, Alarm alarm) {
    this.intake = intake;
    this.ledger = ledger;
    this.counters = counters;
    this.alarm = alarm;
  }

  /**
   * Records the arrival and opens a session on a file that must be read. A file that is already
   * decided gets no session.
   */
  public void arrive(Exchange exchange) throws InterruptedException {
    turn.acquire();
    AfterExchange.run(exchange, AfterExchange.AFTER_MOVE, turn::release);
    FileClaim claim = InboxArchive.claimOf(exchange);
    Original original = InboxArchive.original(exchange);
    // It was complete when it was listed and opened, but it may have changed while it waited.
    original.requireUnchanged();
    String inbox = exchange.getProperty(InboxArchive.INBOX, String.class);
    InboxFile arrived = intake.inspect(original.opened(), inbox, original.name());
    Reception reception;
    try {
      reception = ledger.arrive(claim, intake.arrival(arrived));
    } catch (FileRestsException e) {
      alarm.raise(AlarmKind.INBOX, e.getMessage());
      return;
    }
    if (reception instanceof Reception.Decided && isArchived(reception.file(), original)) {
      // The process stopped before it recorded the move: this is another file of the same bytes.
      ledger.archived(reception.file());
      reception = ledger.arrive(claim, intake.arrival(arrived));
    }
    exchange.setProperty(FILE_ID, reception.file().id());
    Checkpoint.FILE_ARRIVED.pass();
    FileRecord decided = reception instanceof Reception.Decided ? reception.file() : null;
    if (decided == null) {
      decided = open(exchange, reception.file(), arrived);
    }
    if (decided == null) {
      return;
    }
    if (reception instanceof Reception.ToRead || decided.state() == FileState.DUPLICATE) {
      tell(decided);
    }
    archive(exchange, decided);
  }

  /** Opens a session on a file; one that is refused unread gets none and is returned. */
  private FileRecord open(Exchange exchange, FileRecord file, InboxFile arrived) {
    try {
      FileRecord refused = intake.refuseUnread(file, arrived);
      if (refused != null) {
        return refused;
      }
      IntakeSession session = intake.open(file, arrived);
      exchange.setProperty(SESSION, session);
      AfterExchange.run(exchange, AfterExchange.BEFORE_MOVE, () -> close(session, exchange));
      exchange.getIn().setBody(session.chunks());
      return null;
    } catch (RuntimeException e) {
      ledger.forget(file); // so that it does not count as broken off
      throw e;
    }
  }

  /** Both must be there: if another process just moved the file, only the archived one is. */
  private static boolean isArchived(FileRecord file, Original original) {
    return original.isThere(file.archiveName()) && original.isThere();
  }

  /** Whether the file must be read. */
  public boolean isToBeRead(Exchange exchange) {
    return exchange.getProperty(SESSION) != null;
  }

  /** Checks the lines of a chunk. */
  public List<PayoutLine> check(List<RawLine> lines, Exchange exchange) {
    return session(exchange).check(lines);
  }

  /** Aggregates the valid lines of a chunk into batches. */
  public void aggregate(List<PayoutLine> lines, Exchange exchange) {
    session(exchange).aggregate(lines);
  }

  /**
   * Takes or refuses the whole file, if it is still in its inbox and unchanged since it was read.
   */
  public void decide(Exchange exchange) {
    InboxArchive.original(exchange).requireUnchanged();
    FileRecord file = session(exchange).decide();
    tell(file);
    if (file.state() == FileState.AWAITING_LIMIT) {
      alarm.raise(
          AlarmKind.LIMIT,
          "The file " + file.name() + " waits: it would exceed the limit of the day.");
    }
    archive(exchange, file);
  }

  private void archive(Exchange exchange, FileRecord file) {
    Checkpoint.FILE_DECIDED.pass();
    exchange.setProperty(InboxArchive.ARCHIVE, file.archiveName());
    Original original = InboxArchive.original(exchange);
    AfterExchange.run(exchange, AfterExchange.AFTER_MOVE, () -> moved(file, original, exchange));
  }

  private void tell(FileRecord file) {
    counters.file(file, file.state().name());
    LOG.info(
        "File {} of {}: {}, {} lines, {} yuan, {} batches. {}",
        file.name(),
        file.inbox(),
        file.state(),
        file.lines(),
        file.amount(),
        file.batches(),
        file.reason());
  }

  /**
   * A file that could not be moved is polled again, and is then only moved. If another process took
   * it over, that one moves it, and records and reports that.
   */
  private void moved(FileRecord file, Original original, Exchange exchange) {
    FileClaim claim = InboxArchive.claimOf(exchange);
    if (!InboxArchive.isMoved(exchange) && !claim.isHeld()) {
      return;
    }
    if (!mayBeThere(original)) {
      Checkpoint.FILE_MOVED.pass();
      ledger.archived(file, claim);
      Checkpoint.FILE_ARCHIVED.pass();
    } else {
      alarm.raise(
          AlarmKind.ARCHIVE,
          "The file "
              + file.name()
              + " is "
              + file.state()
              + " and is still in its inbox, because it cannot be moved to "
              + file.archiveName()
              + "."
              + InboxArchive.trouble(exchange)
              + " The move is retried automatically; nothing is paid twice.");
    }
  }

  /** If the server does not answer, the file may have been moved or not; the next poll shows it. */
  private static boolean mayBeThere(Original original) {
    try {
      return original.isThere();
    } catch (SftpFailure e) {
      LOG.debug("The server cannot be asked.", e);
      return true;
    }
  }

  /** A session that ends without a decision leaves the ledger as if the file had never arrived. */
  private void close(IntakeSession session, Exchange exchange) {
    try {
      session.close();
    } catch (IOException e) {
      LOG.warn("A file that was read could not be closed.", e);
    }
    if (exchange.getProperty(InboxArchive.ARCHIVE) == null) {
      ledger.forget(session.file());
    }
  }

  static IntakeSession session(Exchange exchange) {
    return exchange.getProperty(SESSION, IntakeSession.class);
  }
}
