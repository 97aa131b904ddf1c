package payout.sandbox;

import java.nio.charset.StandardCharsets;

/**
 * The answer to a notify.
 *
 * @param status the HTTP status, 0 when no answer came
 * @param body the bytes as ISO 8859-1, or why no answer came
 */
public record NotifyAnswer(int status, String body) {
  private static final String SUCCESS = "success";
  private static final int SHOWN_MAX = 100;

  static NotifyAnswer of(int status, byte[] body) {
    return new NotifyAnswer(status, new String(body, StandardCharsets.ISO_8859_1));
  }

  static NotifyAnswer none(Exception why) {
    return new NotifyAnswer(0, why.getClass().getSimpleName());
  }

  /** Whether the notify counts as answered: status 200 and exactly the 7 bytes {@code success}. */
  public boolean isSuccess() {
    return status == 200 && body.equals(SUCCESS);
  }

  String shown() {
    return body.substring(0, Math.min(body.length(), SHOWN_MAX));
  }
}
