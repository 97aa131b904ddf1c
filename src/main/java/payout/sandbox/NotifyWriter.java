package payout.sandbox;

import java.nio.charset.Charset;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes the form of a notify (section 6): {@code notify_time} and sign are new at each delivery,
 * the id and the content are the same.
 */
final class NotifyWriter {
  private static final String OTHER_PARTNER = "2088000000000000";

  private final String partner;
  private final GatewayKeys keys;
  private final Clock clock;

  NotifyWriter(String partner, GatewayKeys keys, Clock clock) {
    this.partner = partner;
    this.keys = keys;
    this.clock = clock;
  }

  /**
   * @param attempt 1 to 8 on the schedule, 0 outside the schedule; a wrong sign and a foreign
   *     partner come with the first delivery only, so that a later one can complete the batch
   */
  byte[] form(TakenBatch batch, NotifyEntry entry, int attempt) {
    boolean first = attempt == 1;
    Map<String, String> params = new LinkedHashMap<>();
    params.put("notify_id", entry.notifyId());
    params.put("batch_no", batch.batchNo());
    boolean foreign = first && entry.shape() == NotifyEntry.Shape.OTHER_PARTNER;
    params.put("pay_user_id", foreign ? OTHER_PARTNER : partner);
    params.put("pay_user_name", batch.accountName());
    NotifyDetails.addTo(params, batch, entry.shape());
    Map<String, String> signed = complete(params, batch.charset());
    if (first && entry.shape() == NotifyEntry.Shape.BAD_SIGN) {
      signed.put("sign", keys.sign(new byte[] {0}));
    }
    return Form.encode(signed, Charsets.named(batch.charset()));
  }

  /** Adds the missing parameters that every notify has, and the signature unless one is given. */
  Map<String, String> complete(Map<String, String> params, String charsetName) {
    Charset charset = Charsets.named(charsetName);
    Map<String, String> whole = new LinkedHashMap<>();
    whole.put("notify_time", China.notifyTime(clock.instant()));
    whole.put("notify_type", "batch_trans_notify");
    whole.put("pay_user_id", partner);
    whole.put("pay_account_no", partner + "0156");
    whole.putAll(params);
    whole.putIfAbsent("sign_type", keys.type().name());
    whole.putIfAbsent("sign", keys.sign(Form.signedBytes(whole, charset)));
    return whole;
  }
}
