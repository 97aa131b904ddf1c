package payout.ledger;

import java.util.UUID;
import payout.batch.Checkpoint;
import payout.batch.ChinaClock;
import payout.batch.Language;
import payout.ledger.sql.Database;
import payout.ledger.sql.LedgerAddress;
import payout.ledger.sql.LedgerException;
import payout.ledger.sql.LedgerFile;
import payout.ledger.sql.Migrations;
import payout.ledger.sql.ProcessLock;

/** The open ledger of one home. */
public final class Ledger implements AutoCloseable {

  private final Database database;
  private final ChinaClock clock;
  private final String owner = UUID.randomUUID().toString();
  private final ProcessLock lock;

  Ledger(Database database, ChinaClock clock, ProcessLock lock) {
    this.database = database;
    this.clock = clock;
    this.lock = lock;
  }

  /**
   * Opens a ledger that cannot lose anything, such as a scratch one, to run on it.
   *
   * @param kind production or sandbox; a ledger opens only for the kind that it was created for
   * @throws LedgerException when another process runs on it, when it is of another kind or of a
   *     newer program, or when it cannot be opened
   */
  public static Ledger run(LedgerAddress address, String kind, ChinaClock clock) {
    return run(address, kind, Beginning.unasked(), clock);
  }

  /**
   * Opens the ledger to run on it: exclusively on SQLite, migrated, created when it is new. If an
   * embedded ledger is a link, its target is opened and locked.
   *
   * <p>A ledger that never accepted a file is used only if {@code beginning} allows it. That is
   * checked before anything is written, and again before the stamp, so that it is checked again if
   * the process ends in between.
   *
   * @param kind production or sandbox; a ledger opens only for the kind that it was created for
   * @throws LedgerException when another process runs on it, when it is of another kind or of a
   *     newer program, when it must not begin, or when it cannot be opened
   */
  public static Ledger run(
      LedgerAddress address, String kind, Beginning beginning, ChinaClock clock) {
    LedgerAddress real = address.real();
    ProcessLock lock = ProcessLock.take(real);
    try {
      if (real.file().filter(LedgerFile::isMissingOrEmpty).isPresent()) {
        beginning.require();
      }
      real.file().ifPresent(LedgerFile::makeOwn);
      Database database = Database.open(real.url(), real.user(), real.password());
      try {
        Migrations.run(database, beginning::require);
        Checkpoint.LEDGER_MIGRATED.pass();
        Stamp.put(database, kind, beginning, clock);
        endOtherLeases(database);
        Checkpoint.LEDGER_STAMPED.pass();
        return new Ledger(database, clock, lock);
      } catch (RuntimeException | Error e) {
        database.close();
        throw e;
      }
    } catch (RuntimeException | Error e) {
      lock.close();
      throw e;
    }
  }

  /**
   * Opens the ledger while another process may be running on it; recovers and migrates nothing.
   *
   * @throws LedgerException when there is none yet, when it is of another version of the program,
   *     or when it cannot be opened
   */
  public static Ledger beside(LedgerAddress address, ChinaClock clock) {
    if (!address.exists()) {
      throw new LedgerException(
          "There is no ledger at payout.ledger.url yet; the first start of run creates it.");
    }
    LedgerAddress real = address.real();
    if (real.file().filter(LedgerFile::isMissingOrEmpty).isPresent()) {
      throw Migrations.stillEmpty();
    }
    Database database = Database.open(real.url(), real.user(), real.password());
    try {
      Migrations.check(database);
      if (!Stamp.isThere(database)) {
        throw Migrations.stillEmpty();
      }
      return new Ledger(database, clock, ProcessLock.none());
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  /**
   * The intake of files that accepts each valid file immediately, with reasons in this language.
   */
  public IntakeLedger intake(Language language) {
    return intake(AcceptRules.AT_ONCE, language);
  }

  /** The intake of files, some of which have to wait, with reasons in this language. */
  public IntakeLedger intake(AcceptRules rules, Language language) {
    return new IntakeLedger(database, clock, owner, rules, language);
  }

  /** Files that wait, with reasons in this language. */
  public WaitingLedger waiting(AcceptRules rules, Language language) {
    return new WaitingLedger(database, clock, rules, language);
  }

  /** Where decided files are kept. */
  public ArchiveLedger archive() {
    return new ArchiveLedger(database, clock);
  }

  /** The reports of days. */
  public DayLedger days() {
    return new DayLedger(database, clock);
  }

  /** Sending batches. */
  public SendLedger sending(SendRules rules) {
    return new SendLedger(database, clock, owner, rules, System::nanoTime);
  }

  /** Batches that the gateway took and did not settle in time. */
  public OverdueLedger overdue() {
    return new OverdueLedger(database, clock);
  }

  /** Batches that are stalled for too long. */
  public AlarmLedger alarms(AlarmLedger.Rules rules) {
    return new AlarmLedger(database, clock, rules);
  }

  /** Taking notifies. */
  public NotifyLedger notifies() {
    return new NotifyLedger(database, clock);
  }

  /** Files that go out. */
  public PublicationLedger publications() {
    return new PublicationLedger(database);
  }

  /** What is due in the outbox, claimed and recorded. */
  public PublicationQueue publicationQueue() {
    return new PublicationQueue(database, clock, owner);
  }

  /** The acts of an operator, where nothing needs a second person. */
  public ActLedger acts() {
    return acts(AcceptRules.AT_ONCE);
  }

  /** The acts of an operator; by these rules they may need a second person. */
  public ActLedger acts(AcceptRules rules) {
    return new ActLedger(database, clock, rules);
  }

  /** The state of files and batches; read-only. */
  public StatusLedger status() {
    return new StatusLedger(database, clock);
  }

  /** On the embedded database this process is the only one: no other process can have a lease. */
  private static void endOtherLeases(Database database) {
    if (database.isSqlite()) {
      database.write(sql -> sql.update("UPDATE lease SET lease_until = 0"));
    }
  }

  @Override
  public void close() {
    database.close();
    lock.close();
  }
}
