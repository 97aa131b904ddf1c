package payout.gateway;

/**
 * A key that cannot be used. The message is a sentence or two for the person who configures it:
 * what the text is, and what is needed instead. It never holds a part of the key, and neither has
 * it a cause that could.
 */
public final class UnusableKeyException extends RuntimeException {

  UnusableKeyException(String message) {
    super(message);
  }
}
