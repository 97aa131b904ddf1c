package payout.console;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import payout.batch.Language;
import payout.gateway.GatewayCodes;
import payout.ledger.About;
import payout.ledger.AuditKind;
import payout.ledger.Ledger;
import payout.ledger.Payment;
import payout.ledger.PaymentLedger;
import payout.ledger.PaymentPage;
import payout.ledger.PaymentStory;
import payout.ledger.StatusLedger;

/**
 * The search for payments, and the page of one.
 *
 * <p>Whoever searches for an account posts it, so that it stands in no address, log or history, and
 * the answer to the post has the results. Accounts and names are masked until somebody asks for
 * them in full, which is recorded before they are shown.
 */
final class PaymentPages {

  private static final int Q_MAX = 200;

  /** How many payments a record of the audit trail names. */
  private static final int NAMED_MAX = 20;

  private final Templates templates;
  private final PaymentLedger payments;
  private final StatusLedger status;
  private final Recorder recorder;
  private final UnaryOperator<String> english;
  private final UnaryOperator<String> chinese;

  PaymentPages(Templates templates, Ledger ledger, GatewayCodes codes, Recorder recorder) {
    this.templates = templates;
    this.payments = ledger.payments();
    this.status = ledger.status();
    this.recorder = recorder;
    this.english = codes.meanings(Language.EN);
    this.chinese = codes.meanings(Language.ZH);
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.page("GET", "/payments", Role.VIEWER, this::look),
        Endpoint.page("POST", "/payments", Role.VIEWER, this::search),
        Endpoint.page("GET", "/payments/:batch/:serial", Role.VIEWER, this::payment),
        Endpoint.page("POST", "/payments/:batch/:serial", Role.VIEWER, this::reveal));
  }

  /** What is known under a text in the address, where an account is never looked for. */
  private Reply look(Visit visit) {
    String q = text(visit.query());
    if (q.isEmpty()) {
      return shown(visit, Results.NONE);
    }
    String after = visit.query().get("after");
    Found found = find(q, visit.query());
    return after.isEmpty() && !found.only().isEmpty()
        ? Reply.redirect(found.only())
        : shown(visit, Results.known(q, found, after, false));
  }

  /** What is no serial number, batch number or file's name that we know is taken for an account. */
  private Reply search(Visit visit) {
    String q = text(visit.form());
    if (q.isEmpty()) {
      return Reply.redirect("/payments");
    }
    return switch (visit.form().get("as")) {
      case Results.ACCOUNT -> more(visit, q, true);
      case Results.KNOWN -> more(visit, q, false);
      default -> search(visit, q);
    };
  }

  private Reply search(Visit visit, String q) {
    Found found = find(q, Params.NONE);
    PaymentPage ofAccount = payments.ofAccount(q, "");
    boolean isAccount = !ofAccount.payments().isEmpty() || !ofAccount.next().isEmpty();
    if (!isAccount && !found.isNothing()) {
      return Reply.redirect(found.only().isEmpty() ? Links.search(q) : found.only());
    }
    return shown(visit, Results.account(q, ofAccount, "", false).and(found));
  }

  /** The next page of what was found, or this one with accounts and names in full. */
  private Reply more(Visit visit, String q, boolean isAccount) {
    boolean isRevealed = visit.form().has("reveal");
    String after = visit.form().get("after");
    Results results =
        isAccount
            ? Results.account(
                q, Asked.from(after, from -> payments.ofAccount(q, from)), after, isRevealed)
            : Results.known(q, find(q, visit.form()), after, isRevealed);
    if (isRevealed && !results.rows().isEmpty()) {
      recorder.record(visit, AuditKind.REVEALED, About.NOTHING, named(results.rows()));
    }
    return shown(visit, results);
  }

  /** Which payments, without their accounts and names. */
  private static String named(List<PaymentRow> rows) {
    String more = rows.size() > NAMED_MAX ? ", …" : "";
    return rows.stream()
        .limit(NAMED_MAX)
        .map(PaymentRow::toString)
        .collect(Collectors.joining(", ", rows.size() + " payments: ", more));
  }

  private Reply shown(Visit visit, Results results) {
    return templates.page(visit, "payments", Map.of("results", results));
  }

  private Reply payment(Visit visit) {
    return shown(visit, story(visit), false);
  }

  private Reply reveal(Visit visit) {
    PaymentStory story = story(visit);
    recorder.record(
        visit,
        AuditKind.REVEALED,
        About.of(story.payment().origin().batch()),
        "serial " + story.payment().line().serial());
    return shown(visit, story, true);
  }

  private PaymentStory story(Visit visit) {
    return payments
        .story(visit.path().get("batch"), visit.path().get("serial"))
        .orElseThrow(Asked::nothing);
  }

  private Reply shown(Visit visit, PaymentStory story, boolean isRevealed) {
    Payment payment = story.payment();
    String code = payment.result().code();
    boolean isChinese = visit.language().equals(Locale.SIMPLIFIED_CHINESE);
    return templates.page(
        visit,
        "payment",
        Map.of(
            "row", new PaymentRow(payment, isRevealed),
            "file", story.file(),
            "meaning", code.isEmpty() ? "" : (isChinese ? chinese : english).apply(code),
            "story", StoryLine.of(story),
            "isCut", story.isCut()));
  }

  private Found find(String q, Params fields) {
    return Asked.from(fields.get("after"), after -> Found.by(q, after, payments, status));
  }

  private static String text(Params fields) {
    String q = fields.get("q").strip();
    if (q.length() > Q_MAX) {
      throw RefusedException.of(400, "failure.search");
    }
    return q;
  }
}
