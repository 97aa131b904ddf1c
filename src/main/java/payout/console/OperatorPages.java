package payout.console;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import payout.ledger.ActKind;
import payout.ledger.ActLedger;
import payout.ledger.FileRecord;
import payout.ledger.StatusLedger;

/** The acts on batches, on whole files that were accepted, and on the sending for the payer. */
final class OperatorPages {

  private final ActLedger acts;
  private final StatusLedger status;
  private final DeedPages deeds;
  private final String partner;

  /**
   * For these acts.
   *
   * @param partner the partner number of the payer, for whom sending is resumed
   */
  OperatorPages(ActLedger acts, StatusLedger status, DeedPages deeds, String partner) {
    this.acts = acts;
    this.status = status;
    this.deeds = deeds;
    this.partner = partner;
  }

  List<Endpoint> endpoints() {
    List<Endpoint> all = new ArrayList<>();
    for (ActKind each : List.of(ActKind.HOLD, ActKind.RELEASE, ActKind.OURS, ActKind.RESEND)) {
      add(all, "/batches/:batch/" + DeedPages.word(each), visit -> onBatch(visit, each));
    }
    for (ActKind each :
        List.of(ActKind.HOLD, ActKind.RELEASE, ActKind.AGAIN, ActKind.REVOKE_AGAIN)) {
      add(all, "/files/:id/" + DeedPages.word(each), visit -> onFile(visit, each));
    }
    add(all, "/resume", visit -> resume());
    return all;
  }

  private void add(List<Endpoint> all, String path, Function<Visit, Deed> deed) {
    all.add(
        Endpoint.page("GET", path, Role.OPERATOR, visit -> deeds.show(visit, deed.apply(visit))));
    all.add(
        Endpoint.page(
            "POST", path, Role.OPERATOR, visit -> deeds.perform(visit, deed.apply(visit))));
  }

  private Deed onBatch(Visit visit, ActKind kind) {
    String batchNo = BatchAddress.batch(visit, status).batchNo();
    String page = BatchAddress.of(batchNo);
    return Deed.of(
        kind,
        page + "/" + DeedPages.word(kind),
        page,
        null,
        act -> acts.preview(kind, batchNo, act),
        act ->
            switch (kind) {
              case HOLD -> acts.hold(batchNo, act);
              case RELEASE -> acts.release(batchNo, act);
              case OURS -> acts.isOurs(batchNo, act);
              default -> acts.resend(batchNo, act);
            });
  }

  private Deed onFile(Visit visit, ActKind kind) {
    FileRecord file = FileAddress.file(visit, status);
    boolean ofBytes = kind == ActKind.AGAIN || kind == ActKind.REVOKE_AGAIN;
    return Deed.of(
        kind,
        FileAddress.of(file) + "/" + DeedPages.word(kind),
        FileAddress.of(file),
        file,
        act ->
            ofBytes ? acts.preview(kind, file.sha256(), act) : acts.preview(kind, file.id(), act),
        act ->
            switch (kind) {
              case HOLD -> acts.hold(file.id(), act);
              case RELEASE -> acts.release(file.id(), act);
              case AGAIN -> acts.again(file.sha256(), act);
              default -> acts.revokeAgain(file.sha256(), act);
            });
  }

  private Deed resume() {
    return Deed.of(
        ActKind.RESUME,
        "/resume",
        "/",
        null,
        act -> acts.preview(ActKind.RESUME, partner, act),
        act -> acts.resume(partner, act));
  }
}
