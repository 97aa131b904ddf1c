package payout.ledger;

import java.util.UUID;
import payout.batch.Checkpoint;
import payout.batch.ChinaClock;
import payout.batch.Language;

/** The ledger of one house, open. */
public final class Ledger implements AutoCloseable {

  private static final String KIND = "kind";

  private final Database database;
  private final ChinaClock clock;
  private final String owner = UUID.randomUUID().toString();
  private final ProcessLock lock;

  private Ledger(Database database, ChinaClock clock, ProcessLock lock) {
    this.database = database;
    this.clock = clock;
    this.lock = lock;
  }

  /**
   * Opens the ledger to run on it: alone on SQLite, brought up to date, made when it is new.
   *
   * @param kind production or sandbox; a ledger opens for the kind alone that it was made for
   * @throws LedgerException when another process runs on it, when it is of another kind or of a
   *     newer program, or when it cannot be opened
   */
  public static Ledger run(LedgerAddress address, String kind, ChinaClock clock) {
    ProcessLock lock = ProcessLock.take(address);
    try {
      Database database = Database.open(address.url(), address.user(), address.password());
      try {
        Migrations.run(database);
        Checkpoint.LEDGER_MIGRATED.pass();
        stamp(database, kind);
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
   * Opens the ledger beside a process that may be running on it; recovers and migrates nothing.
   *
   * @throws LedgerException when there is none yet, when it is of another version of the program,
   *     or when it cannot be opened
   */
  public static Ledger beside(LedgerAddress address, ChinaClock clock) {
    if (!address.exists()) {
      throw new LedgerException(
          "There is no ledger at payout.ledger.url yet; it is made by the first start of run.");
    }
    Database database = Database.open(address.url(), address.user(), address.password());
    try {
      Migrations.check(database);
      return new Ledger(database, clock, ProcessLock.none());
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  /** Taking in files, each sound one at once, with reasons in this language. */
  public IntakeLedger intake(Language language) {
    return intake(AcceptRules.AT_ONCE, language);
  }

  /** Taking in files, of which some have to wait, with reasons in this language. */
  public IntakeLedger intake(AcceptRules rules, Language language) {
    return new IntakeLedger(database, clock, owner, rules, language);
  }

  /** Files that wait, with reasons in this language. */
  public WaitingLedger waiting(AcceptRules rules, Language language) {
    return new WaitingLedger(database, clock, rules, language);
  }

  /** Where files are kept that were taken in. */
  public ArchiveLedger archive() {
    return new ArchiveLedger(database, clock);
  }

  /** The reports of days. */
  public DayLedger days() {
    return new DayLedger(database, clock);
  }

  /** Sending batches. */
  public SendLedger sending(SendRules rules) {
    return new SendLedger(database, clock, owner, rules);
  }

  /** Batches that the gateway took and did not settle in time. */
  public OverdueLedger overdue() {
    return new OverdueLedger(database, clock);
  }

  /** What stands still for too long. */
  public AlarmLedger alarms(AlarmRules rules) {
    return new AlarmLedger(database, clock, rules);
  }

  /** Taking notifies. */
  public NotifyLedger notifies() {
    return new NotifyLedger(database, clock);
  }

  /** Files that go out. */
  public PublicationLedger publications() {
    return new PublicationLedger(database, clock);
  }

  /** What a person does by hand. */
  public ActLedger acts() {
    return new ActLedger(database, clock);
  }

  /** Questions. */
  public StatusLedger status() {
    return new StatusLedger(database);
  }

  private static void stamp(Database database, String kind) {
    database.write(
        sql ->
            sql.update(
                "INSERT INTO stamp (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING",
                KIND,
                kind));
    String is =
        database.read(
            sql ->
                sql.first("SELECT value FROM stamp WHERE name = ?", row -> row.getString(1), KIND)
                    .orElseThrow());
    if (!is.equals(kind)) {
      throw new LedgerException(
          "The ledger at payout.ledger.url is one of "
              + is
              + " and must not be used for "
              + kind
              + "; set payout.ledger.url to another one.");
    }
    // On the embedded database this process is the only one, so nobody else's turn can be running.
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
