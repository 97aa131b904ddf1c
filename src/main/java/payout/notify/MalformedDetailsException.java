package payout.notify;

/**
 * A signed notify whose records cannot be read. It would come again the same, so it is kept raw,
 * somebody is alarmed, and it is answered with {@code success}; none of its records is used,
 * because where one is broken the borders of the others are in doubt.
 *
 * <p>The message is a sentence with the place of the record, without a word of its content.
 */
public final class MalformedDetailsException extends RuntimeException {

  MalformedDetailsException(String sentence) {
    super(sentence);
  }
}
