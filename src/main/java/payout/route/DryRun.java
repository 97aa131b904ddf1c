package payout.route;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import payout.batch.ChinaClock;
import payout.batch.OutboxCharset;
import payout.batch.OutputKind;
import payout.batch.PayoutLine;
import payout.batch.Words;
import payout.config.Settings;
import payout.inbox.InboxFile;
import payout.inbox.Intake;
import payout.inbox.IntakeSession;
import payout.inbox.OpenFile;
import payout.inbox.Row;
import payout.ledger.AcceptRules;
import payout.ledger.BatchContent;
import payout.ledger.FileClaim;
import payout.ledger.FileRecord;
import payout.ledger.ForwardingIntakeStore;
import payout.ledger.IntakeLedger;
import payout.ledger.IntakeStore;
import payout.ledger.Ledger;
import payout.ledger.Lookback;
import payout.ledger.LookbackRules;
import payout.ledger.PaidAfterAll;
import payout.ledger.Payment;
import payout.ledger.Publication;
import payout.ledger.Reception;
import payout.ledger.StagedBatch;
import payout.ledger.StatusLedger;
import payout.ledger.serial.SerialIndex;
import payout.ledger.sql.LedgerAddress;
import payout.outbox.OutputNames;
import payout.outbox.Publisher;
import payout.setup.IntakeSettings;

/**
 * The same intake as in a real run, into a scratch ledger that is deleted afterwards. The real
 * ledger, if there is one, is asked which bytes, serials and batch numbers it knows, and is not
 * changed: a checked file is never stored where it could be paid.
 *
 * <p>Each file gets its own scratch ledger, because it is checked as if it were the only one.
 */
public final class DryRun implements AutoCloseable {

  private static final int REPORTS_MAX = 10;

  private final Settings settings;
  private final StatusLedger real;
  private final OutboxCharset charset;
  private final Path folder;
  private final Ledger scratch;
  private final IntakeLedger ledger;
  private final Intake intake;

  /**
   * A dry run of one file.
   *
   * @param real the real ledger's answers; null if there is no ledger yet
   * @param charset the charset of the reports
   * @param folder a folder for this run alone, which is emptied before and deleted afterwards
   */
  public DryRun(
      Settings settings, StatusLedger real, ChinaClock clock, OutboxCharset charset, Path folder)
      throws IOException {
    this.settings = settings;
    this.real = real;
    this.charset = charset;
    this.folder = folder;
    delete(folder);
    Files.createDirectories(folder);
    LedgerAddress address =
        new LedgerAddress("jdbc:sqlite:" + folder.resolve("scratch.db"), "", "");
    this.scratch = Ledger.run(address, "CHECK", clock);
    this.ledger = scratch.intake(rules(clock), settings.outbox().language());
    this.intake = new Intake(IntakeSettings.rules(settings), new Store());
  }

  /** What a file would have to wait for now. */
  private AcceptRules rules(ChinaClock clock) {
    AcceptRules rules = IntakeSettings.acceptRules(settings);
    return real == null ? rules : rules.after(real.accepted(clock.today()));
  }

  /**
   * Checks a file.
   *
   * @param file its bytes, perhaps a copy; the caller closes it
   * @param name its name
   * @param number how often a file with this stem was checked here, including this time
   */
  public Result check(OpenFile file, String inbox, String name, int number) throws IOException {
    InboxFile arrived = intake.inspect(file, inbox, name);
    FileClaim claim = scratch.claims().claim(inbox, name).orElseThrow();
    Reception reception = ledger.arrive(claim, intake.arrival(arrived));
    FileRecord decided = decide(reception.file(), arrived);
    return new Result(decided, reports(number));
  }

  private FileRecord decide(FileRecord file, InboxFile arrived) throws IOException {
    Optional<FileRecord> before = real == null ? Optional.empty() : real.takenBefore(file.sha256());
    if (before.isPresent()) {
      return ledger.refuseAsDuplicate(file, before.get());
    }
    FileRecord refused = intake.refuseUnread(file, arrived);
    return refused == null ? read(file, arrived) : refused;
  }

