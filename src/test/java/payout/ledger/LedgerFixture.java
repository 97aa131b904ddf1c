package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import payout.batch.BatchNo;
import payout.batch.ChinaClock;
import payout.batch.Language;
import payout.batch.Money;
import payout.batch.Payer;
import payout.batch.PayoutLine;
import payout.batch.RequestCharset;
import payout.batch.Verdict;
import payout.ledger.account.AccountEntry;
import payout.ledger.serial.SerialEntry;
import payout.ledger.sql.LedgerAddress;
import payout.ledger.sql.Statements;
import payout.testing.FastDisk;
import payout.testing.SettableClock;

/** A fresh ledger for each test, a clock that a test sets, and files to put into it. */
public abstract class LedgerFixture {

  static final String PARTNER = "2088000000000001";
  static final Payer PAYER =
      new Payer(
          PARTNER,
          "payer@example.com",
          "Payer Ltd",
          "",
          "",
          "https://gateway.example/gateway.do",
          RequestCharset.UTF_8);

  /** A lease of 2 min, a re-send after 1 min up to 1 h, a probe after 5 min. */
  static final SendRules RULES = new SendRules(PAYER, 120_000, 60_000, 3_600_000, 300_000);

  /** A file that cannot be decided fails the test. */
  static final FailedFile FAILS =
      (file, e) -> {
        throw e;
      };

  private static final int DEADLINE_S = 60;
  private static final Map<Engine, QueryPlans> PLANS =
      Map.of(Engine.SQLITE, new QueryPlans(), Engine.POSTGRESQL, new QueryPlans());

  @Parameter Engine engine;

  @TempDir(factory = FastDisk.class)
  Path folder;

  final SettableClock time = SettableClock.standing(Instant.parse("2026-03-10T02:00:00Z"));
  final ChinaClock clock = new ChinaClock(time);

  protected LedgerAddress address;
  Ledger ledger;
  IntakeLedger intake;
  SendLedger sending;
  OverdueLedger overdue;
  NotifyLedger notifies;
  ActLedger acts;
  StatusLedger status;
  PublicationLedger publications;
  PublicationQueue queue;

  private final List<AutoCloseable> open = new ArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private Connection own;
  private int row;

  @BeforeEach
  void openLedger() {
    Statements.watch(plans()::hear);
    address = engine == Engine.SQLITE ? EmptyLedger.file(folder) : EmptyLedger.schema();
    use(EmptyLedger.open(address, clock));
    open.add(ledger);
  }

  /** What was heard on this database, by all tests so far. */
  QueryPlans plans() {
    return PLANS.get(engine);
  }

  /** No test may run a statement that takes longer the older a ledger is. */
  @AfterEach
  void every_statement_was_answered_by_an_index() throws SQLException {
    Statements.watch(null);
    if (!plans().hasNew()) {
      return;
    }
    try (Connection connection = engine == Engine.SQLITE ? connect() : GrownLedger.connect()) {
      assertThat(plans().faults(connection, engine))
          .as("statements that read a table, or an index that is not partial, from end to end")
          .isEmpty();
    }
  }

  @AfterEach
  void closeAll() throws Exception {
    threads.shutdownNow();
    for (AutoCloseable each : open) {
      each.close();
    }
    ledger.close();
  }

  /** Ends the process and starts it again. */
  void restart() {
    ledger.close();
    use(Ledger.run(address, "production", clock));
  }

  private void use(Ledger opened) {
    ledger = opened;
    intake = ledger.intake(Language.EN);
    sending = ledger.sending(RULES);
    overdue = ledger.overdue();
    notifies = ledger.notifies();
    acts = ledger.acts();
    status = ledger.status();
    publications = ledger.publications();
    queue = ledger.publicationQueue();
  }

  /** Another node on the same ledger; on SQLite there can be none. */
  Ledger anotherProcess() {
    Ledger another = Ledger.run(address, "production", clock);
    open.add(another);
    return another;
  }

  /** Something that is to be closed after the test. */
  <T extends AutoCloseable> T closedAtEnd(T opened) {
    open.add(opened);
    return opened;
  }

  /** An operator's command while the process is running. */
  Ledger beside() {
    return beside(clock);
  }

