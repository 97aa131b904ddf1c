package payout.crash;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileOperations;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Synchronization;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.SynchronizationAdapter;
import payout.batch.BatchState;
import payout.batch.Checkpoint;
import payout.batch.ChinaClock;
import payout.batch.FileState;
import payout.batch.Language;
import payout.batch.Money;
import payout.batch.OutboxCharset;
import payout.batch.Payer;
import payout.batch.RequestCharset;
import payout.batch.Words;
import payout.config.EndpointUri;
import payout.gateway.AnswerReader;
import payout.gateway.GatewayCodes;
import payout.gateway.Md5Signer;
import payout.gateway.OutcomeRule;
import payout.gateway.Signer;
import payout.inbox.Completeness;
import payout.inbox.ConsoleInbox;
import payout.inbox.Intake;
import payout.inbox.IntakeRules;
import payout.inbox.LineLimits;
import payout.inbox.Listed;
import payout.inbox.LocalFolder;
import payout.inbox.Original;
import payout.inbox.ReadWatch;
import payout.ledger.AcceptRules;
import payout.ledger.AlarmLedger;
import payout.ledger.BatchRecord;
import payout.ledger.Claim;
import payout.ledger.EmptyLedger;
import payout.ledger.FileRecord;
import payout.ledger.IntakeLedger;
import payout.ledger.Ledger;
import payout.ledger.SendLedger;
import payout.ledger.SendRules;
import payout.ledger.Submitted;
import payout.ledger.Upload;
import payout.ledger.WaitingLedger;
import payout.ledger.sql.LedgerAddress;
import payout.outbox.LocalOutbox;
import payout.outbox.OutputNames;
import payout.outbox.Publisher;
import payout.route.AcceptNotify;
import payout.route.Alarm;
import payout.route.ArchiveFiles;
import payout.route.CallDeadline;
import payout.route.CatchUp;
import payout.route.CleanSubmissions;
import payout.route.Counters;
import payout.route.InboxArchive;
import payout.route.KeptOperations;
import payout.route.NotifyGuard;
import payout.route.OutboxPause;
import payout.route.PayoutRecords;
import payout.route.PublishResults;
import payout.route.ReceiveFile;
import payout.route.Refusals;
import payout.route.RouteAlarm;
import payout.route.SealTrail;
import payout.route.Shutdown;
import payout.route.SignRequest;
import payout.route.SubmitBatch;
import payout.route.TakeApprovals;
import payout.route.TakeStatements;
import payout.route.TakeSubmissions;
import payout.route.Watch;
import payout.route.WatchNode;
import payout.route.WatchWaiting;
import payout.testing.Folders;
import payout.testing.SettableClock;

/**
 * The product on one thread: its routes ({@link RouteSteps}) on a real ledger and real folders,
 * without Camel's consumers, threads and sockets in between. It ends by a {@link PowerCut} and
 * starts again on what was left on the disk.
 */
final class SimulatedService implements AutoCloseable {

  private static final CamelContext CAMEL = new DefaultCamelContext();
  private static final Payer PAYER =
      new Payer(
          SimulatedGateway.PARTNER,
          "payer@company.example",
          "毛毛有限公司",
          "",
          "",
          "https://gateway.example.com/gateway.do",
          RequestCharset.UTF_8);
  private static final GatewayCodes CODES = GatewayCodes.load();
  private static final SendRules RULES = new SendRules(PAYER, 128_000, 60_000, 3_600_000, 900_000);

  private final Path home;
  private final SettableClock time;
  private final ChinaClock clock;
  private final SimulatedGateway gateway;
  private final PowerSwitch power;
  private final int batchLinesMax;
  private final Map<String, String> outputs = new TreeMap<>();
  private final List<String> wrongs = new ArrayList<>();
  private Ledger ledger;
  private RouteSteps routes;
  private InboxArchive archive;
  private InboxArchive approvalArchive;
  private InboxArchive statementArchive;
  private Exchange inHand;
  private LocalFolder inboxFolder;
  private LocalFolder approvalFolder;
  private LocalFolder statementFolder;
  private AcceptNotify notifies;
  private final Deque<Claim> claimed = new ArrayDeque<>();
  private boolean moreFiles;
  private SendLedger sending;

