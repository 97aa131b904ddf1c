package payout.route;

import io.micrometer.core.instrument.MeterRegistry;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.camel.main.Main;
import org.apache.camel.processor.aggregate.UseOriginalAggregationStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.batch.ChinaClock;
import payout.batch.Words;
import payout.config.AlarmSettings;
import payout.config.EndpointUri;
import payout.config.GatewaySettings;
import payout.config.InboxSettings;
import payout.config.NoticeSettings;
import payout.config.Settings;
import payout.config.SigningSettings;
import payout.config.StatementSettings;
import payout.gateway.AnswerReader;
import payout.gateway.GatewayCodes;
import payout.gateway.KeyPairSigner;
import payout.gateway.Md5Signer;
import payout.gateway.OutcomeRule;
import payout.gateway.SignType;
import payout.gateway.Signer;
import payout.inbox.ConsoleInbox;
import payout.inbox.Intake;
import payout.inbox.ReadWatch;
import payout.ledger.AlarmLedger;
import payout.ledger.DayLedger;
import payout.ledger.IntakeLedger;
import payout.ledger.Ledger;
import payout.ledger.NoticeChannel;
import payout.ledger.NoticeLedger;
import payout.ledger.SendLedger;
import payout.ledger.SendRules;
import payout.ledger.WaitingLedger;
import payout.notice.NoticeWriter;
import payout.outbox.LocalOutbox;
import payout.setup.IntakeSettings;
import payout.setup.OutputSettings;
import payout.sftp.SftpFolders;
import payout.sftp.SftpOutbox;
import payout.sftp.SftpProbe;

/** Creates the beans that the routes name, from the settings. */
final class Beans {

  private static final Logger LOG = LoggerFactory.getLogger(Beans.class);

  /**
   * What a lease of a batch lasts longer than the longest call: for what passes before the call,
   * and above all for its outcome, which a node that is cut off from the ledger records late. Were
   * the batch sent again before, a final refusal would be lost: that of the second post does not
   * count, because the first may have arrived.
   */
  private static final long LEASE_SLACK_MS = 60_000;

  /** Decimals of a second in a number of milliseconds. */
  private static final int MILLIS = 3;

  /** Files that share a sync and a commit; on a server putting one takes time. */
  private static final int CLAIMED_TOGETHER = 25;

  /** A call of the webhook as a whole; the lease of a notice is longer. */
  private static final long NOTICE_LIMIT_MS = 20_000;

  /** How long it may take to answer while the process shuts down. */
  private static final long NOTICE_LAST_ANSWER_MS = 1_000;

  private final Settings settings;
  private final Ledger ledger;
  private final ChinaClock clock;
  private final ChinaClock wall;
  private final Shutdown shutdown;
  private final Counters counters;
  private final Alarm alarm;
  private final Signer signer;
  private final GatewayCodes codes = GatewayCodes.load();
  private final NotifyGuard guard;
  private final CallDeadline deadline;
  private final CallDeadline noticeDeadline = new CallDeadline(NOTICE_LIMIT_MS);
  private final SendLedger sending;
  private final WatchWaiting watchWaiting;
  private final WatchArchives watchArchives;
  private final SealTrail sealTrail;
  private final LedgerMeters ledgerMeters;
  private final ReadWatch reads;
  private final ArchiveFiles archive;

  Beans(
      Settings settings,
      Ledger ledger,
      ChinaClock wall,
      Shutdown shutdown,
      Supplier<MeterRegistry> meters) {
    this.settings = settings;
    this.ledger = ledger;
    this.archive = new ArchiveFiles(ledger.archive(), settings.inbox().archiveKeepDays());
    this.clock = ledger.clock();
    this.wall = wall;
    this.shutdown = shutdown;
    this.counters = new Counters(meters);
    this.alarm = new Alarm(counters);
    this.guard = new NotifyGuard(new Refusals(counters), settings.notification().proxies());
    this.reads =
        new ReadWatch(System::nanoTime, sentence -> alarm.raise(AlarmKind.INBOX, sentence));
    this.signer = signer(settings.signing());
    this.sending = ledger.sending(sendRules());
    this.watchWaiting = new WatchWaiting(waiting(), days(), counters, alarm);
    this.watchArchives = new WatchArchives(ledger.lostFiles(), settings, alarm, System::nanoTime);
    this.sealTrail = new SealTrail(ledger.sealing(), shutdown);
    this.ledgerMeters =
        new LedgerMeters(ledger.meters(), DiskMeters.of(settings), System::nanoTime);
    this.deadline = new CallDeadline(callLimitMs(settings.gateway()));
  }

  NotifyGuard guard() {
    return guard;
  }

  /**
   * Posts that were in flight when the last process ended may have arrived: they are sent again
   * later.
   */
  void recover() {
    int lost = sending.recover();
    if (lost > 0) {
      LOG.warn("{} posts were in flight when the last process ended; they are sent again.", lost);
    }
    ledger.publicationQueue().recover();
    // Before the first file comes, so that what happens to it is counted.
    ledger.notices(noticeRules()).prepare();
  }

