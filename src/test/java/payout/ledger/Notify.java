package payout.ledger;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import payout.batch.PayoutLine;
import payout.notify.NotifyForm;
import payout.notify.NotifyHead;

/** Builds a notify as the gateway sends it, and delivers it. */
final class Notify {

  private final String id;
  private final String batchNo;
  private final StringBuilder successes = new StringBuilder();
  private final StringBuilder failures = new StringBuilder();

  private Notify(String id, String batchNo) {
    this.id = id;
    this.batchNo = batchNo;
  }

  static Notify of(String id, String batchNo) {
    return new Notify(id, batchNo);
  }

  Notify paid(PayoutLine line) {
    return paid(line, line.amount().toString());
  }

  Notify paid(PayoutLine line, String amount) {
    successes.append(fields(line, amount)).append("^S^^20260310").append(line.row());
    successes.append("^20260310100500|");
    return this;
  }

  Notify failed(PayoutLine line) {
    failures.append(fields(line, line.amount().toString()));
    failures.append("^F^ACCOUN_NAME_NOT_MATCH^20260310").append(line.row());
    failures.append("^20260310100500|");
    return this;
  }

  /** A record as it is, in success_details. */
  Notify raw(String record) {
    successes.append(record);
    return this;
  }

  /** The form as it comes. */
  byte[] body() {
    String text =
        "notify_id="
            + id
            + "&notify_type=batch_trans_notify&batch_no="
            + batchNo
            + "&pay_user_id=2088000000000001"
            + part("success_details", successes)
            + part("fail_details", failures);
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Delivers it to the batch that it names. */
  NotifyLedger.Applied to(NotifyLedger ledger) {
    return to(ledger, ledger.target(batchNo).orElseThrow());
  }

  /** Delivers it to a batch that was looked up before. */
  NotifyLedger.Applied to(NotifyLedger ledger, NotifyLedger.Target target) {
    NotifyForm form = NotifyForm.parse(body());
    return ledger.apply(target, NotifyHead.of(form), form, body());
  }

  private static String fields(PayoutLine line, String amount) {
    return line.serial() + "^" + line.account() + "^" + line.name() + "^" + amount;
  }

  private static String part(String name, StringBuilder value) {
    return value.isEmpty()
        ? ""
        : "&" + name + "=" + URLEncoder.encode(value.toString(), StandardCharsets.UTF_8);
  }
}
