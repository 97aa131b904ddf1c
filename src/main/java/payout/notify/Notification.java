package payout.notify;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.List;

/**
 * The used parts of a verified notify (document section 6.2).
 *
 * <p>Only the records are decoded, strictly, in the batch's charset. Other parameters are ignored:
 * the document's sample has a pay_user_name in another charset.
 *
 * @param head its head
 * @param successes the records of success_details
 * @param failures the records of fail_details
 */
public record Notification(
    NotifyHead head, List<DetailRecord> successes, List<DetailRecord> failures) {

  public Notification {
    successes = List.copyOf(successes);
    failures = List.copyOf(failures);
  }

  /**
   * Reads a notify.
   *
   * @param charset the {@code _input_charset} of the batch's request
   * @throws MalformedDetailsException when the records are not in that charset or are malformed
   */
  public static Notification of(NotifyHead head, NotifyForm form, Charset charset) {
    return new Notification(
        head,
        records(form, DetailRecord.Flag.S, charset),
        records(form, DetailRecord.Flag.F, charset));
  }

  private static List<DetailRecord> records(
      NotifyForm form, DetailRecord.Flag flag, Charset charset) {
    try {
      return Details.parse(form.text(flag.list(), charset));
    } catch (CharacterCodingException e) {
      throw new MalformedDetailsException(
          "The notify's " + flag.list() + " is not in the batch's charset.");
    }
  }
}
