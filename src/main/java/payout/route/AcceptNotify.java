package payout.route;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.batch.Checkpoint;
import payout.gateway.Signer;
import payout.ledger.Applied;
import payout.ledger.LedgerException;
import payout.ledger.NotifyLedger;
import payout.ledger.NotifyTarget;
import payout.ledger.NotifyVerdict;
import payout.notify.MalformedNotifyException;
import payout.notify.NotifyForm;
import payout.notify.NotifyHead;
import payout.notify.NotifyIdentity;

/**
 * The steps of the route {@code accept-notify}, in the order in which trust is earned: sign, payer,
 * batch, seen before, asked back, stored, answered (document section 9).
 */
public final class AcceptNotify {

  private static final Logger LOG = LoggerFactory.getLogger(AcceptNotify.class);
  private static final String NOTIFY = "payoutNotify";
  private static final byte[] SUCCESS = "success".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FAIL = "fail".getBytes(StandardCharsets.US_ASCII);
  private static final int ANSWER_BYTES_MAX = 64;
  private static final int NOT_ACCEPTED = 400;
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

  /** Takes the body as it came and forgets everything else that the caller sent. */
  public void read(Exchange exchange) {
    Object request = exchange.getMessage().getBody();
    NotifyBody body = guard.take(request);
    if (body == null && guard.isGone(request)) {
      throw new NotifyRefusedException(TRY_AGAIN, Refusal.LEFT.reason(), Refusal.LEFT.sentence());
    }
    if (body != null) {
      AfterExchange.run(exchange, AfterExchange.BEFORE_MOVE, body::done);
    }
    readForm(exchange, body == null ? null : body.bytes());
  }

  /** The same with the body in hand; null when none came. */
  public void readForm(Exchange exchange, byte[] body) {
    exchange.getMessage().removeHeaders("*");
    exchange.removeProperty(Exchange.CHARSET_NAME);
    if (body == null) {
      throw new NotifyRefusedException(TRY_AGAIN, "starting", "The server is only just starting.");
    }
    try {
      NotifyForm form = NotifyForm.parse(body);
      exchange.setProperty(NOTIFY, new Received(body, form, null, null));
    } catch (MalformedNotifyException e) {
      throw new NotifyRefusedException(NOT_ACCEPTED, "malformed", e.getMessage());
    }
  }

  /** Checks the sign over every parameter that came, by the configured kind of sign alone. */
  public void checkSign(Exchange exchange) {
    NotifyForm form = received(exchange).form;
    try {
      checkSign(form);
    } catch (MalformedNotifyException e) {
      throw new NotifyRefusedException(NOT_ACCEPTED, "malformed", e.getMessage());
    }
  }

  private void checkSign(NotifyForm form) {
    if (!form.signType().equals(signer.type().name())) {
      throw new NotifyRefusedException(
          NOT_ACCEPTED, "sign_type", "The notify has another sign_type than payout.sign-type.");
    }
    if (!signer.verify(form.signedText(), form.sign())) {
      throw new NotifyRefusedException(
          NOT_ACCEPTED, "sign", "The sign of the notify does not hold.");
    }
  }

  /** Checks that it is meant for us: the gateway signs for all merchants with one key. */
  public void checkPayer(Exchange exchange) {
    Received received = received(exchange);
    try {
      NotifyHead head = NotifyHead.of(received.form);
      if (!head.payUserId().equals(partner)) {
        throw new NotifyRefusedException(
            NOT_ACCEPTED, "payer", "The notify is for another merchant.");
      }
      exchange.setProperty(NOTIFY, new Received(received.body, received.form, head, null));
    } catch (MalformedNotifyException e) {
      throw new NotifyRefusedException(NOT_ACCEPTED, "malformed", e.getMessage());
    }
  }

  /** Finds the batch. */
  public void checkBatch(Exchange exchange) {
    Received received = received(exchange);
    NotifyTarget target =
        ledger
            .target(received.head.batchNo())
            .orElseThrow(
                () -> {
                  alarm.raise(
                      AlarmKind.NOTIFY_UNKNOWN_BATCH,
                      "A notify that the gateway signed for us names a batch that this ledger does"
                          + " not hold; it was not taken. Is this an older copy of the ledger?");
                  return new NotifyRefusedException(
                      NOT_ACCEPTED, "batch", "The notify names a batch that is not ours.");
                });
    exchange.setProperty(NOTIFY, new Received(received.body, received.form, received.head, target));
  }

  /** Whether it was not stored before; else only the answer is left. */
  public boolean isNew(Exchange exchange) {
    Received received = received(exchange);
    boolean seen = ledger.isSeen(NotifyIdentity.of(received.head, received.form));
    if (seen) {
      counters.count("payout.notifies", "verdict", "SEEN");
    }
    return !seen;
  }

