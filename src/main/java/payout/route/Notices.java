package payout.route;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.batch.ChinaClock;
import payout.config.NoticeSettings;
import payout.ledger.LedgerHealth;
import payout.ledger.NoticeChannel;
import payout.ledger.NoticeLedger;
import payout.ledger.sql.LedgerException;
import payout.notice.NotDeliveredException;
import payout.notice.Notice;
import payout.notice.NoticeSignature;
import payout.notice.NoticeWriter;
import payout.notice.WebhookKind;

/**
 * The steps of the routes of {@code notices}: they tell persons what needs them. Nothing else waits
 * for them, and what cannot be delivered is tried again.
 */
public final class Notices {

  /** The exchange property that holds what is told. */
  static final String TELLING = "payoutNotice";

  /** The exchange property that says why it was not delivered. */
  static final String FAILURE = "payoutNoticeFailure";

  private static final Logger LOG = LoggerFactory.getLogger(Notices.class);
  private static final int ANSWER_BYTES_MAX = 16_384;

  /** How many failures of one notice are an alarm. */
  private static final int ALARM_AFTER = 5;

  private final NoticeLedger ledger;
  private final LedgerHealth health;
  private final LedgerTrouble trouble;
  private final NoticeWriter writer;
  private final WebhookKind kind;
  private final String secret;
  private final ChinaClock clock;
  private final CallDeadline deadline;
  private final Alarm alarm;
  private final Shutdown shutdown;
  private boolean isPrepared;

  /** Tells what this ledger holds, and that it cannot be used. */
  Notices(
      NoticeLedger ledger,
      LedgerHealth health,
      LedgerTrouble trouble,
      NoticeWriter writer,
      NoticeSettings settings,
      ChinaClock clock,
      CallDeadline deadline,
      Alarm alarm,
      Shutdown shutdown) {
    this.ledger = ledger;
    this.health = health;
    this.trouble = trouble;
    this.writer = writer;
    this.kind = WebhookKind.valueOf(settings.kind().name());
    this.secret = settings.secret();
    this.clock = clock;
    this.deadline = deadline;
    this.alarm = alarm;
    this.shutdown = shutdown;
  }

  /** Looks for what needs a person, and whether the ledger can be used at all. */
  public void look() {
    trouble.note(isUsable(), clock.millis());
    if (trouble.isThere()) {
      return;
    }
    for (LedgerTrouble.Told told : trouble.unrecorded()) {
      ledger.toldWithoutLedger(told.channel(), told.text());
      trouble.recorded(told);
    }
    if (!isPrepared) {
      ledger.prepare();
      isPrepared = true;
    }
    ledger.look();
  }

  private boolean isUsable() {
    try {
      health.ask();
      return true;
    } catch (LedgerException e) {
      return false;
    }
  }

  /** What is to be posted to the webhook now; null for nothing. */
  public Telling claimForWebhook() {
    return claim(NoticeChannel.WEBHOOK);
  }

  /** What is to be mailed now; null for nothing. */
  public Telling claimForMail() {
    return claim(NoticeChannel.MAIL);
  }

  private Telling claim(NoticeChannel channel) {
    if (shutdown.hasBegun()) {
      return null;
    }
    if (trouble.isThere()) {
      return trouble.isDue(channel)
          ? new Telling(channel, writer.ofTrouble(trouble.since()), Optional.empty())
          : null;
    }
    return ledger
        .claim(channel)
        .map(claim -> new Telling(channel, writer.of(claim), Optional.of(claim)))
        .orElse(null);
  }

  /** Writes the post: the body as bytes, and its headers. */
  public void writePost(@ExchangeProperty(TELLING) Telling telling, Exchange exchange) {
    long now = clock.millis();
    byte[] body = kind.write(telling.notice(), secret, now);
    exchange.getMessage().setHeader(Exchange.HTTP_METHOD, "POST");
    exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "application/json; charset=utf-8");
    if (kind == WebhookKind.JSON && !secret.isEmpty()) {
      exchange
          .getMessage()
          .setHeader(NoticeSignature.HEADER, NoticeSignature.json(secret, now / 1000, body));
    }
    exchange.getMessage().setBody(body);
  }

  /**
   * Reads the answer of the webhook, of which no more than 16 KiB are read.
   *
   * @throws NotDeliveredException when it does not say that the notice was delivered
   * @throws IOException when it breaks off
   */
  public void checkAnswer(
      @Header(Exchange.HTTP_RESPONSE_CODE) Integer status, @Body InputStream body)
      throws IOException {
    byte[] answer = body == null ? new byte[0] : body.readNBytes(ANSWER_BYTES_MAX);
    // Ends the call. To close the stream would read an answer that never ends to its end.
    deadline.over();
    kind.check(status == null ? 0 : status, answer);
  }

  /** Writes the mail: the text as body, and the subject. */
  public void writeMail(@ExchangeProperty(TELLING) Telling telling, Exchange exchange) {
    exchange.setProperty(Exchange.CHARSET_NAME, "UTF-8");
    exchange.getMessage().setHeader("Subject", telling.notice().title());
    exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "text/plain; charset=UTF-8");
    exchange.getMessage().setBody(telling.notice().withLink() + "\n");
  }

  /** Keeps why a notice was not delivered, in words that quote nothing from outside. */
  public void noteFailure(
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Throwable thrown, Exchange exchange) {
    deadline.over();
    exchange.setProperty(
        FAILURE,
        thrown instanceof NotDeliveredException
            ? thrown.getMessage()
            : "It could not be called (" + rootOf(thrown).getClass().getSimpleName() + ").");
  }

  private static Throwable rootOf(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  /** Records that a notice was told, or when it is tried again. */
  public void record(
      @ExchangeProperty(TELLING) Telling telling, @ExchangeProperty(FAILURE) String failure) {
    if (failure != null) {
      recordFailure(telling, failure);
    } else if (telling.claim().isEmpty()) {
      trouble.told(telling.channel(), telling.notice().text());
    } else {
      ledger.told(telling.claim().get(), telling.notice().text());
    }
  }

  private void recordFailure(Telling telling, String failure) {
    Notice notice = telling.notice();
    LOG.warn("The notice {} is not delivered over {}. {}", notice.id(), telling.channel(), failure);
    if (telling.claim().isEmpty()) {
      trouble.failed(telling.channel());
      return;
    }
    boolean givenUp = ledger.failed(telling.claim().get(), notice.text());
    if (givenUp || telling.claim().get().attempts() == ALARM_AFTER) {
      alarm.raise(
          AlarmKind.NOTICE,
          "The notice "
              + notice.kind()
              + " was not delivered over "
              + telling.channel()
              + ". "
              + failure
              + (givenUp
                  ? " It is too old now and given up."
                  : " It is tried again. Check payout.notice.*, and look at the console."));
    }
  }
}
