package payout.notify;

/**
 * The body is no notify: it is answered with {@code fail} and changes nothing.
 *
 * <p>The message is a sentence without a word of the body, which may hold accounts and names.
 */
public final class MalformedNotifyException extends RuntimeException {

  MalformedNotifyException(String sentence) {
    super(sentence);
  }
}
