package payout.route;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.batch.BatchState;
import payout.batch.Characters;
import payout.batch.Checkpoint;
import payout.batch.FileNames;
import payout.gateway.Signer;
import payout.ledger.NotifyLedger;
import payout.ledger.sql.LedgerException;
import payout.notify.MalformedNotifyException;
import payout.notify.NotifyForm;
import payout.notify.NotifyHead;
import payout.notify.NotifyIdentity;

/**
 * The steps of the route {@code accept-notify}, each of which earns more trust: sign, payer, batch,
 * not stored before, verified with the gateway, stored (document section 9).
 */
public final class AcceptNotify {

  private static final Logger LOG = LoggerFactory.getLogger(AcceptNotify.class);
  private static final String NOTIFY = "payoutNotify";
  private static final int ANSWER_BYTES_MAX = 64;
  private static final int NOT_ACCEPTED = 400;

  /** A batch number has 32 characters at most; a malformed one is shown in part. */
  private static final int BATCH_NO_SHOWN_MAX = 64;

  private static final int TRY_AGAIN = 503;

  private final NotifyGuard guard;
  private final NotifyLedger ledger;
  private final Signer signer;
  private final String partner;
  private final Counters counters;
  private final Alarm alarm;
  private final CallDeadline deadline;

  /** Steps for the notifies of one payer. */
  public AcceptNotify(
      NotifyGuard guard,
      NotifyLedger ledger,
      Signer signer,
      String partner,
      Counters counters,
      Alarm alarm,
      CallDeadline deadline) {
    this.guard = guard;
    this.ledger = ledger;
    this.signer = signer;
    this.partner = partner;
    this.counters = counters;
    this.alarm = alarm;
    this.deadline = deadline;
  }

  /** Takes the body that the guard has read, and drops everything else that the caller sent. */
  public Received readNotify(Exchange exchange) {
    Object request = exchange.getMessage().getBody();
    NotifyBody body = guard.take(request);
    if (body == null && guard.isGone(request)) {
      throw new Refused(TRY_AGAIN, Refusal.LEFT.reason(), Refusal.LEFT.sentence());
    }
    if (body != null) {
      AfterExchange.run(exchange, AfterExchange.BEFORE_MOVE, body::done);
    }
    exchange.getMessage().removeHeaders("*");
    exchange.removeProperty(Exchange.CHARSET_NAME);
    return parse(body == null ? null : body.bytes());
  }

  /** Parses a body; null when none came. */
  public Received parse(byte[] body) {
    if (body == null) {
      throw new Refused(TRY_AGAIN, "starting", "The server is still starting.");
    }
    try {
      return new Received(body, NotifyForm.parse(body), null, null);
    } catch (MalformedNotifyException e) {
      throw new Refused(NOT_ACCEPTED, "malformed", e.getMessage());
    }
  }

  /** Checks the sign over all parameters that came, by the configured sign type alone. */
  public void checkSign(@Body Received notify) {
    try {
      checkSign(notify.form);
    } catch (MalformedNotifyException e) {
      throw new Refused(NOT_ACCEPTED, "malformed", e.getMessage());
    }
  }

  private void checkSign(NotifyForm form) {
    if (!form.signType().equals(signer.type().name())) {
      throw new Refused(
          NOT_ACCEPTED, "sign_type", "The notify has another sign_type than payout.sign-type.");
    }
    if (!signer.verify(form.signedText(), form.sign())) {
      throw new Refused(NOT_ACCEPTED, "sign", "The sign of the notify is not valid.");
    }
  }

  /** Checks that it is meant for us: the gateway signs for all merchants with one key. */
  public Received checkPayer(@Body Received notify) {
    try {
      NotifyHead head = NotifyHead.of(notify.form);
      if (!head.payUserId().equals(partner)) {
        throw new Refused(NOT_ACCEPTED, "payer", "The notify is for another merchant.");
      }
      return new Received(notify.body, notify.form, head, null);
    } catch (MalformedNotifyException e) {
      throw new Refused(NOT_ACCEPTED, "malformed", e.getMessage());
    }
  }

  /** Checks that its batch is in the ledger. */
  public Received checkBatch(@Body Received notify) {
    NotifyLedger.Target target =
        ledger
            .target(notify.head.batchNo())
            .orElseThrow(() -> refuseUnknownBatch(notify.head.batchNo()));
    return new Received(notify.body, notify.form, notify.head, target);
  }

  private Refused refuseUnknownBatch(String batchNo) {
    alarm.raise(
        AlarmKind.NOTIFY_UNKNOWN_BATCH,
        "A notify that the gateway signed for us names the batch "
            + Characters.shown(FileNames.cut(batchNo, BATCH_NO_SHOWN_MAX))
            + ", which this ledger does not hold; it was not taken. Is this an older copy of the"
            + " ledger, or did a standby take over that was behind? Then drop the file of that batch"
            + " again, and the notify is taken when it comes again.");
    return new Refused(NOT_ACCEPTED, "batch", "The notify names a batch that is not ours.");
  }

  /** Whether it was not stored before; otherwise only the answer is left to do. */
  public boolean isNew(@Body Received notify) {
    boolean seen = ledger.isSeen(NotifyIdentity.of(notify.head, notify.form));
    if (seen) {
      counters.count(Meter.NOTIFIES, "SEEN");
    }
    return !seen;
  }

  /** The query that asks the gateway whether it sent this notify. */
  public String verifyQuery(@ExchangeProperty(NOTIFY) Received notify) {
    return "service=notify_verify&partner="
        + partner
        + "&notify_id="
        + URLEncoder.encode(notify.head.notifyId(), StandardCharsets.US_ASCII);
  }

