package payout.sandbox;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes or refuses a batch (section 4), writes it into the book and answers; a fault may change the
 * answer but never the book.
 */
final class PostDesk {
  private static final Logger LOG = LoggerFactory.getLogger(PostDesk.class);

  /** The decision: a code, a batch, or neither when the post was not checked. */
  private record Decision(String code, TakenBatch batch) {
    String verdict() {
      return batch != null ? "T" : code == null ? "UNSEEN" : "F " + code;
    }
  }

  private final Book book;
  private final EnvelopeChecks envelope;
  private final BatchChecks checks;
  private final Faults faults;
  private final NotifyPlanner planner;
  private final NotifyCourier courier;
  private final Duration notifyDelay;
  private final Clock clock;

  PostDesk(
      Book book,
      EnvelopeChecks envelope,
      BatchChecks checks,
      Faults faults,
      NotifyPlanner planner,
      NotifyCourier courier,
      Duration notifyDelay,
      Clock clock) {
    this.book = book;
    this.envelope = envelope;
    this.checks = checks;
    this.faults = faults;
    this.planner = planner;
    this.courier = courier;
    this.notifyDelay = notifyDelay;
    this.clock = clock;
  }

  SandboxAnswer answer(SandboxRequest request) {
    Optional<Fault> fault = faults.next(FaultKind.Stage.ANSWER);
    Duration delay = faults.delay();
    Set<FaultKind> notifyFaults = faults.notifyFaults();
    Posted posted = Posted.read(request);
    boolean look = fault.map(Fault::taking).orElse(true);
    Decision decision = decide(posted, look, notifyFaults, fault);
    if (decision.batch() != null) {
      notifyAbout(decision.batch(), notifyFaults);
    }
    SandboxAnswer truth = truth(decision, posted.charsetName());
    return fault
        .map(each -> XmlAnswers.broken(truth, each, posted.charsetName()))
        .orElse(truth)
        .after(delay);
  }

  /** Checks and writes under one lock: two posts of one number must not both be taken. */
  private Decision decide(
      Posted posted, boolean look, Set<FaultKind> notifyFaults, Optional<Fault> fault) {
    synchronized (book) {
      Decision decision = look ? judge(posted, notifyFaults) : new Decision(null, null);
      String details = posted.value("detail_data");
      PostRecord seen =
          new PostRecord(
              clock.instant(),
              posted.value("batch_no"),
              decision.batch() != null,
              decision.verdict(),
              fault.map(each -> each.kind().name()).orElse(""),
              details.isEmpty() ? 0 : details.split("\\|").length,
              sha256(details));
      String kept = decision.batch() == null ? details : "";
      book.add(new Journal.Event.Posted(seen, kept, decision.batch()));
      return decision;
    }
  }

  private Decision judge(Posted posted, Set<FaultKind> notifyFaults) {
    try {
      posted.refuseUnlessReadable();
      Map<String, String> params = posted.params();
      envelope.check(params, posted.charsetName());
      BatchChecks.PayRequest request = checks.check(params, posted.charsetName());
      LOG.info("batch {} taken: {} lines", request.batchNo(), request.lines().size());
      return new Decision(null, take(request, notifyFaults));
    } catch (Refusal refusal) {
      LOG.info("batch {} refused: {}", posted.value("batch_no"), refusal.getMessage());
      return new Decision(refusal.code(), null);
    }
  }

  private TakenBatch take(BatchChecks.PayRequest request, Set<FaultKind> notifyFaults) {
    List<NotifyEntry> notifies = planner.plan(request.notifyUrl(), notifyFaults);
    return new TakenBatch(
        request.batchNo(),
        clock.instant(),
        request.charset(),
        request.notifyUrl(),
        request.accountName(),
        request.details(),
        request.amount(),
        book.nextInnerSerial(),
        notifies);
  }

  private void notifyAbout(TakenBatch batch, Set<FaultKind> notifyFaults) {
    if (notifyFaults.contains(FaultKind.NOTIFY_FIRST)) {
      courier.firstRound(batch);
    } else {
      courier.start(batch, notifyDelay);
    }
  }

  private static SandboxAnswer truth(Decision decision, String charset) {
    return decision.code() == null
        ? XmlAnswers.taken(charset)
        : XmlAnswers.refused(charset, decision.code());
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
