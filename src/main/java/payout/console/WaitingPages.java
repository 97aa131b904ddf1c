package payout.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import payout.batch.FileState;
import payout.ledger.ActKind;
import payout.ledger.FileRecord;
import payout.ledger.PublicationLedger;
import payout.ledger.StatusLedger;
import payout.ledger.WaitingLedger;

/** The inbox of an approver: the files that wait, each to be approved or rejected. */
final class WaitingPages {

  private static final int FILES_MAX = 100;
  private static final int WARNINGS_MAX = 20;

  private final Templates templates;
  private final WaitingLedger waiting;
  private final StatusLedger status;
  private final PublicationLedger publications;
  private final DeedPages deeds;

  WaitingPages(
      Templates templates,
      WaitingLedger waiting,
      StatusLedger status,
      PublicationLedger publications,
      DeedPages deeds) {
    this.templates = templates;
    this.waiting = waiting;
    this.status = status;
    this.publications = publications;
    this.deeds = deeds;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.page("GET", "/waiting", Role.VIEWER, this::list),
        Endpoint.page(
            "GET", "/files/:id/approve", Role.APPROVER, visit -> deeds.show(visit, approve(visit))),
        Endpoint.page(
            "POST",
            "/files/:id/approve",
            Role.APPROVER,
            visit -> deeds.perform(visit, approve(visit))),
        Endpoint.page(
            "GET", "/files/:id/reject", Role.APPROVER, visit -> deeds.show(visit, reject(visit))),
        Endpoint.page(
            "POST",
            "/files/:id/reject",
            Role.APPROVER,
            visit -> deeds.perform(visit, reject(visit))));
  }

  private Reply list(Visit visit) {
    List<FileRecord> files = new ArrayList<>();
    files.addAll(waiting.waiting(FileState.AWAITING_APPROVAL, FILES_MAX));
    files.addAll(waiting.waiting(FileState.AWAITING_LIMIT, FILES_MAX));
    files.addAll(waiting.waiting(FileState.AWAITING_DATE, FILES_MAX));
    List<WaitingEntry> entries = files.stream().map(file -> entry(file, visit)).toList();
    return templates.page(visit, "waiting", Map.of("files", entries, "max", FILES_MAX));
  }

  private WaitingEntry entry(FileRecord file, Visit visit) {
    return WaitingEntry.of(file, visit, ShownWarnings.of(publications, file, WARNINGS_MAX));
  }

  /** Which of both approvals is meant, the form says; without one, the state of the file. */
  private Deed approve(Visit visit) {
    FileRecord file = FileAddress.file(visit, status);
    String shown = visit.form().get("kind");
    ActKind now = file.state() == FileState.AWAITING_LIMIT ? ActKind.EXCEED_LIMIT : ActKind.APPROVE;
    ActKind kind =
        shown.equals(ActKind.APPROVE.name())
            ? ActKind.APPROVE
            : shown.equals(ActKind.EXCEED_LIMIT.name()) ? ActKind.EXCEED_LIMIT : now;
    return Deed.of(
            kind,
            FileAddress.of(file) + "/approve",
            FileAddress.of(file),
            file,
            act -> waiting.preview(kind, file.id(), act),
            act ->
                kind == ActKind.APPROVE
                    ? waiting.approve(file.id(), act)
                    : waiting.exceedLimit(file.id(), act))
        .withoutReason()
        .with(Map.of("kind", kind.name()));
  }

  private Deed reject(Visit visit) {
    FileRecord file = FileAddress.file(visit, status);
    return Deed.of(
        ActKind.REJECT,
        FileAddress.of(file) + "/reject",
        FileAddress.of(file),
        file,
        act -> waiting.preview(ActKind.REJECT, file.id(), act),
        act -> waiting.reject(file.id(), act));
  }
}