  /**
   * Checks the gateway's answer, which must be {@code true}; after any other answer the next
   * delivery may pass.
   *
   * @param status the HTTP status; null when there is none
   * @param body null when the answer has no body
   */
  public void checkAnswer(
      @Header(Exchange.HTTP_RESPONSE_CODE) Integer status, @Body InputStream body)
      throws IOException {
    String answer;
    String end = "none";
    try (InputStream in = body) {
      byte[] bytes = in == null ? new byte[0] : in.readNBytes(ANSWER_BYTES_MAX + 1);
      answer =
          bytes.length > ANSWER_BYTES_MAX
              ? "too long"
              : new String(bytes, StandardCharsets.US_ASCII).trim();
      end = "answered";
    } finally {
      counters.answer("verify", end, deadline.over());
    }
    if (status == null || status != 200 || !answer.equals("true")) {
      throw new Refused(
          TRY_AGAIN, "verify", "The gateway does not confirm that it sent this notify.");
    }
  }

  /** Stores the notify and its results; when this returns they are durable. */
  public void storeResults(@ExchangeProperty(NOTIFY) Received notify) {
    Checkpoint.NOTIFY_CHECKED.pass();
    NotifyLedger.Applied applied =
        ledger.apply(
            notify.target, notify.head, notify.form, notify.body, each -> raiseAlarm(notify, each));
    Checkpoint.NOTIFY_STORED.pass();
    report(notify, applied);
  }

  /**
   * Reports in the log and the metrics why a notify was refused.
   *
   * @return the HTTP status of the answer
   */
  public int reportRefusal(@ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Throwable thrown) {
    Refused refused = refusal(thrown);
    counters.answer("verify", "none", deadline.over());
    guard.refusals().report(refused.kind, refused.getMessage());
    return refused.status;
  }

  private void report(Received notify, NotifyLedger.Applied applied) {
    count(notify.target, applied);
    LOG.info(
        "Notify for batch {}: {} lines paid, {} failed, {} open; the batch is {}.",
        notify.target.batch().batchNo(),
        applied.paid(),
        applied.failed(),
        applied.open(),
        applied.state());
  }

  private void count(NotifyLedger.Target target, NotifyLedger.Applied applied) {
    counters.count(Meter.NOTIFIES, applied.verdict().name());
    counters.lines("PAID", applied.paid(), applied.paidAmount());
    counters.lines("FAILED", applied.failed(), applied.failedAmount());
    if (applied.paid() + applied.failed() == 0) {
      return;
    }
    long now = ledger.now();
    // The answer to the post may have been recorded after the target was looked up.
    if (applied.before() != BatchState.TAKEN) {
      time(Meter.FILE_TO_TAKEN, now - target.receivedAt());
    }
    if (applied.state() == BatchState.SETTLED) {
      time(Meter.TAKEN_TO_SETTLED, target.takenAt() == 0 ? 0 : now - target.takenAt());
    }
  }

  private void time(Meter meter, long ms) {
    counters.time(meter, TimeUnit.MILLISECONDS.toNanos(ms));
  }

  private void raiseAlarm(Received notify, NotifyLedger.Applied applied) {
    if (applied.verdict() != NotifyLedger.Verdict.APPLIED) {
      String what =
          applied.conflicts().isEmpty()
              ? "its records cannot be read"
              : applied.conflicts().get(0).sentence();
      alarm.raise(
          applied.verdict() == NotifyLedger.Verdict.CONFLICT
              ? AlarmKind.NOTIFY_CONFLICT
              : AlarmKind.NOTIFY_MALFORMED,
          "A notify for batch "
              + notify.target.batch().batchNo()
              + " was kept, not applied in full: "
              + what);
    }
    if (!applied.failedButPaid().isEmpty()) {
      alarm.raise(
          AlarmKind.FAILED_BUT_PAID,
          "A notify for batch "
              + notify.target.batch().batchNo()
              + " says that serial "
              + Characters.shown(applied.failedButPaid().get(0))
              + " failed"
              + (applied.failedButPaid().size() == 1
                  ? ""
                  : ", and " + (applied.failedButPaid().size() - 1) + " more payments")
              + ", which a statement of the account shows as paid. Do not pay it again; its serial"
              + " is refused in new files. Compare both with the merchant page, and ask the"
              + " gateway.");
    }
  }

  private Refused refusal(Throwable thrown) {
    if (thrown instanceof Refused refused) {
      return refused;
    }
    if (thrown instanceof IOException) {
      return new Refused(
          TRY_AGAIN, "verify", "The gateway could not be asked whether it sent this: " + thrown);
    }
    String why = thrown instanceof LedgerException ? thrown.getMessage() : thrown.toString();
    alarm.raise(
        AlarmKind.NOTIFY_ERROR,
        "A notify could not be stored; the gateway delivers it again. " + why);
    return new Refused(TRY_AGAIN, "error", "The notify could not be handled just now: " + why);
  }

  /** A notify on its way through the checks; what is not known yet is null. */
  public record Received(
      byte[] body, NotifyForm form, NotifyHead head, NotifyLedger.Target target) {}

  /**
   * The notify is not accepted: answered {@code fail} with this status, and reported with a kind.
   */
  static final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String kind;

    Refused(int status, String kind, String sentence) {
      super(sentence);
      this.status = status;
      this.kind = kind;
    }

    String kind() {
      return kind;
    }
  }
}
