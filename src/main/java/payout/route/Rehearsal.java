package payout.route;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.batch.ChinaClock;
import payout.batch.Verdict;
import payout.config.Settings;
import payout.gateway.AnswerReader;
import payout.gateway.CallEnd;
import payout.gateway.GatewayCodes;
import payout.gateway.OutcomeRule;
import payout.gateway.PayoutRequest;
import payout.gateway.SignType;
import payout.gateway.Signer;
import payout.inbox.InboxFile;
import payout.inbox.Intake;
import payout.inbox.IntakeSession;
import payout.inbox.OpenFile;
import payout.inbox.ReadWatch;
import payout.inbox.Row;
import payout.ledger.AcceptRules;
import payout.ledger.Claim;
import payout.ledger.IntakeLedger;
import payout.ledger.Ledger;
import payout.ledger.Publication;
import payout.ledger.PublicationQueue;
import payout.ledger.Reception;
import payout.ledger.SendLedger;
import payout.ledger.SendRules;
import payout.ledger.sql.LedgerAddress;
import payout.outbox.Publisher;
import payout.setup.IntakeSettings;
import payout.setup.OutputSettings;

/**
 * Takes made-up files through intake, signing, claims, outcomes and acks, on a scratch ledger that
 * is deleted afterwards. A service gets one file a day, and Java compiles a method only after it
 * ran often: without a rehearsal the first file would meet code that never ran.
 *
 * <p>Nothing leaves the process. No request is posted, and none could be: the key signs a text that
 * is no request, and that signature is put under each of them.
 */