  /** Prepares the question whether the gateway sent this. */
  public void ask(Exchange exchange) {
    Message message = exchange.getMessage();
    message.setBody(null);
    message.setHeader(Exchange.HTTP_METHOD, "GET");
    message.setHeader(
        Exchange.HTTP_QUERY,
        "service=notify_verify&partner="
            + partner
            + "&notify_id="
            + URLEncoder.encode(received(exchange).head.notifyId(), StandardCharsets.US_ASCII));
  }

  /** Goes on only if the gateway's answer is {@code true}; anything else may pass the next time. */
  public void checkAnswer(Exchange exchange) throws IOException {
    Message message = exchange.getMessage();
    int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
    String answer;
    try (InputStream in = message.getBody(InputStream.class)) {
      byte[] bytes = in == null ? new byte[0] : in.readNBytes(ANSWER_BYTES_MAX + 1);
      answer =
          bytes.length > ANSWER_BYTES_MAX
              ? "too long"
              : new String(bytes, StandardCharsets.US_ASCII).trim();
    } finally {
      deadline.over();
    }
    message.removeHeaders("*");
    if (status != 200 || !answer.equals("true")) {
      throw new NotifyRefusedException(
          TRY_AGAIN, "verify", "The gateway does not confirm that it sent this notify.");
    }
  }

  /** Stores the notify and its results; when this returns they are durable. */
  public void store(Exchange exchange) {
    Received received = received(exchange);
    Checkpoint.NOTIFY_CHECKED.pass();
    Applied applied =
        ledger.apply(
            received.target,
            received.head,
            received.form,
            received.body,
            each -> raiseAlarm(received, each));
    Checkpoint.NOTIFY_STORED.pass();
    tell(received, applied);
  }

  /** Answers the seven bytes after which the gateway is content. */
  public void answerSuccess(Exchange exchange) {
    answer(exchange, 200, SUCCESS);
  }

  /** Answers that the notify was not taken, and says in the log why. */
  public void answerFail(Exchange exchange) {
    Throwable thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    NotifyRefusedException refused = refusal(thrown);
    deadline.over();
    guard.refusals().tell(refused.kind(), refused.getMessage());
    answer(exchange, refused.status(), FAIL);
  }

  private void tell(Received received, Applied applied) {
    counters.count("payout.notifies", "verdict", applied.verdict().name());
    counters.add("payout.lines", "state", "PAID", applied.paid());
    counters.add("payout.lines", "state", "FAILED", applied.failed());
    String batchNo = received.target.batch().batchNo();
    LOG.info(
        "Notify for batch {}: {} lines paid, {} failed, {} open; the batch is {}.",
        batchNo,
        applied.paid(),
        applied.failed(),
        applied.open(),
        applied.state());
  }

  private void raiseAlarm(Received received, Applied applied) {
    if (applied.verdict() != NotifyVerdict.APPLIED) {
      String what =
          applied.conflicts().isEmpty()
              ? "its records cannot be read"
              : applied.conflicts().get(0).sentence();
      alarm.raise(
          applied.verdict() == NotifyVerdict.CONFLICT
              ? AlarmKind.NOTIFY_CONFLICT
              : AlarmKind.NOTIFY_MALFORMED,
          "A notify for batch "
              + received.target.batch().batchNo()
              + " was kept, not applied in full: "
              + what);
    }
  }

  private NotifyRefusedException refusal(Throwable thrown) {
    if (thrown instanceof NotifyRefusedException refused) {
      return refused;
    }
    if (thrown instanceof IOException) {
      return new NotifyRefusedException(
          TRY_AGAIN, "verify", "The gateway could not be asked whether it sent this: " + thrown);
    }
    String why = thrown instanceof LedgerException ? thrown.getMessage() : thrown.toString();
    alarm.raise(
        AlarmKind.NOTIFY_ERROR, "A notify could not be stored; the gateway sends it again. " + why);
    return new NotifyRefusedException(
        TRY_AGAIN, "error", "The notify could not be handled just now: " + why);
  }

  private static void answer(Exchange exchange, int status, byte[] body) {
    Message message = exchange.getMessage();
    message.removeHeaders("*");
    message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
    message.setHeader(Exchange.CONTENT_TYPE, "text/plain");
    message.setBody(body);
  }

  private static Received received(Exchange exchange) {
    return exchange.getProperty(NOTIFY, Received.class);
  }

  /** A notify on its way through the checks; what is not known yet is null. */
  private record Received(byte[] body, NotifyForm form, NotifyHead head, NotifyTarget target) {}
}
