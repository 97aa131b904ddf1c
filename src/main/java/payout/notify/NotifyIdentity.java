package payout.notify;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Identifies a notify across deliveries: the same notify_id with the same batch and details.
 *
 * <p>A second delivery has a new notify_time and a new sign, so body and sign cannot identify it. A
 * second part of a batch's results may come under the notify_id of the first, so the id alone
 * cannot either.
 *
 * @param notifyId the gateway's number of the notify
 * @param sha256 64 hexadecimal digits over batch_no, success_details and fail_details, as bytes
 */
public record NotifyIdentity(String notifyId, String sha256) {

  private static final String[] PARTS = {"batch_no", "success_details", "fail_details"};

  /** The identity of a notify. */
  public static NotifyIdentity of(NotifyHead head, NotifyForm form) {
    MessageDigest digest = newSha256();
    for (String part : PARTS) {
      byte[] bytes = form.bytes(part);
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
      digest.update(bytes);
    }
    return new NotifyIdentity(head.notifyId(), HexFormat.of().formatHex(digest.digest()));
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no SHA-256.", e);
    }
  }
}
