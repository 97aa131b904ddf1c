package payout.route;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.batch.Checkpoint;
import payout.batch.ChinaClock;
import payout.batch.Earlier;
import payout.batch.Outcome;
import payout.batch.Verdict;
import payout.gateway.AnswerReader;
import payout.gateway.CallEnd;
import payout.gateway.CallEnds;
import payout.gateway.OutcomeRule;
import payout.gateway.PayDate;
import payout.gateway.InvalidRequestException;
import payout.ledger.Claim;
import payout.ledger.LedgerException;
import payout.ledger.Recorded;
import payout.ledger.SendLedger;

/**
 * The steps of the routes {@code claim-batch} and {@code submit-batch}: one exchange a post, which
 * carries its claim from the first step to the last.
 *
 * <p>A claim ends in one of three ways: it is recorded, it is given back because nothing of it was
 * posted, or it is abandoned. An abandoned batch may have been posted; it stays SENDING until its
 * lease is over, and is UNKNOWN then.
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
   * Steps over a ledger and the rule of outcomes.
   *
   * @param inFlightMax how many batches may be claimed and not recorded at once
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
   * Claims the batch that has been due the longest and makes it the body; the body is null when
   * none is due, when as many posts are in flight as may be, or when the end is near. One thread at
   * a time.
   */
  public void claim(Exchange exchange) {
    // What is in the body may be the claim before this one, which is posted already.
    exchange.getMessage().setBody(null);
    if (!shutdown.hasBegun() && ledger.inFlight() < inFlightMax) {
      ledger
          .claim()
          .ifPresent(
              claim -> {
                Checkpoint.BATCH_CLAIMED.pass();
                exchange.getMessage().setBody(claim);
              });
    }
  }

  /** Keeps the claim, which is the body, for the steps to come. */
  public void begin(Exchange exchange) {
    exchange.setProperty(CLAIM, exchange.getMessage().getBody(Claim.class));
  }

  /**
   * Whether the post may begin; else the claim is to be given back. A process that stood still for
   * long may find its lease over, and somebody else at the same batch.
   */
  public boolean mayPost(Exchange exchange) {
    return !shutdown.hasBegun() && !clock.isLastMinuteOfDay() && isOurs(claimed(exchange));
  }

  /** By both clocks: one may be set, and the other stands still with a suspended machine. */
  private boolean isOurs(Claim claim) {
    return ledger.isHeld(claim) && ledger.isLeased(claim);
  }

  /** Gives back a claim of which nothing was posted. */
  public void giveBack(Exchange exchange) {
    Claim claim = claimed(exchange);
    exchange.getMessage().setBody(List.of());
    ledger.giveBack(claim, whyNot(claim));
  }

  private String whyNot(Claim claim) {
    if (shutdown.hasBegun()) {
      return "The process is about to end.";
    }
    return isOurs(claim)
        ? "The day in China is about to end."
        : "The lease was over before the post began.";
  }

  /**
   * Reads the gateway's answer; the body is then how the call ended.
   *
   * @throws IOException when the answer breaks off
   */
  public void readAnswer(Exchange exchange) throws IOException {
    int status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
    try (InputStream in = exchange.getMessage().getBody(InputStream.class)) {
      byte[] body = in == null ? new byte[0] : in.readNBytes(AnswerReader.BYTES_MAX + 1);
      exchange.getMessage().setBody(new CallEnd.Answered(status, body));
    }
  }

  /** Tells from what was thrown how the call ended, and whether a byte can have left. */
  public void explain(Exchange exchange) {
    Throwable thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    if (thrown instanceof InvalidRequestException) {
      tellNotMade(claimed(exchange), thrown.getMessage());
    }
    exchange.getMessage().setBody(end(thrown));
  }

  private void tellNotMade(Claim claim, String reason) {
    alarm.raise(
        AlarmKind.UNSOUND_REQUEST,
        "Batch "
            + claim.batch().batchNo()
            + " cannot be sent as the ledger holds it: "
            + reason
            + (claim.earlier() == Earlier.NONE_ARRIVED
                ? " Nothing of it was sent, and it is held. If the sentence names a charset, set"
                    + " payout.charset to one that fits and release it; else ask the makers of this"
                    + " program."
                : " An earlier post of it may have arrived. Hold it, ask the gateway what became of"
                    + " it, and ask the makers of this program."));
  }

  private static CallEnd end(Throwable thrown) {
    if (thrown instanceof InvalidRequestException) {
      return new CallEnd.NotMade(thrown.getMessage());
    }
    if (thrown instanceof RequestNotSignedException) {
      return new CallEnd.NotConnected(thrown.getMessage());
    }
    return CallEnds.of(thrown);
  }

  /** Judges how the call ended; the body is then what the post came to. */
  public void judge(Exchange exchange) {
    Claim claim = claimed(exchange);
    CallEnd end = exchange.getMessage().getBody(CallEnd.class);
    deadline.over();
    boolean today = clock.payDate().equals(claim.payDate());
    PayDate payDate = today ? PayDate.TODAY : PayDate.NO_LONGER_TODAY;
    exchange.getMessage().removeHeaders("*");
    exchange.getMessage().setBody(rule.judge(end, claim.earlier(), payDate));
    Checkpoint.BATCH_POSTED.pass();
  }

  /**
   * Records what the post came to. The body is then what was claimed along with it: one claim or
   * none, to be posted by an exchange of its own.
   *
   * @throws OutcomeNotRecordedException when the ledger is away; to be tried again while the lease holds
   */
  public void record(Exchange exchange) {
    Claim claim = claimed(exchange);
    Verdict verdict = exchange.getMessage().getBody(Verdict.class);
    Recorded recorded = record(claim, verdict);
    Checkpoint.OUTCOME_RECORDED.pass();
    tell(claim, verdict, recorded.changed());
    exchange.getMessage().setBody(recorded.next().map(List::of).orElse(List.of()));
  }

  private Recorded record(Claim claim, Verdict verdict) {
    try {
      return shutdown.hasBegun()
          ? new Recorded(ledger.record(claim, verdict), Optional.empty())
          : ledger.recordAndClaim(claim, verdict);
    } catch (LedgerException e) {
      throw new OutcomeNotRecordedException(claim.batch().batchNo(), e);
    }
  }

  /** Whether an outcome that could not be recorded may be tried again; tells a person of it. */
  public boolean mayRecordAgain(Exchange exchange) {
    alarm.raise(
        AlarmKind.ROUTE,
        exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class).getMessage());
    return ledger.isLeased(claimed(exchange));
  }

  /** The exchange ends before its claim did. */
  public void abandon(Exchange exchange) {
    Claim claim = claimed(exchange);
    if (claim != null) {
      ledger.abandon(claim);
    }
    deadline.over();
  }

  private static Claim claimed(Exchange exchange) {
    return exchange.getProperty(CLAIM, Claim.class);
  }

  private void tell(Claim claim, Verdict verdict, boolean recorded) {
    String batchNo = claim.batch().batchNo();
    LOG.info(
        "Batch {}, post {}: {}{}",
        batchNo,
        claim.batch().attempts(),
        words(verdict.outcome()),
        recorded ? "" : "; a notify was faster");
    counters.count("payout.posts", "outcome", verdict.next().name());
    verdict
        .alarm()
        .ifPresent(text -> alarm.raise(AlarmKind.SUBMIT, "Batch " + batchNo + ": " + text));
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
