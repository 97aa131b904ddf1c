package payout.cli;

/** The program does not start; the message explains why and what to do. */
final class RefusedToStartException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  RefusedToStartException(String message) {
    super(message);
  }
}
