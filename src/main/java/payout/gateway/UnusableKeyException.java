package payout.gateway;

/**
 * A key that cannot be used. The message explains what the text is, and what is needed instead.
 * Neither the message nor a cause holds a part of the key.
 */
public final class UnusableKeyException extends RuntimeException {

  UnusableKeyException(String message) {
    super(message);
  }
}
