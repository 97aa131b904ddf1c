package payout.notify;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.List;

/**
 * What is used of a verified notify (document section 6.2).
 *
 * <p>Only the records are read in the batch's charset, and strictly. Other parameters are left
 * alone: the document's sample has a pay_user_name in a charset of its own, and that is no fault.
 *
 * @param head what it says about itself
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
   * @param charset the {@code _input_charset} of the request that the batch went out with
   * @throws MalformedDetailsException when the records are not of that charset or not of their form
   */
  public static Notification of(NotifyHead head, NotifyForm form, Charset charset) {
    return new Notification(
        head, records(form, DetailFlag.S, charset), records(form, DetailFlag.F, charset));
  }

  private static List<DetailRecord> records(NotifyForm form, DetailFlag flag, Charset charset) {
    try {
      return Details.parse(form.text(flag.list(), charset));
    } catch (CharacterCodingException e) {
      throw new MalformedDetailsException(
          "The notify's " + flag.list() + " is not in the batch's charset.");
    }
  }
}
