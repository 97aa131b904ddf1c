package payout.notify;

import java.nio.charset.StandardCharsets;

/**
 * What a notify says about itself (document section 6.1): read before its batch, and so its
 * charset, is known.
 *
 * @param notifyId the gateway's number of the notify; the same for every delivery of it
 * @param notifyType {@code batch_trans_notify} in practice; only shown, so letters that are not
 *     ASCII (the document's own sample has some) become {@code ?}
 * @param batchNo the batch as the notify names it; empty or of any form
 * @param payUserId whose notify it is. The gateway signs for every merchant with one key, so this
 *     must be compared with the partner: a sound sign does not say that the notify is ours
 */
public record NotifyHead(String notifyId, String notifyType, String batchNo, String payUserId) {

  /** Longer than any number that a gateway gave; keeps what is looked up and asked about small. */
  public static final int ID_LENGTH_MAX = 128;

  /**
   * The head of a form.
   *
   * @throws MalformedNotifyException when there is no notify_id, or an id or the batch_no is not
   *     made of visible ASCII letters or too long
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

  /** Ids are looked up, logged and put into an address: nothing invisible may be in them. */
  private static String id(NotifyForm form, String name) {
    String id = form.text(name);
    if (id.length() > ID_LENGTH_MAX || !id.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
      throw new MalformedNotifyException(
          "The notify's "
              + name
              + " is not made of at most "
              + ID_LENGTH_MAX
              + " visible letters.");
    }
    return id;
  }
}
