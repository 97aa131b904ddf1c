package payout.console;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import payout.batch.LineState;
import payout.ledger.ActKind;
import payout.ledger.ActLedger;
import payout.ledger.BatchRecord;
import payout.ledger.Settlement;
import payout.ledger.StatusLedger;

/**
 * Results of lines by hand: first it is chosen which lines and what they are, then that is shown,
 * then it is done. The serials travel in forms only, never in an address.
 */
final class SettlePages {

  /** Between the serials in a hidden field; intake refuses a serial with a control character. */
  private static final String BETWEEN = "\t";

  private static final String ALL = "all";

  private final Templates templates;
  private final ActLedger acts;
  private final StatusLedger status;
  private final DeedPages deeds;

  SettlePages(Templates templates, ActLedger acts, StatusLedger status, DeedPages deeds) {
    this.templates = templates;
    this.acts = acts;
    this.status = status;
    this.deeds = deeds;
  }

  List<Endpoint> endpoints() {
    List<Endpoint> all = new ArrayList<>();
    for (ActKind each : List.of(ActKind.SETTLE, ActKind.CORRECT)) {
      String path = "/batches/:batch/" + DeedPages.word(each);
      all.add(Endpoint.page("GET", path, Role.OPERATOR, visit -> choice(visit, each)));
      all.add(
          Endpoint.page(
              "POST",
              path + "/preview",
              Role.OPERATOR,
              visit -> deeds.show(visit, deed(visit, each))));
      all.add(
          Endpoint.page(
              "POST", path, Role.OPERATOR, visit -> deeds.perform(visit, deed(visit, each))));
    }
    return all;
  }

  /** The form in which lines and result are chosen, where the state of the batch allows it. */
  private Reply choice(Visit visit, ActKind kind) {
    BatchRecord batch = BatchAddress.batch(visit, status);
    if (!acts.offers(batch.batchNo()).contains(kind)) {
      throw new RefusedException(
          409,
          Texts.in(visit.language()).of("act.not-offered", batch.batchNo(), batch.state().name()));
    }
    BatchLinesView open =
        BatchLinesView.of(
            status.content(batch.id()),
            result -> (result.state() == LineState.OPEN) == (kind == ActKind.SETTLE),
            0,
            ActView.ROWS_MAX);
    return templates.page(
        visit,
        "settle",
        Map.of(
            "batch",
            batch,
            "corrects",
            kind == ActKind.CORRECT,
            "path",
            BatchAddress.of(batch.batchNo()) + "/" + DeedPages.word(kind),
            "lines",
            open));
  }

  private Deed deed(Visit visit, ActKind kind) {
    String batchNo = BatchAddress.batch(visit, status).batchNo();
    Settlement settlement = settlement(visit, batchNo, kind);
    String page = BatchAddress.of(batchNo);
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("as", settlement.as().name());
    fields.put("which", visit.form().get("which"));
    fields.put("serials", String.join(BETWEEN, settlement.serials()));
    fields.put("early", settlement.early() ? "yes" : "");
    return new Deed(
        kind,
        page + "/" + DeedPages.word(kind),
        page,
        null,
        fields,
        true,
        act -> acts.preview(settlement, act),
        act -> acts.settle(settlement, act).isDone());
  }

  private static Settlement settlement(Visit visit, String batchNo, ActKind kind) {
    Texts texts = Texts.in(visit.language());
    LineState as =
        switch (visit.form().get("as")) {
          case "PAID" -> LineState.PAID;
          case "FAILED" -> LineState.FAILED;
          default -> throw new RefusedException(400, texts.of("settle.as.missing"));
        };
    boolean early = visit.form().get("early").equals("yes");
    if (early && as != LineState.FAILED) {
      throw new RefusedException(400, texts.of("settle.early.wrong"));
    }
    boolean all = kind == ActKind.SETTLE && visit.form().get("which").equals(ALL);
    List<String> serials = all ? List.of() : serials(visit.form());
    if (!all && serials.isEmpty()) {
      throw new RefusedException(400, texts.of("settle.lines.missing"));
    }
    Settlement settlement =
        all ? Settlement.all(batchNo, as) : Settlement.lines(batchNo, serials, as);
    settlement = kind == ActKind.CORRECT ? settlement.correcting() : settlement;
    return early ? settlement.evenEarly() : settlement;
  }

  /** Those of the boxes, and those that were typed, a line each. */
  private static List<String> serials(Params form) {
    Stream<String> chosen =
        form.has("serials")
            ? Arrays.stream(form.get("serials").split(BETWEEN))
            : Stream.concat(form.all("serial").stream(), form.get("more").lines());
    return chosen.filter(serial -> !serial.isEmpty()).distinct().toList();
  }
}
