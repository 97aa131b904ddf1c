package payout.gateway;

/**
 * A key that cannot be used. The message tells the operator what the text is, and what is needed
 * instead. It never holds a part of the key, and it has no cause that could.
 */
public final class UnusableKeyException extends RuntimeException {

  UnusableKeyException(String message) {
    super(message);
  }
}