  /** What happens between a claim and its post. */
  private Consumer<Claim> beforePost = claim -> {};

  private int deaths;
  private ConsoleInbox console;
  private final Map<String, byte[]> unanswered = new TreeMap<>();
  private final Set<String> answered = new HashSet<>();
  private int submitted;
  private boolean submissionsFirst;

  /** What happens while a post is in flight. */
  private Runnable whileInFlight = () -> {};

  private boolean leavesOutLines;
  private AcceptRules accept = AcceptRules.AT_ONCE;

  /** Whether the disk of the outbox takes the next file. */
  private boolean outboxIsFull;

  SimulatedService(
      Path home,
      SettableClock time,
      SimulatedGateway gateway,
      PowerSwitch power,
      int batchLinesMax) {
    this.home = home;
    this.time = time;
    this.clock = new ChinaClock(time);
    this.gateway = gateway;
    this.power = power;
    this.batchLinesMax = batchLinesMax;
  }

  /** Starts the process; false when it died of it. */
  boolean start() {
    power.on();
    try {
      ledger = Ledger.run(address(), "PRODUCTION", clock);
      ledger.sending(RULES).recover();
      ledger.publicationQueue().recover();
      Checkpoint.SENDING_RECOVERED.pass();
      ledger.sending(RULES).recover();
      build();
      return true;
    } catch (PowerCut cut) {
      die();
      return false;
    }
  }

  /** Starts it as often as it takes. */
  void startAnyhow() {
    while (!isRunning() && !start()) {
      // It died while it started, and is started again.
    }
  }

  boolean isRunning() {
    return ledger != null;
  }

  int deaths() {
    return deaths;
  }

  Ledger ledger() {
    return ledger;
  }

