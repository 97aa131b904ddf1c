package payout.console;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import payout.batch.ChinaClock;
import payout.batch.OutboxCharset;
import payout.ledger.About;
import payout.ledger.AuditKind;
import payout.ledger.AuditLedger;
import payout.ledger.AuditLedger.Filter;
import payout.ledger.AuditLedger.Position;
import payout.ledger.TrailLedger;
import payout.outbox.AuditFile;
import payout.outbox.OutboxText;

/** Who did what, when, from where and why: a list, and the same as a file. */
final class AuditPages {

  private static final int ROWS = 100;

  private final Templates templates;
  private final AuditLedger audit;
  private final TrailLedger trail;
  private final Recorder recorder;

  AuditPages(Templates templates, AuditLedger audit, TrailLedger trail, Recorder recorder) {
    this.templates = templates;
    this.audit = audit;
    this.trail = trail;
    this.recorder = recorder;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.page("GET", "/audit", Role.VIEWER, this::list),
        Endpoint.page("GET", "/audit.csv", Role.VIEWER, this::export).forDownload());
  }

  private Reply list(Visit visit) {
    Map<String, String> fields = fields(visit);
    Optional<Position> before = Position.parse(visit.query().get("before"));
    AuditLedger.Page page = audit.page(filter(visit), before, ROWS);
    return templates.page(
        visit,
        "audit",
        Map.of(
            "entries", page.entries(),
            "chain", trail.state(),
            "fields", fields,
            "export", Links.query("/audit.csv", fields),
            "first", before.isPresent() ? Links.query("/audit", fields) : "",
            "next", page.next().map(next -> next(fields, next)).orElse("")));
  }

  private static String next(Map<String, String> fields, Position before) {
    Map<String, String> all = new LinkedHashMap<>(fields);
    all.put("before", before.toString());
    return Links.query("/audit", all);
  }

  /** With a mark, so that a spreadsheet reads it as UTF-8; read page by page while it is sent. */
  private Reply export(Visit visit) {
    Filter filter = filter(visit);
    recorder.record(
        visit, AuditKind.EXPORTED, About.NOTHING, Links.query("/audit.csv", fields(visit)));
    return Reply.download(
        "text/csv; charset=utf-8",
        "audit.csv",
        out ->
            AuditFile.write(
                OutboxText.open(out, OutboxCharset.UTF_8_BOM), audit.entries(filter).iterator()));
  }

  private static Map<String, String> fields(Visit visit) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String name : List.of("who", "kind", "from", "to", "file")) {
      fields.put(name, visit.query().get(name).strip());
    }
    return fields;
  }

  private static Filter filter(Visit visit) {
    Map<String, String> fields = fields(visit);
    Filter filter = Filter.ALL.of(Asked.choice(visit, "kind", AuditKind.class));
    if (!fields.get("who").isEmpty()) {
      filter = filter.by(fields.get("who"));
    }
    if (!fields.get("file").isEmpty()) {
      filter = filter.ofFile(Asked.number(fields.get("file")).orElseThrow(Asked::nothing));
    }
    return filter.between(
        Asked.day(visit, "from").map(ChinaClock::startOf).orElse(0L),
        Asked.day(visit, "to").map(AuditPages::endOf).orElse(Long.MAX_VALUE));
  }

  private static long endOf(LocalDate day) {
    return ChinaClock.startOf(day.plusDays(1));
  }
}
