package payout.notify;

/**
 * The body is not a notify: it is answered with {@code fail} and changes nothing.
 *
 * <p>The message is a sentence with nothing of the body, which may hold accounts and names.
 */
public final class MalformedNotifyException extends RuntimeException {

  MalformedNotifyException(String sentence) {
    super(sentence);
  }
}
