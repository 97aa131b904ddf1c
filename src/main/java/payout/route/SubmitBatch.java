package payout.route;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.batch.BatchState;
import payout.batch.Checkpoint;
import payout.batch.ChinaClock;
import payout.batch.Earlier;
import payout.batch.Outcome;
import payout.batch.Verdict;
import payout.gateway.AnswerReader;
import payout.gateway.CallEnd;
import payout.gateway.InvalidRequestException;
import payout.gateway.OutcomeRule;
import payout.gateway.OutcomeRule.PayDate;
import payout.ledger.Claim;
import payout.ledger.SendLedger;
import payout.ledger.sql.LedgerException;

/**
 * The steps of the routes {@code claim-batch} and {@code submit-batch}. Each post has an exchange
 * of its own, which carries the claim from the first step to the last.
 *
 * <p>A claim ends in one of three ways: its outcome is recorded, it is returned because nothing of
 * it was posted, or it is abandoned. An abandoned batch may have been posted; it stays SENDING
 * until its lease expires, and is then UNKNOWN.
 */
public final class SubmitBatch {

  private static final Logger LOG = LoggerFactory.getLogger(SubmitBatch.class);

  /** The exchange property that holds the claimed batch. */
  static final String CLAIM = "payoutClaim";

  private final SendLedger ledger;
  private final OutcomeRule rule;
  private final ChinaClock clock;
  private final Counters counters;
  private final Alarm alarm;
  private final Shutdown shutdown;
  private final CallDeadline deadline;
  private final int inFlightMax;

  /**
   * Steps that claim from and record to this ledger.
   *
   * @param inFlightMax how many batches may be claimed and not yet recorded at once
   */
  public SubmitBatch(
      SendLedger ledger,
      OutcomeRule rule,
      ChinaClock clock,
      Counters counters,
      Alarm alarm,
      Shutdown shutdown,
      CallDeadline deadline,
      int inFlightMax) {
    this.ledger = ledger;
    this.rule = rule;
    this.clock = clock;
    this.counters = counters;
    this.alarm = alarm;
    this.shutdown = shutdown;
    this.deadline = deadline;
    this.inFlightMax = inFlightMax;
  }

  /**
   * Claims the batch that has been due the longest. One thread at a time.
   *
   * @return null when no batch is due, when as many posts are in flight as allowed, or when the
   *     shutdown has begun
   */
  public Claim claimDueBatch() {
    if (shutdown.hasBegun() || ledger.inFlight() >= inFlightMax) {
      return null;
    }
    Claim claim = ledger.claim().orElse(null);
    if (claim != null) {
      Checkpoint.BATCH_CLAIMED.pass();
    }
    return claim;
  }

  /**
   * Whether the post may begin; otherwise the claim is to be returned. A process that was suspended
   * may find its lease expired and another process at the same batch.
   */
  public boolean isPostAllowed(@ExchangeProperty(CLAIM) Claim claim) {
    return !shutdown.hasBegun()
        && !clock.isLastMinuteOfDay()
        && ledger.closedBecause().isEmpty()
        && isOurs(claim);
  }

  /** By both clocks: one may be set, and the other stops while the machine is suspended. */
  private boolean isOurs(Claim claim) {
    return ledger.isHeld(claim) && ledger.isLeased(claim);
  }

  /** Returns a claim of which nothing was posted. */
  public void returnClaim(@ExchangeProperty(CLAIM) Claim claim) {
    ledger.giveBack(claim, whyNotPosted(claim));
  }

  private String whyNotPosted(Claim claim) {
    if (shutdown.hasBegun()) {
      return "The process is about to end.";
    }
    if (!isOurs(claim)) {
      return "The lease was over before the post began.";
    }
    return ledger.closedBecause().orElse("The day in China is about to end.");
  }

  /**
   * Reads the gateway's answer.
   *
   * @param status the HTTP status; null when there is none
   * @param body null when the answer has no body
   * @throws IOException when the answer breaks off
   */
  public CallEnd readAnswer(
      @Header(Exchange.HTTP_RESPONSE_CODE) Integer status, @Body InputStream body)
      throws IOException {
    try (InputStream in = body) {
      byte[] bytes = in == null ? new byte[0] : in.readNBytes(AnswerReader.BYTES_MAX + 1);
      return new CallEnd.Answered(status == null ? 0 : status, bytes);
    }
  }

  /**
   * Classifies a call that failed by what was thrown: whether a byte of the request can have left.
   */
  public CallEnd classifyFailure(
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Throwable thrown,
      @ExchangeProperty(CLAIM) Claim claim) {
    if (thrown instanceof InvalidRequestException) {
      raiseInvalid(claim, thrown.getMessage());
      return new CallEnd.NotMade(thrown.getMessage());
    }
    return thrown instanceof SignRequest.RequestNotSignedException
        ? new CallEnd.NotConnected(thrown.getMessage())
        : CallEnd.of(thrown);
  }