  /** The same on a machine with a different clock. */
  Ledger beside(ChinaClock clock) {
    Ledger beside = Ledger.beside(address, clock);
    open.add(beside);
    return beside;
  }

  // ---- files

  /** Lines with serials {@code A-1}, {@code A-2}, …, of 1.01, 2.02, … yuan. */
  protected static List<PayoutLine> lines(String prefix, int count) {
    List<PayoutLine> lines = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      lines.add(line(prefix + "-" + i, i, 101L * i));
    }
    return lines;
  }

  static PayoutLine line(String serial, int row, long fen) {
    return new PayoutLine(
        row,
        serial,
        serial.toLowerCase(java.util.Locale.ROOT) + "@example.com",
        "张三",
        new Money(fen),
        "");
  }

  static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Accepts a file of one batch with lines, …, and returns the batch's number. */
  String oneBatch(int lines) {
    return accept("a.csv", List.of(lines("A", lines))).get(0);
  }

  /** Accepts a file of many batches of one line each, and returns their numbers. */
  List<String> manyBatches(int count) {
    List<List<PayoutLine>> batches = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      batches.add(List.of(line("A-" + i, i, 100)));
    }
    return accept("a.csv", batches);
  }

  /** Accepts a file whose SHA-256 is made from its name, and returns its batches' numbers. */
  protected List<String> accept(String name, List<List<PayoutLine>> batches) {
    return accept(name, sha256(name), batches);
  }

  List<String> accept(String name, String sha256, List<List<PayoutLine>> batches) {
    Reception reception = arrive(name, sha256);
    assertThat(reception).isInstanceOf(Reception.ToRead.class);
    FileRecord taken = take(reception.file(), batches);
    assertThat(taken.state().name()).isEqualTo("ACCEPTED");
    return status.batches(taken.id()).stream().map(BatchRecord::batchNo).toList();
  }

  Reception arrive(String name, String sha256) {
    return intake.arrive(
        claim(name), new IntakeStore.Arrival("inbox", name, sha256, 100, ++row, PAYER));
  }

  FileClaim claim(String name) {
    return ledger.claims().claim("inbox", name).orElseThrow();
  }

  FileRecord take(FileRecord file, List<List<PayoutLine>> batches) {
    Money sum = Money.ZERO;
    long count = 0;
    List<StagedBatch> staged = new ArrayList<>();
    List<Long> entries = new ArrayList<>();
    List<Long> accounts = new ArrayList<>();
    for (int i = 0; i < batches.size(); i++) {
      StagedBatch batch = StagedBatch.of(i + 1, batches.get(i));
      staged.add(batch);
      sum = sum.plus(batch.amount());
      count += batch.lines();
      for (PayoutLine line : batches.get(i)) {
        entries.add(SerialEntry.of(line.serial(), i + 1));
        accounts.add(AccountEntry.of(line, i + 1));
      }
    }
    intake.stage(file, staged);
    if (intake.takeTurn(file) instanceof Reception.Decided duplicate) {
      return duplicate.file();
    }
    intake.addSerials(file, sorted(entries));
    FileRecord taken =
        intake.accept(
            file,
            new IntakeStore.Decision(count, sum, 0, batches.size(), 0, new byte[0], "", ""),
            sorted(accounts));
    intake.archived(taken);
    return taken;
  }

  private static long[] sorted(List<Long> entries) {
    return entries.stream().mapToLong(each -> each).sorted().toArray();
  }

  static String number(String name, int round, int place) {
    return BatchNo.of(sha256(name), round, place).value();
  }

  // ---- batches

  BatchRecord batch(String batchNo) {
    List<BatchRecord> found = status.batches(batchNo);
    return found.get(found.size() - 1);
  }

  String state(String batchNo) {
    return batch(batchNo).state().name();
  }

  List<PayoutLine> linesOf(String batchNo) {
    return status.content(batch(batchNo).id()).lines();
  }

  List<String> resultsOf(String batchNo) {
    return status.content(batch(batchNo).id()).results().stream()
        .map(result -> result.state().name())
        .toList();
  }

  List<String> eventsOf(String batchNo) {
    return status.events(batch(batchNo)).stream().map(StatusLedger.Event::kind).toList();
  }

  /** Seals every row of the trail; how many seals that takes. */
  int seal() {
    SealLedger sealing = ledger.sealing();
    int seals = 0;
    while (sealing.step()) {
      seals++;
      assertThat(seals).isLessThan(1000);
    }
    return seals;
  }

  /** Claims what is due and records a verdict. */
  Claim post(Verdict verdict) {
    Claim claim = sending.claim().orElseThrow();
    sending.record(claim, verdict);
    return claim;
  }

  /** The batches that became overdue and were not reported before. */
  List<BatchRecord> noteOverdue() {
    List<BatchRecord> told = new ArrayList<>();
    overdue.report(told::add);
    return told;
  }

  static Act act(String reason) {
    return new Act("wang", reason, false);
  }

  static Act dryRun() {
    return new Act("wang", "only asking", true);
  }

  void pass(Duration duration) {
    time.move(duration);
  }

  // ---- SQL, on a separate connection

  Connection connect() throws SQLException {
    return engine == Engine.SQLITE
        ? DriverManager.getConnection(address.url())
        : DriverManager.getConnection(address.url(), address.user(), address.password());
  }

  /** The connection of the test itself; PostgreSQL starts a process for each new one. */
  private Connection own() throws SQLException {
    if (own == null) {
      own = connect();
      open.add(own);
    }
    return own;
  }

  /** The rows of a query as texts, columns separated by blanks. */
  List<String> rows(String query) {
    try (Statement statement = own().createStatement();
        ResultSet result = statement.executeQuery(query)) {
      List<String> rows = new ArrayList<>();
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        String[] row = new String[columns];
        for (int i = 0; i < columns; i++) {
          row[i] = result.getString(i + 1);
        }
        rows.add(String.join(" ", Arrays.stream(row).map(String::valueOf).toList()));
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(query, e);
    }
  }

  String one(String query) {
    List<String> rows = rows(query);
    assertThat(rows).as(query).hasSize(1);
    return rows.get(0);
  }

  protected void change(String statement) {
    try (Statement each = own().createStatement()) {
      each.executeUpdate(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(statement, e);
    }
  }

  /** Everything that can change, as text: equal before and after what must change nothing. */
  String everything() {
    StringBuilder all = new StringBuilder();
    for (String table :
        List.of(
            "payout_file",
            "submission",
            "batch",
            "batch_results",
            "publication",
            "pause",
            "again",
            "proposal",
            "correction",
            "accepted_day",
            "closed_day",
            "notify",
            "event",
            "act_key",
            "audit")) {
      all.append(table).append(rows("SELECT * FROM " + table + " ORDER BY 1, 2")).append('\n');
    }
    return all.toString();
  }

  // ---- threads

  <T> Future<T> start(Callable<T> work) {
    return threads.submit(work);
  }

  static <T> T end(Future<T> work) throws Exception {
    return work.get(DEADLINE_S, TimeUnit.SECONDS);
  }

  /** Starts the same work on many threads at the same time and returns all results. */
  <T> List<T> atOnce(List<Callable<T>> works) throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    List<Future<T>> futures = new ArrayList<>();
    for (Callable<T> work : works) {
      futures.add(
          start(
              () -> {
                go.await();
                return work.call();
              }));
    }
    go.countDown();
    List<T> answers = new ArrayList<>();
    for (Future<T> each : futures) {
      answers.add(end(each));
    }
    return answers;
  }

  /**
   * On PostgreSQL: runs tasks until each waits for a row that another transaction has locked; only
   * then commits that transaction.
   */
  @SafeVarargs
  final <T> List<Future<T>> overtaken(String neighbour, Callable<T>... works) throws Exception {
    List<Future<T>> futures = new ArrayList<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.executeUpdate(neighbour);
      for (Callable<T> work : works) {
        futures.add(start(work));
        int waiting = futures.size();
        Awaitility.await()
            .atMost(Duration.ofSeconds(DEADLINE_S))
            .pollDelay(Duration.ZERO)
            .pollInterval(Duration.ofMillis(5))
            .until(() -> waiting() >= waiting);
      }
      connection.commit();
    }
    return futures;
  }

  private int waiting() {
    return Integer.parseInt(
        one(
            "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database()"
                + " AND wait_event_type = 'Lock'"));
  }
}