  private FileRecord read(FileRecord file, InboxFile arrived) throws IOException {
    try (IntakeSession session = intake.open(file, arrived)) {
      Iterator<List<Row>> chunks = session.chunks();
      while (chunks.hasNext()) {
        session.aggregate(session.check(session.bind(chunks.next())));
      }
      return session.decide();
    }
  }

  private List<Report> reports(int number) throws IOException {
    Words words = Words.in(settings.outbox().language());
    Publisher publisher =
        new Publisher(scratch.publications(), charset, words, code -> code, false);
    String start = settings.kind() == Settings.Kind.SANDBOX ? "SANDBOX-CHECK-" : "CHECK-";
    List<Report> reports = new ArrayList<>();
    for (Publication due : scratch.publications().due(REPORTS_MAX)) {
      FileRecord file = due.file();
      OutputNames names = new OutputNames(file.name(), file.sha256(), number, false);
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      publisher.write(due, content);
      reports.add(new Report(start + name(due.kind(), names), content.toByteArray()));
    }
    return reports;
  }

  private static String name(OutputKind kind, OutputNames names) {
    return switch (kind) {
      case ACK -> names.ack();
      case WAITING -> names.waiting();
      case REJECTS -> names.rejects();
      case WARNINGS -> names.warnings();
      default -> throw new IllegalStateException("Intake publishes no " + kind + ".");
    };
  }

  @Override
  public void close() throws IOException {
    scratch.close();
    delete(folder);
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }

  /**
   * What a real run would have reported.
   *
   * @param file the file, with the decision that a real run would have made
   * @param reports the files that would have gone to the outbox
   */
  public record Result(FileRecord file, List<Report> reports) {}

  /** A file for the outbox, with at most 1000 faults. */
  public record Report(String name, byte[] content) {}

  /** The scratch ledger, which also knows what the real one knows. */
  private final class Store extends ForwardingIntakeStore {

    Store() {
      super(ledger);
    }

    @Override
    public List<SerialIndex.Hit> addSerials(FileRecord file, long[] entries) {
      ledger.addSerials(file, entries);
      return real == null ? List.of() : real.serialHits(entries);
    }

    @Override
    public Turn takeTurn(FileRecord file, List<StagedBatch> last, long[] serials) {
      Turn turn = ledger.takeTurn(file, last, serials);
      return new Turn(turn.reception(), real == null ? List.of() : real.serialHits(serials));
    }

    @Override
    public Lookback lookback(FileRecord file, LookbackRules rules) {
      return real == null ? null : real.lookback(rules);
    }

    /** Nobody looks for an account in a scratch ledger. */
    @Override
    public Lookback.Found addAccounts(FileRecord file, long[] entries, Lookback lookback) {
      return findAccounts(file, entries, lookback);
    }

    @Override
    public Lookback.Found findAccounts(FileRecord file, long[] entries, Lookback lookback) {
      return lookback == null ? Lookback.Found.NOTHING : real.accountHits(entries, lookback);
    }

    @Override
    public List<Long> batchesOfSerial(String serial) {
      return real == null ? List.of() : real.batchesOfSerial(serial);
    }

    @Override
    public Optional<Payment> lastPayment(String account) {
      return real == null ? Optional.empty() : real.lastPayment(account);
    }

    @Override
    public boolean wasPaid(String account) {
      return real != null && real.wasPaid(account);
    }

    @Override
    public PaidAfterAll.Known paidAfterAll() {
      List<PaidAfterAll> payments = real == null ? List.of() : real.paidAfterAll();
      return new PaidAfterAll.Known(payments, null);
    }

    @Override
    public Optional<BatchContent> content(long batchId) {
      return real.contentIfThere(batchId);
    }

    @Override
    public IntakeStore.Origin origin(long batchId) {
      return real.origin(batchId);
    }

    @Override
    public int timesAgain(FileRecord file) {
      return real == null ? 0 : real.timesAgain(file.sha256());
    }

    @Override
    public boolean isUsed(FileRecord file, String batchNo, List<PayoutLine> lines) {
      return real != null && real.isUsed(batchNo, file.sha256(), lines);
    }

    @Override
    public boolean isLost(FileRecord file) {
      return real != null && real.isLost(file);
    }

    @Override
    public FileRecord accept(FileRecord file, IntakeStore.Decision decision, long[] accounts) {
      return ledger.accept(file, decision);
    }
  }
}