  private void raiseInvalid(Claim claim, String reason) {
    alarm.raise(
        AlarmKind.INVALID_REQUEST,
        "Batch "
            + claim.batch().batchNo()
            + " cannot be sent as the ledger holds it: "
            + reason
            + (claim.earlier() == Earlier.NONE_ARRIVED
                ? " Nothing of it was sent, and it is held. If the sentence names a charset, set"
                    + " payout.charset to one that fits and release it; else ask the makers of this"
                    + " program."
                : " An earlier post of it may have arrived. Hold it, ask the gateway whether it"
                    + " took it, and ask the makers of this program."));
  }

  /** Judges what the end of the call means for the batch. */
  public Verdict judgeAnswer(@Body CallEnd end, @ExchangeProperty(CLAIM) Claim claim) {
    counters.answer("post", endOf(end), deadline.over());
    boolean today = clock.payDate().equals(claim.payDate());
    PayDate payDate = today ? PayDate.TODAY : PayDate.NO_LONGER_TODAY;
    Verdict verdict = rule.judge(end, claim.earlier(), payDate);
    Checkpoint.BATCH_POSTED.pass();
    return verdict;
  }

  private static String endOf(CallEnd end) {
    return end instanceof CallEnd.Answered ? "answered" : "none";
  }

  /**
   * Records the outcome of the post.
   *
   * @return the claim that was made in the same commit, if any; a new exchange posts it
   * @throws OutcomeNotRecordedException when the ledger is unavailable; to be retried while the
   *     lease holds
   */
  public List<Claim> recordOutcome(@Body Verdict verdict, @ExchangeProperty(CLAIM) Claim claim) {
    SendLedger.Recorded recorded = record(claim, verdict);
    Checkpoint.OUTCOME_RECORDED.pass();
    report(claim, verdict, recorded.changed());
    return recorded.next().map(List::of).orElse(List.of());
  }

  private SendLedger.Recorded record(Claim claim, Verdict verdict) {
    try {
      return shutdown.hasBegun()
          ? new SendLedger.Recorded(ledger.record(claim, verdict), Optional.empty())
          : ledger.recordAndClaim(claim, verdict);
    } catch (LedgerException e) {
      throw new OutcomeNotRecordedException(claim.batch().batchNo(), e);
    }
  }

  /** Raises an alarm, and reports whether the lease still allows a retry of the record. */
  public boolean mayRetryRecord(
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Throwable thrown,
      @ExchangeProperty(CLAIM) Claim claim) {
    alarm.raise(AlarmKind.ROUTE, thrown.getMessage());
    return ledger.isLeased(claim);
  }

  /** Abandons the claim of an exchange that failed; null when it failed before it had one. */
  public void abandonClaim(@ExchangeProperty(CLAIM) Claim claim) {
    if (claim != null) {
      ledger.abandon(claim);
    }
    deadline.over();
  }

  private void report(Claim claim, Verdict verdict, boolean recorded) {
    String batchNo = claim.batch().batchNo();
    LOG.info(
        "Batch {}, post {}: {}{}",
        batchNo,
        claim.batch().attempts(),
        words(verdict.outcome()),
        recorded ? "" : "; a notify was faster");
    counters.count(Meter.POSTS, verdict.next().name(), rule.classInWords(verdict.outcome().code()));
    if (recorded) {
      count(claim, verdict.next());
    }
    if (verdict.next() == BatchState.HELD && ledger.isTakenAgain(claim)) {
      LOG.warn("Batch {} was lost by the ledger and is HELD: the gateway has it.", batchNo);
      return; // one alarm told of all of them when they were taken again
    }
    verdict
        .alarm()
        .ifPresent(text -> alarm.raise(AlarmKind.SUBMIT, "Batch " + batchNo + ": " + text));
  }

  private void count(Claim claim, BatchState next) {
    if (next == BatchState.TAKEN) {
      long tookMs = ledger.now() - claim.receivedAt();
      counters.time(Meter.FILE_TO_TAKEN, TimeUnit.MILLISECONDS.toNanos(tookMs));
    } else if (next == BatchState.REFUSED) {
      counters.lines("REFUSED", claim.batch().lines(), claim.batch().amount());
    }
  }

  private static String words(Outcome outcome) {
    if (outcome instanceof Outcome.Refused refused) {
      return "refused with " + refused.code();
    }
    if (outcome instanceof Outcome.Unknown unknown) {
      return ("unknown " + unknown.code()).strip() + ": " + unknown.reason();
    }
    return "taken";
  }
}
