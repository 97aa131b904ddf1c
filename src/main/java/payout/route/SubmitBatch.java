package payout.route;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.batch.Checkpoint;
import payout.batch.ChinaClock;
import payout.gateway.AnswerReader;
import payout.gateway.CallEnd;
import payout.gateway.CallEnds;
import payout.gateway.Outcome;
import payout.gateway.OutcomeRule;
import payout.gateway.PayDate;
import payout.gateway.UnsoundRequestException;
import payout.gateway.Verdict;
import payout.ledger.Claim;
import payout.ledger.Recorded;
import payout.ledger.SendLedger;

/**
 * The steps of the route {@code submit-batch}.
 *
 * <p>Whatever happens between the claim and the record, the ledger says SENDING, and the next start
 * takes that for a post that may have arrived.
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
  private final Stop stop;
  private final CallDeadline deadline;

  /** Steps over a ledger and the rule of outcomes. */
  public SubmitBatch(
      SendLedger ledger,
      OutcomeRule rule,
      ChinaClock clock,
      Counters counters,
      Alarm alarm,
      Stop stop,
      CallDeadline deadline) {
    this.ledger = ledger;
    this.rule = rule;
    this.clock = clock;
    this.counters = counters;
    this.alarm = alarm;
    this.stop = stop;
    this.deadline = deadline;
  }

  /**
   * Claims the next batch that is due, unless the record of the last one did; false when there is
   * none or the end is near. Of what a predicate does to an exchange Camel keeps the properties, so
   * the claim is one.
   */
  public boolean claim(Exchange exchange) {
    if (exchange.getProperty(CLAIM) != null) {
      return true;
    }
    if (stop.isNear()) {
      return false;
    }
    Optional<Claim> claim = ledger.claim();
    claim.ifPresent(each -> take(each, exchange));
    return claim.isPresent();
  }

  private static void take(Claim claim, Exchange exchange) {
    Checkpoint.BATCH_CLAIMED.pass();
    exchange.setProperty(CLAIM, claim);
    exchange.removeProperty(Exchange.EXCEPTION_CAUGHT);
  }

  /** Judges how the post ended and records it, and claims the next batch along with it. */
  public void record(Exchange exchange) {
    Claim claim = exchange.getProperty(CLAIM, Claim.class);
    CallEnd end = end(exchange, claim);
    deadline.over();
    boolean today = clock.payDate().equals(claim.payDate());
    PayDate payDate = today ? PayDate.TODAY : PayDate.NO_LONGER_TODAY;
    Verdict verdict = rule.judge(end, claim.earlier(), payDate);
    Checkpoint.BATCH_POSTED.pass();
    exchange.removeProperty(CLAIM);
    Recorded recorded = record(claim, verdict);
    Checkpoint.OUTCOME_RECORDED.pass();
    recorded.next().ifPresent(each -> take(each, exchange));
    tell(claim, verdict, recorded.changed());
    forget(exchange);
  }

  /**
   * Camel keeps request and answer until the exchange is over, to close them then. For a sender
   * with much to do that is far away, and the bodies of all its posts would fill the memory; {@link
   * CallDeadline#over} has closed what there was to close.
   */
  private static void forget(Exchange exchange) {
    exchange.getExchangeExtension().handoverCompletions(new DefaultExchange(exchange.getContext()));
    exchange.getMessage().removeHeaders("*");
    exchange.getMessage().setBody(null);
  }

  private Recorded record(Claim claim, Verdict verdict) {
    return stop.isNear()
        ? new Recorded(ledger.record(claim, verdict), Optional.empty())
        : ledger.recordAndClaim(claim, verdict);
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

  private CallEnd end(Exchange exchange, Claim claim) {
    Throwable thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    if (thrown instanceof UnsoundRequestException) {
      alarm.raise(
          AlarmKind.UNSOUND_REQUEST,
          "Batch "
              + claim.batch().batchNo()
              + " cannot be sent as the ledger holds it: "
              + thrown.getMessage()
              + " Hold it, and ask the makers of this program.");
      return new CallEnd.NotConnected("The request could not be made.");
    }
    if (thrown != null) {
      return CallEnds.of(thrown);
    }
    int status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
    try (InputStream in = exchange.getMessage().getBody(InputStream.class)) {
      byte[] body = in == null ? new byte[0] : in.readNBytes(AnswerReader.BYTES_MAX + 1);
      return new CallEnd.Answered(status, body);
    } catch (IOException e) {
      return CallEnds.of(e);
    }
  }
}
