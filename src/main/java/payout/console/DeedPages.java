package payout.console;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import payout.batch.Money;
import payout.batch.PayoutLine;
import payout.ledger.Act;
import payout.ledger.ActKey;
import payout.ledger.ActKind;
import payout.ledger.ActRefusedException;
import payout.ledger.ActRefusedException.Why;
import payout.ledger.FileRecord;
import payout.ledger.Preview;
import payout.ledger.Seen;
import payout.ledger.Source;

/**
 * How every act of a person is shown and done: first what it would touch, then the act, which
 * carries what was shown and the key of the form.
 *
 * <p>Invariant: an act is done as the visitor, once for each showing of its form, and only while
 * count and sum, and for a file its bytes, are those that were shown.
 */
final class DeedPages {

  private static final int REASON_MAX = 500;
  private static final String LINES_FORM = "[0-9]{1,9}";
  private static final String SHA256_FORM = "[0-9a-f]{64}";

  private final Templates templates;
  private final boolean needsSecondFactor;
  private final Function<FileRecord, List<PayoutLine>> largest;
  private final Function<FileRecord, ShownWarnings> warnings;

  /**
   * For these pages.
   *
   * @param needsSecondFactor whether an act that moves money takes a session with a second factor
   * @param largest finds the largest payments of a file
   * @param warnings finds the warnings about a file
   */
  DeedPages(
      Templates templates,
      boolean needsSecondFactor,
      Function<FileRecord, List<PayoutLine>> largest,
      Function<FileRecord, ShownWarnings> warnings) {
    this.templates = templates;
    this.needsSecondFactor = needsSecondFactor;
    this.largest = largest;
    this.warnings = warnings;
  }

  /** Shows what an act would do, with the form that does it. */
  Reply show(Visit visit, Deed deed) {
    Preview preview = deed.preview().apply(asking(visit));
    return page(preview.isRefused() ? status(preview.why()) : 200, visit, deed, preview, "", "");
  }

  /** Does an act as its form asks for it. */
  Reply perform(Visit visit, Deed deed) {
    if (isBarred(visit, deed)) {
      throw new RefusedException(
          403, Texts.in(visit.language()).of("act.second-factor", visit.visitor().name()));
    }
    Seen seen = seen(visit, deed.file() != null && isOfWholeFile(deed.kind()));
    String reason = visit.form().get("reason");
    if (deed.needsReason() ? !Act.isReadable(reason) : isUnreadable(reason)) {
      return again(400, visit, deed, "act.reason.missing", "");
    }
    if (reason.length() > REASON_MAX) {
      return again(400, visit, deed, "act.reason.long", "");
    }
    try {
      Act act = new Act(visit.visitor().name(), reason, false);
      boolean done =
          deed.perform()
              .apply(
                  act.from(new Source(Source.Channel.CONSOLE, visit.address()))
                      .seeing(seen)
                      .once(new ActKey(visit.formKey())));
      return Reply.redirect(deed.back() + "?done=" + (done ? word(deed.kind()) : "proposed"));
    } catch (ActRefusedException e) {
      return again(status(e.why()), visit, deed, "act.refused." + e.why().name(), e.getMessage());
    }
  }

  /** The word of an act in addresses. */
  static String word(ActKind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The act of which the address says that it was done; only words of ours. */
  static String done(Visit visit) {
    String done = visit.query().get("done");
    return Texts.in(visit.language()).has("done." + done) ? done : "";
  }

  /** The status of a refusal. */
  static int status(Why why) {
    return switch (why) {
      case INPUT -> 400;
      case PERSON -> 403;
      case UNKNOWN -> 404;
      case STATE, CHANGED -> 409;
    };
  }

  /** Who asks what an act would do. */
  static Act asking(Visit visit) {
    return new Act(visit.visitor().name(), "", true)
        .from(new Source(Source.Channel.CONSOLE, visit.address()));
  }

  private boolean isBarred(Visit visit, Deed deed) {
    return needsSecondFactor && deed.movesMoney() && !visit.visitor().isProved();
  }

  private static boolean isUnreadable(String reason) {
    return !reason.isEmpty() && !Act.isReadable(reason);
  }

  /** Acts about the bytes of a file name them. */
  private static boolean isOfWholeFile(ActKind kind) {
    return kind != ActKind.HOLD && kind != ActKind.RELEASE;
  }

  /** What the form showed. */
  private static Seen seen(Visit visit, boolean withBytes) {
    String lines = visit.form().get("seen-lines");
    String amount = visit.form().get("seen-amount");
    String sha256 = visit.form().get("seen-sha256");
    if (!lines.matches(LINES_FORM)
        || !Money.isPlain(amount)
        || withBytes != sha256.matches(SHA256_FORM)) {
      throw new RefusedException(400, Texts.in(visit.language()).of("act.seen.missing"));
    }
    return new Seen(Long.parseLong(lines), Money.parse(amount), sha256);
  }

  /** The page once more, as it is now, with what was typed. */
  private Reply again(int status, Visit visit, Deed deed, String failure, String detail) {
    Preview now = deed.preview().apply(asking(visit));
    return page(status, visit, deed, now, failure, detail);
  }

  private Reply page(
      int status, Visit visit, Deed deed, Preview preview, String failure, String detail) {
    boolean decides = ActOffers.role(deed.kind()) == Role.APPROVER;
    ActView view =
        new ActView(
            deed.kind(),
            preview,
            deed.file(),
            deed.path(),
            deed.back(),
            deed.fields().entrySet(),
            deed.needsReason(),
            failure,
            detail,
            visit.form().get("reason"),
            isBarred(visit, deed),
            decides && !preview.isRefused() ? largest.apply(deed.file()) : List.of(),
            decides ? warnings.apply(deed.file()) : ShownWarnings.NONE);
    return templates.page(status, visit, "act", Map.of("act", view));
  }
}
