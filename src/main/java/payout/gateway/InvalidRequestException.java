package payout.gateway;

/**
 * A request that must not be sent: its records, count and total contradict each other, or the
 * charset cannot write it. The message names the parameter or the record's place and never a value.
 */
public final class InvalidRequestException extends RuntimeException {

  /** A sentence that names the place at fault and no value. */
  public InvalidRequestException(String message) {
    super(message);
  }
}
