package payout.console;

/** The file of users cannot be used; the message is a sentence for the operator. */
public final class UsersFileException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** With a sentence that holds no secret. */
  public UsersFileException(String sentence) {
    super(sentence);
  }
}