final class Rehearsal implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);
  private static final String NAME = "rehearsal";
  private static final int LINES = 2000;

  /** What compiles the methods that are called for each line; more changed nothing. */
  private static final int FILES = 50;

  /** Files that are there at the start come first, and so do the compilers with what they left. */
  private static final long DELAY_NS = TimeUnit.SECONDS.toNanos(3);

  private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(30);
  private static final int OUTPUTS = 25;
  private static final byte[] NO_REQUEST = "A rehearsal.".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TAKEN =
      "<?xml version=\"1.0\" encoding=\"utf-8\"?><alipay><is_success>T</is_success></alipay>"
          .getBytes(StandardCharsets.US_ASCII);

  private final Path folder;
  private final Ledger scratch;
  private final IntakeLedger ledger;
  private final Intake intake;
  private final SendLedger sending;
  private final SignRequest sign;
  private final OutcomeRule rule;
  private final PublicationQueue queue;
  private final Publisher publisher;
  private final BooleanSupplier isOver;
  private int files;

  /**
   * A rehearsal on a ledger of its own below the work folder.
   *
   * @param isOver whether it is to stop, because there is real work or the process ends
   */
  private Rehearsal(
      Settings settings, SendRules rules, Signer signer, ChinaClock clock, BooleanSupplier isOver)
      throws IOException {
    GatewayCodes codes = GatewayCodes.load();
    this.isOver = isOver;
    this.folder = IntakeSettings.work(settings).resolve(NAME);
    delete(folder);
    Files.createDirectories(folder);
    this.scratch =
        Ledger.run(
            new LedgerAddress("jdbc:sqlite:" + folder.resolve("scratch.db"), "", ""),
            "REHEARSAL",
            clock);
    this.ledger = scratch.intake(AcceptRules.AT_ONCE, settings.outbox().language());
    this.intake = new Intake(IntakeSettings.rules(settings), ledger);
    this.sending = scratch.sending(rules);
    this.sign =
        new SignRequest(
            new UselessSigner(signer),
            settings.notification().url().toString(),
            settings.limits().serialBytesMax());
    this.rule = new OutcomeRule(new AnswerReader(), codes);
    this.queue = scratch.publicationQueue();
    this.publisher = OutputSettings.publisher(settings, codes, scratch.publications());
  }

  /**
   * Waits a moment and rehearses until the code is compiled, or until it is over. A failure costs
   * the first file some time and nothing else.
   *
   * @param isOver whether it is to stop, because there is real work or the process ends
   */
  static void run(
      Settings settings, SendRules rules, Signer signer, ChinaClock clock, BooleanSupplier isOver) {
    run(settings, rules, signer, clock, DELAY_NS, isOver);
  }

  /** The same after another wait. */
  static void run(
      Settings settings,
      SendRules rules,
      Signer signer,
      ChinaClock clock,
      long delayNs,
      BooleanSupplier isOver) {
    long begin = System.nanoTime() + delayNs;
    while (System.nanoTime() < begin && !isOver.getAsBoolean()) {
      LockSupport.parkNanos(LOOK_NS);
    }
    if (isOver.getAsBoolean()) {
      return;
    }
    try (Rehearsal rehearsal = new Rehearsal(settings, rules, signer, clock, isOver)) {
      while (rehearsal.files < FILES
          && System.nanoTime() - begin < LIMIT_NS
          && !isOver.getAsBoolean()) {
        rehearsal.file();
      }
      LOG.debug("Rehearsed with {} files.", rehearsal.files);
    } catch (IOException | RuntimeException e) {
      LOG.debug("The rehearsal ended early.", e);
    }
  }

  /** One made-up file, from its first row to its ack; stops early when it is over. */
  private void file() throws IOException {
    files++;
    Path path = Files.writeString(folder.resolve(NAME + "-" + files + ".csv"), rows());
    try (OpenFile open = OpenFile.open(path, ReadWatch.NONE)) {
      takeIn(open, path.getFileName().toString());
    }
    Files.delete(path);
    send();
    publish();
  }

  private String rows() {
    StringBuilder text = new StringBuilder("serial_no,payee_account,payee_name,amount,remark\n");
    for (int i = 0; i < LINES; i++) {
      long number = (long) files * LINES + i;
      text.append("REHEARSAL-").append(number).append(',');
      text.append(
          i % 2 == 0 ? "nobody" + number + "@payout.invalid" : "1" + (3_800_000_000L + number));
      text.append(",张三,").append(i % 100).append(".01,工资\n");
    }
    return text.toString();
  }

  private void takeIn(OpenFile open, String name) throws IOException {
    InboxFile arrived = intake.inspect(open, NAME, name);
    Reception reception =
        ledger.arrive(scratch.claims().claim(NAME, name).orElseThrow(), intake.arrival(arrived));
    try (IntakeSession session = intake.open(reception.file(), arrived)) {
      Iterator<List<Row>> chunks = session.chunks();
      while (chunks.hasNext() && !isOver.getAsBoolean()) {
        session.aggregate(session.check(session.bind(chunks.next())));
      }
      if (!isOver.getAsBoolean()) {
        session.decide();
      }
    }
  }

  private void send() {
    Optional<Claim> claim = sending.claim();
    while (claim.isPresent() && !isOver.getAsBoolean()) {
      PayoutRequest request = sign.sign(claim.get());
      CallEnd end = new CallEnd.Answered(request.form().length > 0 ? 200 : 0, TAKEN);
      Verdict verdict = rule.judge(end, claim.get().earlier(), OutcomeRule.PayDate.TODAY);
      claim = sending.recordAndClaim(claim.get(), verdict).next();
    }
  }

  private void publish() throws IOException {
    List<Publication> due = queue.claim(OUTPUTS);
    for (Publication each : due) {
      publisher.write(each, OutputStream.nullOutputStream());
    }
    queue.finish(
        due.stream().<PublicationQueue.Result>map(PublicationQueue.Result.Published::new).toList());
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

  /** Signs with the key, but never a request: its signature fits none. */
  private record UselessSigner(Signer key) implements Signer {

    @Override
    public SignType type() {
      return key.type();
    }

    @Override
    public String sign(byte[] text) {
      return key.sign(NO_REQUEST);
    }

    @Override
    public boolean verify(byte[] text, String sign) {
      return key.verify(text, sign);
    }
  }
}
