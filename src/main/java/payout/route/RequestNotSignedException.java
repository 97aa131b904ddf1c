package payout.route;

/** A request could not be made this time, so no byte of it left. */
public final class RequestNotSignedException extends RuntimeException {

  RequestNotSignedException(RuntimeException cause) {
    super("The request could not be signed: " + cause, cause);
  }
}