  /**
   * Takes files again that a restored ledger lost; nothing else may be taken in before.
   *
   * @return what there is to tell; empty for nothing
   */
  Optional<String> retake() {
    return new RetakeLost(settings, ledger, reads, shutdown).run();
  }

  /** Tells that the ledger lost something; it counts only once there are meters. */
  void tellRetaken(String sentence) {
    alarm.raise(AlarmKind.RETAKEN, sentence);
  }

  /** Aborts the calls that are still in flight after this delay. */
  void abortIn(long delayMs) {
    deadline.abortIn(delayMs);
    noticeDeadline.abortIn(NOTICE_LAST_ANSWER_MS);
  }

  void bindTo(Main main) {
    main.bind("dropAllHeaders", new DropAllHeaders());
    main.bind("inboxTrouble", InboxTrouble.ofInboxes(alarm));
    main.bind("archiveTrouble", InboxTrouble.ofArchives(alarm));
    main.bind("readableFolder", new ReadableFolder());
    main.bind("inboxArchive", InboxArchive.ofKept(alarm));
    main.bind("sftp", sftp());
    main.bind("payoutRecords", new PayoutRecords());
    main.bind("signRequest", signRequest());
    main.bind("submitBatch", submitBatch());
    main.bind("acceptNotify", acceptNotify());
    main.bind("publishResults", publishResults());
    main.bind("routeAlarm", new RouteAlarm(alarm));
    main.bind("http", new GatewayHttp());
    main.bind("https", new GatewayHttp());
    main.bind("callDeadline", deadline);
    main.bind("retryOnStaleConnection", new RetryOnStaleConnection(deadline));
    main.bind("watch", new Watch(sending, ledger.overdue(), ledger.alarms(alarmRules()), alarm));
    main.bind(
        "catchUp",
        new CatchUp(
            ledger.accountBacklog(),
            ledger.fileRecount(),
            ledger.packing(settings.ledger().keepDays()),
            shutdown));
    main.bind("sealTrail", sealTrail);
    main.bind("watchArchives", watchArchives);
    if (settings.notices().isOn()) {
      bindNotices(main);
    }
    main.bind("watchNode", new WatchNode(ledger.gate(), ledger::clockOffsetMs, alarm));
    main.bind("nodeHealth", new HealthChecks.Node(ledger.gate()));
    main.bind(
        "accountHealth", new HealthChecks.Account(ledger.health(), settings.payer().partner()));
    main.bind("gatewayHealth", new HealthChecks.Gateway(ledger.health(), alarmRules()));
    main.bind("ledgerHealth", new HealthChecks.LedgerAvailable(ledger.health()));
    main.bind("receiveFile", receiveFile());
    main.bind("takeApprovals", new TakeApprovals(waiting(), ledger.status(), clock, alarm));
    main.bind("takeStatements", takeStatements());
    main.bind("archiveFiles", archive);
    main.bind(
        "cleanSubmissions",
        new CleanSubmissions(ledger.submissions(), settings.inbox().archiveKeepDays()));
    // A file that fails concerns no other one, and its route has reported it.
    main.bind("eachByItself", new UseOriginalAggregationStrategy(null, false));
    main.bind("watchWaiting", watchWaiting);
    main.bind("checkFile", new CheckFile(settings, ledger.status(), clock));
    if (settings.outbox().endpoint().isRemote()) {
      main.bind(
          "outboxHealth", new HealthChecks.Outbox(new SftpProbe(settings.outbox().endpoint())));
    }
  }

  private DayLedger days() {
    return ledger.days(settings.statements().folder() != null);
  }

  private TakeStatements takeStatements() {
    return new TakeStatements(
        ledger.statementIntake(settings.outbox().language()),
        ledger.statementReadings(),
        ledger.acts(IntakeSettings.acceptRules(settings)),
        settings.payer().partner(),
        () -> settings.firstDayWithoutStatement(clock.today()),
        settings.statements().apply() == StatementSettings.Apply.AUTO,
        clock,
        alarm);
  }

  private void bindNotices(Main main) {
    NoticeSettings notices = settings.notices();
    main.bind("notices", notices(notices));
    notices
        .url()
        .ifPresent(
            url -> main.bind("webhookCall", new WebhookCall(url, notices, clock, noticeDeadline)));
    notices.mail().ifPresent(mail -> main.bind("noticeMail", NoticeMail.sender(mail)));
  }

  private Notices notices(NoticeSettings notices) {
    return new Notices(
        ledger.notices(noticeRules()),
        ledger.health(),
        new LedgerTrouble(System::nanoTime),
        new NoticeWriter(
            Words.in(settings.outbox().language()),
            settings.console().publicUrl(),
            ledger.nodeName(),
            settings.kind() == Settings.Kind.SANDBOX,
            clock),
        notices,
        clock,
        noticeDeadline,
        alarm,
        shutdown);
  }

  private NoticeLedger.Rules noticeRules() {
    NoticeSettings notices = settings.notices();
    Set<NoticeChannel> channels = new HashSet<>();
    notices.url().ifPresent(url -> channels.add(NoticeChannel.WEBHOOK));
    notices.mail().ifPresent(mail -> channels.add(NoticeChannel.MAIL));
    return new NoticeLedger.Rules(channels, notices.unknownAfterMs(), notices.keepTryingMs());
  }

