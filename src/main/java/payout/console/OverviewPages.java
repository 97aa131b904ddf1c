package payout.console;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import payout.ledger.AlarmLedger;
import payout.ledger.AlarmLedger.Stalled;
import payout.ledger.BatchRecord;
import payout.ledger.FileRow;
import payout.ledger.Ledger;
import payout.ledger.LostFile;
import payout.ledger.NeedList;
import payout.ledger.OverviewLedger;
import payout.ledger.OverviewLedger.Need;
import payout.ledger.StatusLedger;

/** The first page: what needs a person, what is under way, and how today stands. */
final class OverviewPages {

  private static final int LOST_MAX = 100;

  private final Templates templates;
  private final OverviewLedger overview;
  private final NeedList needs;
  private final AlarmLedger alarms;
  private final AlarmLedger.Rules rules;
  private final StatusLedger status;
  private final Supplier<List<String>> troubles;

  OverviewPages(
      Templates templates,
      Ledger ledger,
      AlarmLedger.Rules rules,
      Supplier<List<String>> troubles) {
    this.troubles = troubles;
    this.templates = templates;
    this.overview = ledger.overview();
    this.needs = ledger.needList();
    this.alarms = ledger.alarms(rules);
    this.rules = rules;
    this.status = ledger.status();
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.page("GET", "/", Role.VIEWER, this::overview),
        Endpoint.page("GET", "/needs/:kind", Role.VIEWER, this::batches));
  }

  private Reply overview(Visit visit) {
    List<FileRow> underWay = overview.underWay();
    return templates.page(
        visit,
        "overview",
        Map.of(
            "needs", needs(),
            "notices", notices(),
            "underWay", underWay,
            "today", overview.today(),
            "done", DeedPages.done(visit)));
  }

  private List<NeedRow> needs() {
    List<NeedRow> rows = new ArrayList<>(overview.needs().stream().map(NeedRow::of).toList());
    alarms.stalled().stream()
        .filter(each -> each.kind() == Stalled.Kind.NOT_NOTIFIED)
        .map(NeedRow::of)
        .forEach(rows::add);
    alarms.unsendable().map(NeedRow::of).ifPresent(rows::add);
    return rows;
  }

  private List<Notice> notices() {
    List<Notice> notices = new ArrayList<>();
    List<String> down = troubles.get();
    if (!down.isEmpty()) {
      notices.add(Notice.of(down));
    }
    overview.unwritten().map(Notice::of).ifPresent(notices::add);
    List<LostFile> lost = status.lostFiles(LOST_MAX + 1);
    if (!lost.isEmpty()) {
      notices.add(Notice.ofLost(lost, LOST_MAX));
    }
    return notices;
  }

  private Reply batches(Visit visit) {
    String kind = visit.path().get("kind");
    List<BatchRecord> batches = batches(kind);
    return templates.page(
        visit, "need", Map.of("kind", kind, "batches", batches, "fileNames", fileNames(batches)));
  }

  private List<BatchRecord> batches(String kind) {
    if (kind.equals(NeedRow.UNSENDABLE)) {
      return needs.unsendable(rules.payer(), rules.unknownAfterMs());
    }
    return kind.equals(NeedRow.UNHEARD)
        ? needs.unheard(rules.notifyAfterMs())
        : Arrays.stream(Need.Kind.values())
            .filter(each -> each.name().equals(kind))
            .findFirst()
            .map(needs::batches)
            .orElseThrow(Asked::nothing);
  }

  private Map<Long, String> fileNames(List<BatchRecord> batches) {
    return new TreeSet<>(batches.stream().map(BatchRecord::fileId).toList())
        .stream().collect(Collectors.toMap(id -> id, id -> status.file(id).name()));
  }
}
