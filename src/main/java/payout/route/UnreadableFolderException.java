package payout.route;

/** A local folder cannot be listed; the message is a sentence that names it. */
final class UnreadableFolderException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnreadableFolderException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
