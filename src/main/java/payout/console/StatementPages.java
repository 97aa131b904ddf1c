package payout.console;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import payout.ledger.Act;
import payout.ledger.ActKind;
import payout.ledger.ActLedger;
import payout.ledger.StatementList;

/**
 * Statements of the account: what each says, what it proves, to be recorded or dismissed, and what
 * it contradicts, to be acknowledged.
 */
final class StatementPages {

  private static final int STATEMENTS_MAX = 100;
  private static final String ID_FORM = "[1-9][0-9]{0,17}";

  private final Templates templates;
  private final StatementList statements;
  private final ActLedger acts;
  private final DeedPages deeds;

  StatementPages(Templates templates, StatementList statements, ActLedger acts, DeedPages deeds) {
    this.templates = templates;
    this.statements = statements;
    this.acts = acts;
    this.deeds = deeds;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.page("GET", "/statements", Role.VIEWER, this::list),
        Endpoint.page("GET", "/statements/:id", Role.VIEWER, this::one),
        show("/statements/:id/prove", this::prove),
        perform("/statements/:id/prove", this::prove),
        show("/statements/:id/dismiss", this::dismiss),
        perform("/statements/:id/dismiss", this::dismiss),
        show("/statements/:id/acknowledge", this::acknowledge),
        perform("/statements/:id/acknowledge", this::acknowledge));
  }

  private Endpoint show(String path, Function<Visit, Deed> deed) {
    return Endpoint.page("GET", path, Role.APPROVER, visit -> deeds.show(visit, deed.apply(visit)));
  }

  private Endpoint perform(String path, Function<Visit, Deed> deed) {
    return Endpoint.page(
        "POST", path, Role.APPROVER, visit -> deeds.perform(visit, deed.apply(visit)));
  }

  private Reply list(Visit visit) {
    return templates.page(
        visit,
        "statements",
        Map.of("entries", statements.newest(STATEMENTS_MAX), "max", STATEMENTS_MAX));
  }

  private Reply one(Visit visit) {
    StatementList.Entry entry = entry(visit);
    return templates.page(
        visit,
        "statement",
        Map.of(
            "entry",
            entry,
            "findings",
            statements.findings(entry.statement().id()),
            "done",
            DeedPages.done(visit)));
  }

  private Deed prove(Visit visit) {
    long id = entry(visit).statement().id();
    return deed(ActKind.PROVE, id, act -> acts.prove(id, act));
  }

  private Deed dismiss(Visit visit) {
    long id = entry(visit).statement().id();
    return deed(ActKind.DISMISS, id, act -> acts.dismiss(id, act));
  }

  private Deed acknowledge(Visit visit) {
    long id = entry(visit).statement().id();
    return deed(ActKind.ACKNOWLEDGE, id, act -> acts.acknowledge(id, act));
  }

  private Deed deed(ActKind kind, long id, Function<Act, String> perform) {
    String page = "/statements/" + id;
    return Deed.of(
        kind,
        page + "/" + DeedPages.word(kind),
        page,
        null,
        act -> acts.previewOfStatement(kind, id, act),
        perform);
  }

  private StatementList.Entry entry(Visit visit) {
    String id = visit.path().getOrDefault("id", "");
    return (id.matches(ID_FORM)
            ? statements.find(Long.parseLong(id))
            : Optional.<StatementList.Entry>empty())
        .orElseThrow(
            () -> new RefusedException(404, Texts.in(visit.language()).of("statement.unknown")));
  }
}