  private AlarmLedger.Rules alarmRules() {
    AlarmSettings alarms = settings.alarms();
    return new AlarmLedger.Rules(alarms.unknownAfterMs(), alarms.notifyAfterMs(), settings.payer());
  }

  /** Camel's component for the folders of this machine. */
  LocalFolders localFolders() {
    return new LocalFolders(settings, ledger.claims(), wall, alarm);
  }

  /** Watches for reads without progress; the caller closes it. */
  SealTrail sealTrail() {
    return sealTrail;
  }

  ReadWatch reads() {
    return reads;
  }

  private SignRequest signRequest() {
    return new SignRequest(
        signer, settings.notification().url().toString(), settings.limits().serialBytesMax());
  }

  private SftpFolders sftp() {
    return new SftpFolders(
        settings,
        IntakeSettings.work(settings),
        sentence -> alarm.raise(AlarmKind.INBOX_NAME, sentence));
  }

  private ReceiveFile receiveFile() {
    IntakeLedger intake =
        ledger.intake(IntakeSettings.acceptRules(settings), settings.outbox().language());
    return new ReceiveFile(
        new Intake(IntakeSettings.rules(settings), intake), intake, counters, alarm);
  }

  /** Registers every meter, and begins to read those of the ledger; the caller closes them. */
  void registerMeters(MeterRegistry meters) {
    Counters.registerAll(meters, InboxSettings.names(settings.inbox().endpoints().size()));
    watchWaiting.register(meters);
    watchArchives.register(meters);
    nodeMeters(meters);
    ledger.timeWrites(
        waited -> counters.time(Meter.LEDGER_WRITE_WAIT, waited),
        took -> counters.time(Meter.LEDGER_WRITE, took));
    ledgerMeters.register(meters);
    ledgerMeters.start();
  }

  private void nodeMeters(MeterRegistry meters) {
    Counters.gauge(meters, Meter.BATCHES_IN_FLIGHT, sending::inFlight);
    Counters.gauge(
        meters, Meter.CLOCK_OFFSET, () -> BigDecimal.valueOf(ledger.clockOffsetMs(), MILLIS));
    Counters.gauge(
        meters,
        Meter.NODE_UP,
        () -> ledger.gate().closedBecause().isEmpty() ? 1 : 0,
        ledger.version().isEmpty() ? "unknown" : ledger.version());
  }

  /** The numbers of the ledger and the disks; the caller closes it. */
  LedgerMeters ledgerMeters() {
    return ledgerMeters;
  }

  private WaitingLedger waiting() {
    return ledger.waiting(IntakeSettings.acceptRules(settings), settings.outbox().language());
  }

  /** The routes of the folders from which files are taken. */
  InboxRoutes inboxRoutes() {
    return new InboxRoutes(
        settings,
        archive,
        place -> new InboxArchive(place, ledger.claims(), reads, alarm),
        new ConsoleInbox(settings.payer(), settings.limits().fileBytesMax(), ledger.submissions()),
        shutdown);
  }

  private SubmitBatch submitBatch() {
    OutcomeRule rule = new OutcomeRule(new AnswerReader(), codes);
    return new SubmitBatch(
        sending,
        rule,
        clock,
        counters,
        alarm,
        shutdown,
        deadline,
        settings.gateway().inFlightMax());
  }

  private SendRules sendRules() {
    GatewaySettings gateway = settings.gateway();
    return new SendRules(
        settings.payer(),
        callLimitMs(gateway) + LEASE_SLACK_MS,
        gateway.resendDelayMs(),
        gateway.resendDelayMaxMs(),
        gateway.pauseMs());
  }

  /** The read timeout limits each read; twice that limits the whole answer. */
  private static long callLimitMs(GatewaySettings gateway) {
    return gateway.connectTimeoutMs() + 2L * gateway.readTimeoutMs();
  }

  private AcceptNotify acceptNotify() {
    return new AcceptNotify(
        guard, ledger.notifies(), signer, settings.payer().partner(), counters, alarm, deadline);
  }

  private PublishResults publishResults() {
    EndpointUri outbox = settings.outbox().endpoint();
    return new PublishResults(
        ledger.publicationQueue(settings.outbox().xlsx()),
        ledger.publications(),
        OutputSettings.publisher(settings, codes, ledger.publications()),
        IntakeSettings.work(settings),
        outbox.isRemote() ? new SftpOutbox(outbox) : new LocalOutbox(outbox.folder()),
        outbox.isRemote() ? 1 : CLAIMED_TOGETHER,
        counters,
        alarm,
        shutdown,
        new OutboxPause(outbox, System::nanoTime));
  }

  private static Signer signer(SigningSettings signing) {
    SignType type = SignType.valueOf(signing.type());
    return type == SignType.MD5
        ? new Md5Signer(signing.md5Key())
        : new KeyPairSigner(type, signing.privateKeyText(), signing.gatewayPublicKeyText());
  }
}
