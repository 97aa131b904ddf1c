package payout.console;

import java.util.List;
import java.util.Map;
import payout.ledger.ActLedger;
import payout.ledger.BatchRecord;
import payout.ledger.StatusLedger;

/**
 * The page of a batch: its state and sums, its lines, what happened to it, and what can be done.
 */
final class BatchPages {

  private static final String PLACE_FORM = "[0-9]{1,4}";

  private final Templates templates;
  private final ActLedger acts;
  private final StatusLedger status;

  BatchPages(Templates templates, ActLedger acts, StatusLedger status) {
    this.templates = templates;
    this.acts = acts;
    this.status = status;
  }

  List<Endpoint> endpoints() {
    return List.of(Endpoint.page("GET", "/batches/:batch", Role.VIEWER, this::batch));
  }

  private Reply batch(Visit visit) {
    BatchRecord batch = BatchAddress.batch(visit, status);
    String after = visit.query().get("after");
    int from = after.matches(PLACE_FORM) ? Integer.parseInt(after) : 0;
    BatchView view =
        new BatchView(
            batch,
            status.file(batch.fileId()),
            BatchLinesView.of(status.content(batch.id()), result -> true, from, ActView.ROWS_MAX),
            status.lastEvents(batch, ActView.ROWS_MAX),
            acts.offers(batch.batchNo()),
            DeedPages.done(visit));
    return templates.page(visit, "batch", Map.of("view", view));
  }
}
