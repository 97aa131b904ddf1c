package payout.ledger;

import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
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
  private final Gates gates = new Gates();
  private final Node node;
  private final String linesMaxBefore;
  private Database aside;
  private LedgerHealth health;
  private SynchronousStandby standby;

  Ledger(Database database, ChinaClock clock, ProcessLock lock) {
    this.database = database;
    this.clock = clock;
    this.lock = lock;
    this.node = null;
    this.linesMaxBefore = "";
  }

  /** The ledger of a process that joins the nodes on it. */
  private Ledger(
      Database database, NodeIdentity identity, long form, ChinaClock wall, ProcessLock lock) {
    this.database = database;
    this.lock = lock;
    // The settings of the last process, which joining replaces by those of this one.
    this.linesMaxBefore = RetakeLedger.linesMax(database);
    this.node =
        Node.join(
            database, identity, owner, form, wall, System::nanoTime, NodePlace.Patience.DEFAULT);
    this.clock = node.clock();
    database.actAs(identity.name());
    gates.add(node);
    node.start();
  }

  /**
   * Opens a ledger that cannot lose anything, such as a scratch one, to run on it. It has no payer,
   * and this process is no node.
   *
   * @param kind production or sandbox; a ledger opens only for the kind that it was created for
   * @throws LedgerException when another process runs on it, when it is of another kind or of a
   *     newer program, or when it cannot be opened
   */
  public static Ledger run(LedgerAddress address, String kind, ChinaClock clock) {
    return run(address, kind, Beginning.unasked(), null, clock);
  }

  /**
   * Opens the ledger to run on it: exclusively on SQLite, migrated, created when it is new. If an
   * embedded ledger is a link, its target is opened and locked.
   *
   * <p>A ledger that never accepted a file is used only if {@code beginning} allows it. That is
   * checked before anything is written, and again before the stamp, so that it is checked again if
   * the process ends in between.
   *
   * <p>Joins the nodes on it, see {@link Node#join}; that may take 35 seconds.
   *
   * @param kind production or sandbox; a ledger opens only for the kind that it was created for
   * @param identity who this process is; null for no node
   * @param clock the clock of this machine
   * @throws LedgerException when another process runs on it, when it is of another kind or payer or
   *     of a newer program, when it must not begin, when this process cannot join, or when it
   *     cannot be opened
   */
  public static Ledger run(
      LedgerAddress address,
      String kind,
      Beginning beginning,
      NodeIdentity identity,
      ChinaClock clock) {
    LedgerAddress real = address.real();
    ProcessLock lock = ProcessLock.take(real);
    try {
      if (real.file().filter(LedgerFile::isMissingOrEmpty).isPresent()) {
        beginning.require();
      }
      real.file().ifPresent(LedgerFile::makeOwn);
      Database database = Database.open(real.url(), real.user(), real.password());
      try {
        long form =
            Migrations.run(
                database,
                beginning::require,
                () -> {
                  if (identity != null) {
                    Stamp.checkPartner(database, identity.partner());
                  }
                });
        Checkpoint.LEDGER_MIGRATED.pass();
        Stamp.put(database, kind, beginning, clock);
        if (identity != null) {
          Stamp.putPartner(database, identity.partner());
        }
        endOtherLeases(database);
        Checkpoint.LEDGER_STAMPED.pass();
        return identity == null
            ? new Ledger(database, clock, lock)
            : new Ledger(database, identity, form, clock, lock);
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
   * The same ledger by the time of its database, where several processes share one; this machine's
   * clock may be wrong. For a command, which asks once.
   */
  public Ledger byDatabaseTime() {
    if (database.isSqlite()) {
      return this;
    }
    DatabaseClock shared =
        new DatabaseClock(() -> Node.databaseTime(database), clock, System::nanoTime);
    return new Ledger(database, new ChinaClock(shared), lock);
  }

  /** From now on what is done here is recorded as done on this node or machine. */
  public Ledger actingOn(String name) {
    database.actAs(name);
    return this;
  }

  /** The version of the program of this node; empty for what is none. */
  public String version() {
    return node == null ? "" : node.version();
  }

  /** From now on each write that was committed tells here how long it waited and took, ns. */
  public void timeWrites(LongConsumer waited, LongConsumer took) {
    database.timeWrites(
        (waitedNs, tookNs) -> {
          waited.accept(waitedNs);
          took.accept(tookNs);
        });
  }

  /** The name of this node; empty for what is none. */
  public String nodeName() {
    return node == null ? "" : node.name();
  }

  /** The time by which leases, due times, days and alarms go. */
  public ChinaClock clock() {
    return clock;
  }

  /** Whether something new may begin. */
  public LedgerGate gate() {
    return gates;
  }

  /** Adds a reason for which nothing new may begin. */
  public void addGate(LedgerGate gate) {
    gates.add(gate);
  }

  /**
   * By how many milliseconds the clock of this machine is ahead of the database's, below 0 for
   * behind; 0 for what is no node.
   */
  public long clockOffsetMs() {
    return node == null ? 0 : node.clockOffsetMs();
  }

  /**
   * The intake of files that accepts each valid file immediately, with reasons in this language.
   */
  public IntakeLedger intake(Language language) {
    return intake(AcceptRules.AT_ONCE, language);
  }

  /** The intake of files, some of which have to wait, with reasons in this language. */
  public IntakeLedger intake(AcceptRules rules, Language language) {
    return new IntakeLedger(database, clock, owner, rules, language, gates);
  }

  /** Which process takes which file. */
  public ClaimLedger claims() {
    return claims(System::nanoTime);
  }

  ClaimLedger claims(LongSupplier nanos) {
    return new ClaimLedger(database, clock, owner, gates, nanos);
  }

  /** Files that wait, with reasons in this language. */
  public WaitingLedger waiting(AcceptRules rules, Language language) {
    return new WaitingLedger(database, clock, rules, language, gates);
  }

  /** Files that are submitted by the console. */
  public SubmissionLedger submissions() {
    return new SubmissionLedger(database, clock, gates, Source.UNKNOWN);
  }

  /** Where decided files are kept. */
  public ArchiveLedger archive() {
    return new ArchiveLedger(database, clock);
  }

  /** What a restored ledger lost, and takes again. */
  public RetakeLedger retakes() {
    return new RetakeLedger(database, clock, owner, linesMaxBefore);
  }

  /** What the ledger lost, as the folders of this node tell. */
  public LostFiles lostFiles() {
    return new LostFiles(database, clock, nodeName());
  }

  /** The reports of days. */
  public DayLedger days() {
    return days(false);
  }

  /**
   * The same where statements of the account come.
   *
   * @param withStatements whether the reports name the days without a complete one
   */
  public DayLedger days(boolean withStatements) {
    return new DayLedger(database, clock, withStatements);
  }

  /** Sending batches. */
  public SendLedger sending(SendRules rules) {
    SendLedger sending = new SendLedger(database, clock, owner, rules, gates, System::nanoTime);
    if (node != null) {
      node.count(sending::inFlight);
    }
    return sending;
  }

  /** Batches that the gateway took and did not settle in time. */
  public OverdueLedger overdue() {
    return new OverdueLedger(database, clock);
  }

  /** Batches that are stalled for too long. */
  public AlarmLedger alarms(AlarmLedger.Rules rules) {
    return new AlarmLedger(database, clock, rules);
  }

  /** What persons are to be told. */
  public NoticeLedger notices(NoticeLedger.Rules rules) {
    return new NoticeLedger(database, clock, owner, rules);
  }

  /** Taking notifies. */
  public NotifyLedger notifies() {
    return new NotifyLedger(database, clock, standbyGate());
  }

  /** Files that go out. */
  public PublicationLedger publications() {
    return new PublicationLedger(database);
  }

  /** What is due in the outbox, claimed and recorded. */
  public PublicationQueue publicationQueue() {
    return publicationQueue(false);
  }

  /**
   * The same.
   *
   * @param withSheets whether a workbook follows the result of each file
   */
  public PublicationQueue publicationQueue(boolean withSheets) {
    return new PublicationQueue(database, clock, owner, gates, System::nanoTime, withSheets);
  }

  /** The acts of an operator, where nothing needs a second person. */
  public ActLedger acts() {
    return acts(AcceptRules.AT_ONCE);
  }

  /** The acts of an operator; by these rules they may need a second person. */
  public ActLedger acts(AcceptRules rules) {
    return new ActLedger(database, clock, rules);
  }

  /** Who is logged in to the console. */
  public SessionLedger sessions() {
    return new SessionLedger(database, clock);
  }

  /** The tokens of the HTTP interface. */
  public TokenLedger tokens() {
    return new TokenLedger(database, clock);
  }

  /** What follows in the ledger when the users of the console change. */
  public UserLedger users() {
    return new UserLedger(database, clock);
  }

  /** Looks for payments; read-only. */
  public PaymentLedger payments() {
    return new PaymentLedger(database);
  }

  /** The payments that a statement of the account may concern; read-only. */
  public StatementLedger statements() {
    return new StatementLedger(database);
  }

  /**
   * Takes statements of the account.
   *
   * @param language of the sentences that say what files wait for
   */
  public StatementIntake statementIntake(Language language) {
    return new StatementIntake(database, clock, language);
  }

  /** How often readings of statements were broken off. */
  public StatementReadings statementReadings() {
    return new StatementReadings(database, clock);
  }

  /** The statements that came through their folder; read-only. */
  public StatementList statementList() {
    return new StatementList(database, clock);
  }

  /** The files, the newest first; read-only. */
  public FileList files() {
    return new FileList(database);
  }

  /** What needs a person, what is under way, and how today stands; read-only. */
  public OverviewLedger overview() {
    return new OverviewLedger(database, clock);
  }

  /** Indexes the accounts of files that came before there was an index. */
  public AccountBacklog accountBacklog() {
    return new AccountBacklog(database, clock, owner, gates);
  }

  /**
   * Packs files that were settled long ago.
   *
   * @param keepDays after how many days; 0 for never
   */
  public PackLedger packing(int keepDays) {
    return new PackLedger(database, clock, owner, gates, TimeUnit.DAYS.toMillis(keepDays));
  }

  /** Seals the trail. */
  public SealLedger sealing() {
    return new SealLedger(database, clock, owner, gates);
  }

  /** The sealed trail. */
  public TrailLedger trail() {
    return new TrailLedger(database, clock);
  }

  /** Adds up files again that an earlier program settled. */
  public FileRecount fileRecount() {
    return new FileRecount(database);
  }

  /** The largest payments of files; read-only. */
  public LargestPayments largestPayments() {
    return new LargestPayments(database);
  }

  /** Who did what. */
  public AuditLedger audit() {
    return new AuditLedger(database, clock);
  }

  /** The batches behind what needs a person; read-only. */
  public NeedList needList() {
    return new NeedList(database, clock);
  }

  /** The state of files and batches; read-only. */
  public StatusLedger status() {
    return new StatusLedger(database, clock);
  }

  /**
   * From now on nothing new begins, and no notify is accepted, while no synchronous standby follows
   * the server, and nothing is committed while it requires none.
   *
   * @throws LedgerException when that cannot be seen
   */
  public synchronized void requireStandby() {
    standby = new SynchronousStandby(aside());
    gates.add(standby);
    database.requireStandby();
  }

  /** Whether the ledger can be read and written, at any time; closed with this ledger. */
  public synchronized LedgerHealth health() {
    if (health == null) {
      health = new LedgerHealth(database, aside(), clock, owner);
    }
    return health;
  }

  /** The numbers behind the meters; over connections with short limits, closed with this ledger. */
  public synchronized MeterLedger meters() {
    return new MeterLedger(aside(), clock);
  }

  private synchronized LedgerGate standbyGate() {
    return standby == null ? LedgerGate.OPEN : standby;
  }

  private Database aside() {
    if (aside == null) {
      aside = database.aside();
    }
    return aside;
  }

  /** On the embedded database this process is the only one: no other process can have a lease. */
  private static void endOtherLeases(Database database) {
    if (database.isSqlite()) {
      database.write(
          sql ->
              sql.update("UPDATE lease SET lease_until = 0")
                  + sql.update("DELETE FROM intake_claim"));
    }
  }

  @Override
  public synchronized void close() {
    if (node != null) {
      node.close();
    }
    if (standby != null) {
      standby.close();
    }
    if (aside != null) {
      aside.close();
    }
    database.close();
    lock.close();
  }
}
