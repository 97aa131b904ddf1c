package payout.notify;

/**
 * A signed notify whose records cannot be read. Another delivery would be the same, so it is stored
 * raw, an alarm is raised, and it is answered with {@code success}. None of its records is used,
 * because one malformed record makes the boundaries of the others doubtful.
 *
 * <p>The message is a sentence with the position of the record and nothing of its content.
 */
public final class MalformedDetailsException extends RuntimeException {

  MalformedDetailsException(String sentence) {
    super(sentence);
  }
}
