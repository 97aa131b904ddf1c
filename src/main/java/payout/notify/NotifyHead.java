package payout.notify;

import java.nio.charset.StandardCharsets;
import payout.batch.StrictText;

/**
 * The head of a notify (document section 6.1), read before its batch, and therefore its charset, is
 * known.
 *
 * @param notifyId the gateway's number of the notify; the same for every delivery of it
 * @param notifyType {@code batch_trans_notify} in practice; only shown, so characters that are not
 *     ASCII (the document's own sample has some) become {@code ?}
 * @param batchNo the batch number in the notify; may be empty or malformed
 * @param payUserId the merchant that it is for. The gateway signs for every merchant with one key,
 *     so this must be compared with the partner: a valid sign does not prove that the notify is
 *     ours
 */
public record NotifyHead(String notifyId, String notifyType, String batchNo, String payUserId) {

  /** Longer than any real number; it limits what is looked up and verified. */
  public static final int ID_LENGTH_MAX = 128;

  /**
   * The head of a form.
   *
   * @throws MalformedNotifyException when there is no notify_id, or an id or the batch_no is too
   *     long or holds anything but visible ASCII characters
   */
  public static NotifyHead of(NotifyForm form) {
    String notifyId = id(form, "notify_id");
    if (notifyId.isEmpty()) {
      throw new MalformedNotifyException("The notify has no notify_id.");
    }
    String notifyType = new String(form.bytes("notify_type"), StandardCharsets.US_ASCII);
    return new NotifyHead(
        notifyId,
        StrictText.withoutControls(notifyType.replace('\uFFFD', '?')),
        id(form, "batch_no"),
        id(form, "pay_user_id"));
  }

  /**
   * Ids are looked up, logged and put into an address, so they must not hold invisible characters.
   */
  private static String id(NotifyForm form, String name) {
    String id = form.text(name);
    if (id.length() > ID_LENGTH_MAX || !id.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
      throw new MalformedNotifyException(
          "The notify's "
              + name
              + " is not made of at most "
              + ID_LENGTH_MAX
              + " visible characters.");
    }
    return id;
  }
}
