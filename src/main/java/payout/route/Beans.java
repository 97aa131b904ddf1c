package payout.route;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;
import org.apache.camel.main.Main;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.batch.ChinaClock;
import payout.batch.LineResult;
import payout.batch.Words;
import payout.config.AlarmSettings;
import payout.config.EndpointUri;
import payout.config.GatewaySettings;
import payout.config.Settings;
import payout.config.SigningSettings;
import payout.gateway.AnswerReader;
import payout.gateway.GatewayCodes;
import payout.gateway.KeyPairSigner;
import payout.gateway.Md5Signer;
import payout.gateway.OutcomeRule;
import payout.gateway.SignType;
import payout.gateway.Signer;
import payout.inbox.Intake;
import payout.inbox.ReadWatch;
import payout.ledger.AlarmLedger;
import payout.ledger.IntakeLedger;
import payout.ledger.Ledger;
import payout.ledger.SendLedger;
import payout.ledger.SendRules;
import payout.ledger.WaitingLedger;
import payout.outbox.Publisher;
import payout.sftp.SftpFolders;
import payout.sftp.SftpProbe;

/** Creates the beans that the routes name, from the settings. */
final class Beans {

  private static final Logger LOG = LoggerFactory.getLogger(Beans.class);
  private static final long LEASE_SLACK_MS = 60_000;

  private final Settings settings;
  private final Ledger ledger;
  private final ChinaClock clock;
  private final Shutdown shutdown;
  private final Counters counters;
  private final Alarm alarm;
  private final Signer signer;
  private final GatewayCodes codes = GatewayCodes.load();
  private final NotifyGuard guard;
  private final Words words;
  private final CallDeadline deadline;
  private final SendLedger sending;
  private final WatchWaiting watchWaiting;
  private final ReadWatch reads;
  private final ArchiveFiles archive;

  Beans(
      Settings settings,
      Ledger ledger,
      ChinaClock clock,
      Shutdown shutdown,
      Supplier<MeterRegistry> meters) {
    this.settings = settings;
    this.ledger = ledger;
    this.archive = new ArchiveFiles(ledger.archive(), settings.inbox().archiveKeepDays());
    this.clock = clock;
    this.shutdown = shutdown;
    this.counters = new Counters(meters);
    this.alarm = new Alarm(counters);
    this.guard = new NotifyGuard(new Refusals(counters), settings.notification().proxies());
    this.reads =
        new ReadWatch(System::nanoTime, sentence -> alarm.raise(AlarmKind.INBOX, sentence));
    this.words = Words.in(settings.outbox().language());
    this.signer = signer(settings.signing());
    this.sending = ledger.sending(sendRules());
    this.watchWaiting = new WatchWaiting(waiting(), ledger.days(), counters, alarm);
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
  }

  /** Aborts the calls that are still in flight after this delay. */
  void abortIn(long delayMs) {
    deadline.abortIn(delayMs);
  }

  void bindTo(Main main) {
    main.bind("dropAllHeaders", new DropAllHeaders());
    main.bind("inboxTrouble", InboxTrouble.ofInboxes(alarm));
    main.bind("archiveTrouble", InboxTrouble.ofArchives(alarm));
    main.bind("readableFolder", new ReadableFolder());
    main.bind("inboxArchive", new InboxArchive(reads, alarm));
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
    main.bind("watch", new Watch(sending, ledger.overdue(), alarms(), alarm));
    main.bind(
        "accountHealth", new HealthChecks.Account(ledger.status(), settings.payer().partner()));
    main.bind("gatewayHealth", new HealthChecks.Gateway(alarms()));
    main.bind("ledgerHealth", new HealthChecks.LedgerAvailable(ledger.status()));
    main.bind("receiveFile", receiveFile());
    main.bind("takeApprovals", new TakeApprovals(waiting(), ledger.status(), clock, alarm));
    main.bind("archiveFiles", archive);
    main.bind("watchWaiting", watchWaiting);
    main.bind("checkFile", new CheckFile(settings, ledger.status(), clock));
    if (settings.outbox().endpoint().isRemote()) {
      main.bind(
          "outboxHealth", new HealthChecks.Outbox(new SftpProbe(settings.outbox().endpoint())));
    }
  }

  private AlarmLedger alarms() {
    AlarmSettings alarms = settings.alarms();
    return ledger.alarms(new AlarmLedger.Rules(alarms.unknownAfterMs(), alarms.notifyAfterMs()));
  }

  /** Camel's component for the folders of this machine. */
  LocalFolders localFolders() {
    return new LocalFolders(settings, clock, alarm);
  }

  /** Watches for reads without progress; the caller closes it. */
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
        ledger.intake(AcceptSettings.rules(settings), settings.outbox().language());
    return new ReceiveFile(
        new Intake(IntakeSettings.rules(settings), intake), intake, counters, alarm);
  }

  /** Registers what is counted from the start; the registry is null while there is none. */
  void registerMeters(MeterRegistry meters) {
    if (meters != null) {
      alarm.register(meters);
      watchWaiting.register(meters);
    }
  }

  private WaitingLedger waiting() {
    return ledger.waiting(AcceptSettings.rules(settings), settings.outbox().language());
  }

  /** The routes of the folders from which files are taken. */
  InboxRoutes inboxRoutes() {
    return new InboxRoutes(settings, archive);
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

  private String meaning(String code) {
    if (code.equals(LineResult.BY_HAND)) {
      return words.of("settled-by-hand");
    }
    return codes.meaning(code, settings.outbox().language());
  }

  private SendRules sendRules() {
    return sendRules(settings);
  }

  /** The rules of sending, which recovery at startup also uses. */
  static SendRules sendRules(Settings settings) {
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
    Publisher publisher =
        new Publisher(
            ledger.publications(),
            settings.outbox().charset(),
            words,
            this::meaning,
            settings.kind() == Settings.Kind.SANDBOX);
    EndpointUri outbox = settings.outbox().endpoint();
    return new PublishResults(
        ledger.publicationQueue(),
        publisher,
        IntakeSettings.work(settings),
        outbox,
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
