package payout.console;

/**
 * What a program sent with a call, beside a file.
 *
 * @param body its body as text; empty when it has none
 * @param idempotencyKey the header {@code Idempotency-Key}; empty when it is missing
 */
public record CallInput(String body, String idempotencyKey) {

  /** Of whatever is no call. */
  static final CallInput NONE = new CallInput("", "");

  /** Without the body, which may hold an account. */
  @Override
  public String toString() {
    return body.length() + " characters";
  }
}