  /** Spares the first start the migrations, where it does not end in them. */
  void beginMigrated() {
    try {
      Path data = Files.createDirectories(home.resolve("data"));
      EmptyLedger.make(data.resolve("ledger.db"), "PRODUCTION");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  LedgerAddress address() {
    return new LedgerAddress("jdbc:sqlite:" + home.resolve("data/ledger.db"), "", "");
  }

  List<String> wrongs() {
    return wrongs;
  }

  /** Every file that ever lay in the outbox, by its name. */
  Map<String, String> outputs() {
    return outputs;
  }

  Path inbox() {
    return home.resolve("inbox");
  }

  Path outbox() {
    return home.resolve("outbox");
  }

  void outboxIsFull(boolean is) {
    outboxIsFull = is;
  }

  void beforePost(Consumer<Claim> what) {
    beforePost = what;
  }

  /** The ledger of the posts of this process. */
  SendLedger sending() {
    return sending;
  }

  void whileInFlight(Runnable what) {
    whileInFlight = what;
  }

  /** Whether invalid lines are left out; else they refuse their file. */
  void leavesOutLines() {
    leavesOutLines = true;
  }

  /** Whether an operator has to approve every file, within three days. */
  void needsApproval() {
    accept = new AcceptRules(Money.ZERO, 72 * 3_600_000L, List.of(), Map.of(), null, false);
  }

  /** A limit of the day that a busy day passes; what is over it goes out on another. */
  void limitsTheDay() {
    accept = new AcceptRules(null, 0, List.of(), Map.of(), Money.parse("20000.00"), true);
  }

  /** A supplier's file, as old as the clock says. */
  void drop(String name, byte[] content) {
    Folders.drop(inbox(), name, content);
    try {
      Files.setLastModifiedTime(inbox().resolve(name), FileTime.from(time.instant()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A program that submits a file by the console, again and again until it has an answer. */
  void submitLater(String name, byte[] content) {
    unanswered.put(name, content);
    submitted++;
  }

  private Path work() {
    return home.resolve("data/work");
  }

  /** How many files were to be submitted. */
  int submitted() {
    return submitted;
  }

  /** Whether every submission was answered and taken in. */
  boolean hasTakenSubmissions() {
    return unanswered.isEmpty() && console.due(false, work()).isEmpty();
  }

  /** Whether submitted files are looked at before those in the folder. */
  void takesSubmissionsFirst() {
    submissionsFirst = true;
  }

  /** The routes of the inbox and of submitted files, for each file that is there. */
  void lookAtInbox() {
    unanswered.forEach((name, content) -> alive(() -> submit(name, content)));
    unanswered.keySet().removeAll(answered);
    if (submissionsFirst) {
      alive(this::lookAtSubmissions);
    }
    for (Listed each : listed(inboxFolder)) {
      alive(() -> receive(each));
    }
    if (!submissionsFirst) {
      alive(this::lookAtSubmissions);
    }
  }

  /** An upload whose process died is closed by nobody. */
  private void submit(String name, byte[] content) {
    Upload upload = console.begin(name, content.length, "li", false);
    try {
      upload.write(content, 0, content.length);
      Submitted answer = upload.finish();
      if (!ledger.status().file(answer.id()).name().equals(name)) {
        wrongs.add("another file was submitted than " + name);
      }
      answered.add(name);
    } catch (RuntimeException e) {
      upload.close();
      throw e;
    }
  }

  private void lookAtSubmissions() throws Exception {
    routes.property("inbox", "console").property("submissions", "submissionsOfConsole");
    try {
      routes.run("submissions", exchange());
    } finally {
      routes.property("inbox", "inbox");
    }
  }

  /** What Camel does when it is done with a part of a split. */
  private void endPart(Exchange part, Exception failure) {
    if (failure != null) {
      note(failure);
    }
    completions(part).stream()
        .map(SynchronizationAdapter.class::cast)
        .sorted(Comparator.comparingInt(SynchronizationAdapter::getOrder))
        .forEach(each -> end(each, part, failure));
  }

  private static void end(Synchronization each, Exchange part, Exception failure) {
    try {
      if (failure == null) {
        each.onComplete(part);
      } else {
        each.onFailure(part);
      }
    } catch (RuntimeException e) {
      // Camel would say so in the log.
    }
  }

  /** How many submissions, whole or not, have bytes in the ledger. */
  int storedSubmissions() {
    try (Connection connection = DriverManager.getConnection(address().url());
        Statement statement = connection.createStatement();
        ResultSet count =
            statement.executeQuery("SELECT COUNT(DISTINCT submission_id) FROM submission_chunk")) {
      count.next();
      return count.getInt(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The route {@code clean-submissions}. */
  void clean() {
    alive(() -> routes.run("clean-submissions", exchange()));
  }

  /** The routes {@code claim-batch} and {@code submit-batch}, until nothing is due. */
  void submit() {
    alive(
        () -> {
          do {
            routes.run("claim-batch", exchange());
          } while (postClaimed());
        });
  }

  private boolean postClaimed() {
    boolean any = !claimed.isEmpty();
    while (!claimed.isEmpty()) {
      Claim claim = claimed.remove();
      beforePost.accept(claim);
      Exchange exchange = exchange();
      exchange.getMessage().setBody(claim);
      runNoting("submit-batch", exchange);
    }
    return any;
  }

  /** The route {@code publish-results}, until nothing is due or a file cannot be written. */
  void publish() {
    alive(
        () -> {
          do {
            moreFiles = false;
            try {
              routes.run("publish-results", exchange());
            } finally {
              noteOutputs();
            }
          } while (moreFiles);
        });
  }

  /** The route {@code accept-notify}; whether it answered success and did not die of it. */
  boolean take(SimulatedGateway.Notice notice, String verifyAnswer) {
    boolean[] success = new boolean[1];
    alive(
        () -> {
          Exchange exchange = exchange();
          routes
              .step(
                  "read-notify",
                  each -> each.getMessage().setBody(notifies.parse(gateway.bytes(notice))))
              .step(
                  "ask-gateway",
                  each ->
                      answer(
                          each,
                          200,
                          verifyAnswer.getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
              .run("accept-notify", exchange);
          success[0] =
              exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, int.class) == 200;
        });
    return success[0];
  }

  /** The route {@code watch}. */
  void watch() {
    alive(() -> routes.run("watch", exchange()));
  }

  /** An operator who approves whatever waits, and the route {@code take-approvals}. */
  void approve() {
    alive(
        () -> {
          for (FileRecord file : ledger.status().files(1000)) {
            if (file.state() == FileState.AWAITING_APPROVAL) {
              writeApproval(file);
            }
          }
        });
    for (Listed each : listed(approvalFolder)) {
      alive(() -> approve(each));
    }
  }

  private void writeApproval(FileRecord file) throws IOException {
    String text = "sha256=" + file.sha256() + "\namount=" + file.amount() + "\nby=wang\n";
    String name = approvalName(file);
    Folders.drop(
        home.resolve("approvals"), name, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    Files.setLastModifiedTime(
        home.resolve("approvals").resolve(name), FileTime.from(time.instant()));
  }

  private static String approvalName(FileRecord file) {
    return new OutputNames(file.name(), file.sha256(), file.arrival(), false).approval();
  }

  /** Time may have leapt over the days for which its file waits. */
  private boolean comesTooLate(Listed approval) {
    return ledger.status().files(1000).stream()
        .filter(file -> approvalName(file).equals(approval.name()))
        .anyMatch(file -> file.waited() != null && file.waited().expiresAt() <= clock.millis());
  }

  /** A statement of the account of the day before, in which nothing is ours. */
  void dropStatement(String id) {
    String day = clock.today().minusDays(1).toString();
    String text =
        """
        #支付宝账务明细查询
        #账号：[%s0156]
        #起始日期：[%s 00:00:00]   终止日期：[%s 00:00:00]
        账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,业务类型,备注
        9837%s\t,B%s\t,ELSEWHERE-%s\t, \t,%s 09:15:02,甲某\t,0.00,1.00,9.00,支付宝,转账,
        """
            .formatted(SimulatedGateway.PARTNER, day, clock.today(), id, id, id, day);
    Path folder = home.resolve("statements");
    Folders.drop(folder, id + ".csv", text.getBytes(java.nio.charset.Charset.forName("GBK")));
    try {
      Files.setLastModifiedTime(folder.resolve(id + ".csv"), FileTime.from(time.instant()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The route {@code take-statements}, for each statement that is there. */
  void lookAtStatements() {
    for (Listed each : listed(statementFolder)) {
      alive(() -> takeStatement(each));
    }
  }

  private void takeStatement(Listed file) throws Exception {
    Exchange exchange = exchange();
    inHand = exchange;
    exchange.setProperty(InboxArchive.LISTED, file);
    statementArchive.begin(null, null, exchange, null);
    routes.run("statements", exchange);
    String to = exchange.getProperty(InboxArchive.ARCHIVE, String.class);
    if (to.startsWith(".rejected")) {
      wrongs.add("a valid statement was refused: " + to);
    }
    statementArchive.commit(null, null, exchange, null);
    complete(exchange, completions(exchange), false);
  }

  private void approve(Listed file) throws Exception {
    boolean late = comesTooLate(file);
    Exchange exchange = exchange();
    inHand = exchange;
    exchange.setProperty(InboxArchive.LISTED, file);
    approvalArchive.begin(null, null, exchange, null);
    routes.run("approvals", exchange);
    String to = exchange.getProperty(InboxArchive.ARCHIVE, String.class);
    if (to.startsWith(".rejected") && !late) {
      wrongs.add("I8: a valid approval was refused: " + to);
    }
    approvalArchive.commit(null, null, exchange, null);
    complete(exchange, completions(exchange), false);
  }

  private List<Listed> listed(LocalFolder folder) {
    List<Listed> files = new ArrayList<>();
    alive(() -> files.addAll(folder.next()));
    return files;
  }

  private LocalFolder folder(String place, Path path) {
    Completeness.Rule atOnce = new Completeness.Rule(false, 0);
    LongSupplier nanos = new AtomicLong()::incrementAndGet;
    LongSupplier leaping = () -> nanos.getAsLong() * 60_000_000_000L;
    return new LocalFolder(
        path,
        true,
        name -> true,
        name -> ledger.claims().isClaimed(place, name),
        new Completeness(atOnce, clock::millis, leaping),
        leaping,
        wrongs::add);
  }

  /**
   * The routes {@code watch-waiting}, {@code catch-up}, {@code seal-trail} and {@code
   * move-decided}.
   */
  void tidy() {
    alive(
        () -> {
          routes.run("watch-waiting", exchange());
          routes.run("catch-up", exchange());
          routes.run("seal-trail", exchange());
          for (String name : Folders.names(inbox().resolve(".waiting"))) {
            moveDecided(name);
          }
        });
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // as Camel hands them over
  private void moveDecided(String name) throws Exception {
    Exchange exchange = exchange();
    exchange.getMessage().setHeader(Exchange.FILE_NAME_ONLY, name);
    routes.run("move-decided", exchange);
    GenericFile file = new GenericFile<>();
    file.setAbsolute(true);
    file.setAbsoluteFilePath(inbox().resolve(".waiting").resolve(name).toString());
    archive.commit((GenericFileOperations) new KeptOperations(), null, exchange, file);
  }

  /** Ends it without a word, as kill -9 does. */
  void die() {
    deaths++;
    close();
  }

  @Override
  public void close() {
    letGo();
    if (ledger != null) {
      ledger.close();
      ledger = null;
    }
  }

  /** The system closes what a process held open. */
  private void letGo() {
    try (Original held =
        inHand == null ? null : inHand.getProperty(Original.PROPERTY, Original.class)) {
      inHand = null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void build() {
    Counters counters = new Counters(() -> null);
    Alarm alarm = new Alarm(counters);
    Signer signer = new Md5Signer(SimulatedGateway.KEY);
    CallDeadline deadline = new CallDeadline(68_000);
    archive = new InboxArchive("inbox", ledger.claims(), ReadWatch.NONE, alarm);
    approvalArchive = new InboxArchive("approvals", ledger.claims(), ReadWatch.NONE, alarm);
    statementArchive = new InboxArchive("statements", ledger.claims(), ReadWatch.NONE, alarm);
    inboxFolder = folder("inbox", inbox());
    statementFolder = folder("statements", home.resolve("statements"));
    approvalFolder = folder("approvals", home.resolve("approvals"));
    notifies = notifies(signer, deadline, counters, alarm);
    claimed.clear();
    sending = ledger.sending(RULES);
    SubmitBatch submit =
        new SubmitBatch(
            sending,
            new OutcomeRule(new AnswerReader(), CODES),
            clock,
            counters,
            alarm,
            new Shutdown(),
            deadline,
            2);
    routes = new RouteSteps(CAMEL);
    receiving(counters, alarm);
    sending(submit, new SignRequest(signer, "https://pay.example.com/alipay/notify", 32));
    publishing(counters, alarm);
    watching(counters, alarm);
    routes
        .bean("acceptNotify", notifies)
        .bean("routeAlarm", new RouteAlarm(alarm))
        .property("payout.notify.verify", "true");
  }

  private void receiving(Counters counters, Alarm alarm) {
    IntakeLedger intake = ledger.intake(accept, Language.EN);
    console = new ConsoleInbox(PAYER, 1L << 30, ledger.submissions());
    InboxArchive submissions = new InboxArchive("console", ledger.claims(), ReadWatch.NONE, alarm);
    routes
        .parts(part -> inHand = part, this::endPart)
        .bean(
            "submissionsOfConsole",
            new TakeSubmissions(console, false, work(), submissions, new Shutdown()))
        .bean("cleanSubmissions", new CleanSubmissions(ledger.submissions(), 0))
        .property("inbox", "inbox")
        .property("flow", "receive-file")
        .bean("receiveFile", new ReceiveFile(new Intake(rules(), intake), intake, counters, alarm))
        .bean("payoutRecords", new PayoutRecords())
        .step("wake-sender-at-once", each -> {})
        .bean(
            "takeStatements",
            new TakeStatements(
                ledger.statementIntake(Language.EN),
                ledger.statementReadings(),
                ledger.acts(accept),
                SimulatedGateway.PARTNER,
                clock::today,
                true,
                clock,
                alarm))
        .bean(
            "takeApprovals",
            new TakeApprovals(ledger.waiting(accept, Language.EN), ledger.status(), clock, alarm));
  }

  private void sending(SubmitBatch submit, SignRequest sign) {
    routes
        .bean("signRequest", sign)
        .bean("submitBatch", submit)
        .step("submit-claimed-batch", each -> claimed.add(each.getMessage().getBody(Claim.class)))
        .step("claim-another-batch", each -> {})
        .step("submit-next-batch", each -> claimed.add(each.getMessage().getBody(Claim.class)))
        .step("post-to-gateway", this::call);
  }

  private void publishing(Counters counters, Alarm alarm) {
    Publisher publisher =
        new Publisher(
            ledger.publications(),
            OutboxCharset.UTF_8,
            Words.in(Language.EN),
            code -> CODES.meaning(code, Language.EN),
            false);
    EndpointUri local = EndpointUri.local(outbox().toString(), Map.of());
    routes
        .property("payout.outbox.done-file", "false")
        .bean(
            "publishResults",
            new PublishResults(
                ledger.publicationQueue(),
                ledger.publications(),
                publisher,
                work(),
                new LocalOutbox(outbox()),
                25,
                counters,
                alarm,
                new Shutdown(),
                new OutboxPause(local, () -> clock.millis() * 1_000_000)))
        .step("write-hidden-file", this::write)
        .step("claim-more-files", each -> moreFiles = true)
        .watch("catch-failed-file", this::note);
  }

  private void watching(Counters counters, Alarm alarm) {
    WaitingLedger waiting = ledger.waiting(accept, Language.EN);
    routes
        .bean("watchWaiting", new WatchWaiting(waiting, ledger.days(), counters, alarm))
        .bean(
            "catchUp",
            new CatchUp(
                ledger.accountBacklog(), ledger.fileRecount(), ledger.packing(1), new Shutdown()))
        .bean("sealTrail", new SealTrail(ledger.sealing(), new Shutdown()))
        .bean("archiveFiles", new ArchiveFiles(ledger.archive(), 0))
        .bean("watchNode", new WatchNode(ledger.gate(), ledger::clockOffsetMs, alarm))
        .bean(
            "watch",
            new Watch(
                sending,
                ledger.overdue(),
                ledger.alarms(new AlarmLedger.Rules(900_000, 3_600_000, PAYER)),
                alarm));
  }

  private AcceptNotify notifies(
      Signer signer, CallDeadline deadline, Counters counters, Alarm alarm) {
    return new AcceptNotify(
        new NotifyGuard(new Refusals(counters), List.of()),
        ledger.notifies(),
        signer,
        SimulatedGateway.PARTNER,
        counters,
        alarm,
        deadline);
  }

  private IntakeRules rules() {
    return new IntakeRules(
        PAYER,
        "auto",
        leavesOutLines,
        new LineLimits(
            32, Money.parse("1000000.00"), true, OutboxCharset.UTF_8.newEncoder().charset()),
        batchLinesMax,
        5_000_000,
        1L << 30,
        Money.parse("100000000.00"),
        false,
        Language.EN,
        work());
  }

  /** What the file component and the route do with a file. */
  private void receive(Listed file) throws Exception {
    Exchange exchange = exchange();
    inHand = exchange;
    exchange.setProperty(InboxArchive.LISTED, file);
    if (!archive.begin(null, null, exchange, null)) {
      return;
    }
    boolean failed = false;
    try {
      routes.run("inbox", exchange);
    } catch (RuntimeException e) {
      failed = true;
      note(e);
    }
    List<Synchronization> after = completions(exchange);
    complete(exchange, after, true);
    if (!failed) {
      archive.commit(null, null, exchange, null);
    }
    complete(exchange, after, false);
  }

  /** The last that was registered is the first, as Camel has it. */
  private static List<Synchronization> completions(Exchange exchange) {
    List<Synchronization> all =
        new ArrayList<>(
            Optional.ofNullable(exchange.getExchangeExtension().handoverCompletions())
                .orElse(List.of()));
    Collections.reverse(all);
    return all;
  }

  /** Camel logs what a completion throws, and goes on. */
  private static void complete(Exchange exchange, List<Synchronization> all, boolean beforeMove) {
    all.stream()
        .map(SynchronizationAdapter.class::cast)
        .filter(each -> each.getOrder() < 0 == beforeMove)
        .sorted(Comparator.comparingInt(SynchronizationAdapter::getOrder))
        .forEach(
            each -> {
              try {
                each.onDone(exchange);
              } catch (RuntimeException e) {
                // Camel would say so in the log.
              }
            });
  }

  /** What no step handles is the alarm of the route and ends the exchange. */
  private void runNoting(String route, Exchange exchange) {
    try {
      routes.run(route, exchange);
    } catch (Exception e) {
      note(e);
    }
  }

  private void call(Exchange exchange) throws IOException {
    byte[] request = exchange.getMessage().getBody(byte[].class);
    requireIntent(request);
    try {
      SimulatedGateway.Answer answer = gateway.post(request);
      answer(exchange, answer.status(), answer.body());
    } finally {
      whileInFlight.run();
      if (ledger == null) {
        throw new PowerCut(null);
      }
    }
  }

  /** I3: no byte leaves without a committed intent. */
  private void requireIntent(byte[] request) {
    String number = SimulatedGateway.batchNo(request);
    List<BatchRecord> batches = ledger.status().batches(number);
    BatchRecord last = batches.get(batches.size() - 1);
    if (last.state() != BatchState.SENDING || !last.maybeSent()) {
      wrongs.add("I3: " + number + " left without an intent, in state " + last.state());
    }
  }

  /** What the outbox's endpoint does: it writes a file under the name that it is given. */
  private void write(Exchange exchange) throws IOException {
    String name = exchange.getMessage().getHeader(Exchange.FILE_NAME, String.class);
    Files.createDirectories(outbox());
    Path hidden = outbox().resolve(name);
    if (outboxIsFull) {
      Files.writeString(hidden, "half of it");
      throw new IOException("No space left on device");
    }
    try (InputStream content = exchange.getMessage().getBody(InputStream.class)) {
      Files.copy(content, hidden);
    }
  }

  private void noteOutputs() {
    for (String name : Folders.names(outbox())) {
      if (!name.startsWith(".")) {
        String content = Folders.text(outbox().resolve(name));
        String before = outputs.put(name, content);
        if (before != null && !before.equals(content)) {
          wrongs.add("I5: " + name + " came twice with two contents");
        }
      }
    }
  }

  private static void answer(Exchange exchange, int status, byte[] body) {
    exchange.getMessage().removeHeaders("*");
    exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, status);
    exchange.getMessage().setBody(new ByteArrayInputStream(body));
  }

  private static Exchange exchange() {
    return new DefaultExchange(CAMEL);
  }

  /** Works while the process lives; an error of the work is the routes' alarm and ends the turn. */
  private void alive(Work work) {
    if (ledger == null) {
      return;
    }
    try {
      work.run();
    } catch (PowerCut cut) {
      if (ledger != null) {
        die();
      }
    } catch (Exception e) {
      note(e);
    }
  }

  private void note(Throwable e) {
    if (!isExpected(e)) {
      wrongs.add("an error that no fault explains: " + e);
    }
  }

  private static boolean isExpected(Throwable thrown) {
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      String message = String.valueOf(each.getMessage());
      if (message.contains("the disk failed") || message.contains("No space left")) {
        return true;
      }
    }
    return false;
  }

  /** A turn of a route. */
  private interface Work {
    void run() throws Exception;
  }
}
