package payout.gateway;

import java.util.Optional;
import payout.batch.BatchState;
import payout.batch.Earlier;
import payout.batch.Language;
import payout.batch.Outcome;
import payout.batch.Verdict;
import payout.batch.Verdict.Sending;

/**
 * The only rule that decides the outcome of a post. A mistake here could pay twice.
 *
 * <p>Invariant: a batch is REFUSED only after a well-formed refusal of this batch, and only if no
 * earlier post of it can have been taken. Every uncertain outcome is UNKNOWN; an unknown batch is
 * sent again under the same number with the same lines, which the gateway takes once.
 *
 * <p>Judgements that the document leaves open:
 *
 * <ul>
 *   <li>"The number is used" on a first send holds the batch with the mark clear, because this post
 *       was refused in a well-formed answer. With the mark set, the same answer after a release
 *       would mean "it was taken", and another sender's batch would count as ours. With the mark
 *       clear the batch is held again each time.
 *   <li>After an unknown outcome no refusal closes anything: the first post may have been taken and
 *       may be the cause of the refusal. A refusal of the whole account still pauses sending,
 *       because the next batch would get the same answer; a pause closes nothing.
 *   <li>When midnight in China passed during a post, the refusal may only be due to its date. So it
 *       neither closes the batch nor pauses the account; if there is another reason, the next
 *       answer shows it.
 * </ul>
 */
public final class OutcomeRule {

  private static final int OK = 200;

  private final AnswerReader reader;
  private final GatewayCodes codes;

  /** A rule over this table of codes. */
  public OutcomeRule(AnswerReader reader, GatewayCodes codes) {
    this.reader = reader;
    this.codes = codes;
  }

  /**
   * The class of a code as a word, for counting: {@code none} for no code, {@code unlisted} for one
   * that the table does not have.
   */
  public String classInWords(String code) {
    if (code.isEmpty()) {
      return "none";
    }
    return codes.isListed(code) ? codes.classOf(code).toString() : "unlisted";
  }

  /**
   * Judges one post.
   *
   * @param end how its call ended
   * @param earlier whether a post of the batch before this one may have arrived
   * @param payDate whether its {@code pay_date} is still today in China
   */
  public Verdict judge(CallEnd end, Earlier earlier, PayDate payDate) {
    if (end instanceof CallEnd.NotConnected call) {
      return unknown("", call.reason(), earlier);
    }
    if (end instanceof CallEnd.NotMade call) {
      return notMade(call.reason(), earlier);
    }
    if (end instanceof CallEnd.Broken call) {
      return arrived("", call.reason());
    }
    CallEnd.Answered call = (CallEnd.Answered) end;
    if (call.httpStatus() != OK) {
      return arrived("", "The gateway answered HTTP " + call.httpStatus() + ".");
    }
    return judge(reader.read(call.body()), earlier, payDate);
  }

  /** The batch cannot be sent. If it may have been sent before, it stays unknown for a notify. */
  private static Verdict notMade(String reason, Earlier earlier) {
    BatchState next = earlier == Earlier.NONE_ARRIVED ? BatchState.HELD : BatchState.UNKNOWN;
    return Verdict.of(next, new Outcome.Unknown("", reason), earlier);
  }

  private Verdict judge(Answer answer, Earlier earlier, PayDate payDate) {
    if (answer instanceof Answer.Accepted) {
      return taken();
    }
    if (answer instanceof Answer.Unreadable unreadable) {
      return arrived("", unreadable.reason());
    }
    String code = ((Answer.Declined) answer).code();
    return earlier == Earlier.MAY_HAVE_ARRIVED
        ? declinedAfterUnknown(code, payDate)
        : declinedAtFirst(code, payDate);
  }

  private Verdict declinedAtFirst(String code, PayDate payDate) {
    return switch (codes.classOf(code)) {
      case REFUSED, ACCOUNT ->
          payDate == PayDate.NO_LONGER_TODAY ? dateHasPassed(code) : refused(code);
      case TAKEN_ON_RESEND -> numberIsUsed(code);
      case UNKNOWN, LINE, PAYEE -> unclear(code);
    };
  }

  private Verdict declinedAfterUnknown(String code, PayDate payDate) {
    CodeClass codeClass = codes.classOf(code);
    if (codeClass == CodeClass.TAKEN_ON_RESEND) {
      return taken();
    }
    boolean pauses = codeClass == CodeClass.ACCOUNT && payDate == PayDate.TODAY;
    return new Verdict(
        BatchState.UNKNOWN,
        new Outcome.Unknown(code, meaning(code)),
        Earlier.MAY_HAVE_ARRIVED,
        pauses ? Sending.PAUSES : Sending.GOES_ON,
        Optional.of(
            "The gateway declined with "
                + code
                + " a batch of which an earlier post may have arrived. Nothing is closed; it is"
                + " sent again under the same number."
                + (pauses ? " Sending pauses until the account is fixed." : "")
                + (codes.isListed(code) ? "" : " The code is not listed.")));
  }

  private static Verdict taken() {
    return Verdict.of(BatchState.TAKEN, new Outcome.Taken(), Earlier.MAY_HAVE_ARRIVED);
  }

  private Verdict refused(String code) {
    boolean account = codes.classOf(code) == CodeClass.ACCOUNT;
    return new Verdict(
        account ? BatchState.READY : BatchState.REFUSED,
        new Outcome.Refused(code),
        Earlier.NONE_ARRIVED,
        account ? Sending.PAUSES : Sending.GOES_ON,
        account
            ? Optional.of(
                "The gateway refuses the whole account with "
                    + code
                    + ": "
                    + meaning(code)
                    + " Sending pauses until that is fixed.")
            : Optional.empty());
  }

  private static Verdict dateHasPassed(String code) {
    return Verdict.of(BatchState.READY, new Outcome.Refused(code), Earlier.NONE_ARRIVED);
  }

  private Verdict numberIsUsed(String code) {
    return Verdict.of(
            BatchState.HELD, new Outcome.Unknown(code, meaning(code)), Earlier.NONE_ARRIVED)
        .alarming(
            "The gateway answered the first post of a batch with "
                + code
                + ": another sender used its number, or this ledger has lost its history. The batch"
                + " is held; find out whose number it is before anything else.");
  }

  private Verdict unclear(String code) {
    Verdict verdict = arrived(code, meaning(code));
    return codes.isListed(code)
        ? verdict
        : verdict.alarming("The gateway declined with " + code + ", which is not listed.");
  }

  private static Verdict arrived(String code, String reason) {
    return unknown(code, reason, Earlier.MAY_HAVE_ARRIVED);
  }

  private static Verdict unknown(String code, String reason, Earlier mark) {
    return Verdict.of(BatchState.UNKNOWN, new Outcome.Unknown(code, reason), mark);
  }

  private String meaning(String code) {
    return codes.meaning(code, Language.EN);
  }

  /** Whether the {@code pay_date} of a post was still today in China when its answer came. */
  public enum PayDate {
    /** It was still today. */
    TODAY,
    /** Midnight passed in between, so the date may be the reason for a refusal. */
    NO_LONGER_TODAY
  }
}
