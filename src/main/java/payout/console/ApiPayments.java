package payout.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import payout.ledger.Payment;
import payout.ledger.PaymentLedger;
import payout.ledger.PaymentPage;
import payout.outbox.FinishedAt;
import payout.status.Masks;
import payout.status.Shown;

/**
 * The calls that look for payments. An account comes in a body, never in an address, and goes out
 * masked: whoever may see it in full finds it in the result of its file.
 */
final class ApiPayments {

  private static final String AFTER = "after";
  private static final Set<String> SEARCH = Set.of("account", AFTER);

  private final PaymentLedger payments;

  ApiPayments(PaymentLedger payments) {
    this.payments = payments;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.call("GET", Api.ROOT + "/payments", Role.VIEWER, this::list),
        Endpoint.call("POST", Api.ROOT + "/payments/search", Role.VIEWER, this::search));
  }

  private Reply list(Visit visit) {
    Params query = visit.query();
    if (query.has("serial") == query.has("batch_no")) {
      throw new RefusedException(
          400,
          "Ask by serial or by batch_no; by an account: POST " + Api.ROOT + "/payments/search.");
    }
    String after = query.get(AFTER);
    return told(
        () ->
            query.has("serial")
                ? payments.ofSerial(query.get("serial"), after)
                : payments.ofBatch(query.get("batch_no"), after));
  }

  private Reply search(Visit visit) {
    JsonInput input = JsonInput.read(visit.call().body(), SEARCH);
    String account = input.text("account");
    String after = input.textOr(AFTER, "");
    return told(() -> payments.ofAccount(account, after));
  }

  private static Reply told(Search search) {
    PaymentPage page;
    try {
      page = search.page();
    } catch (IllegalArgumentException e) {
      throw new RefusedException(400, "after must be the value of next in the answer before.");
    }
    ObjectNode told = Json.object();
    ArrayNode list = told.putArray("payments");
    page.payments().forEach(each -> put(list.addObject(), each));
    if (page.next().isEmpty()) {
      told.putNull("next");
    } else {
      told.put("next", page.next());
    }
    if (page.accountsBefore() > 0) {
      told.put("incomplete_before", Shown.time(page.accountsBefore()));
    }
    return Json.reply(200, "application/json", told);
  }

  private static void put(ObjectNode node, Payment payment) {
    Payment.Origin origin = payment.origin();
    node.put("serial_no", payment.line().serial());
    node.put("line", payment.line().row());
    node.put("amount", payment.line().amount().toString());
    node.put("account", Masks.account(payment.line().account()));
    node.put("state", payment.result().state().name());
    node.put("code", payment.result().code());
    node.put("gateway_serial", payment.result().gatewaySerial());
    node.put("batch_no", origin.batch().batchNo());
    node.put("batch_state", origin.batch().state().name());
    node.put("file", origin.fileName());
    node.put("file_id", origin.batch().fileId());
    node.put("received_at", Shown.time(origin.receivedAt()));
    node.put("accepted_at", Shown.time(origin.acceptedAt()));
    node.put("sent_at", Shown.time(origin.sentAt()));
    node.put("taken_at", Shown.time(origin.takenAt()));
    node.put("finished_at", FinishedAt.iso(payment.result().finishedAt()));
  }

  @FunctionalInterface
  private interface Search {
    PaymentPage page();
  }
}
