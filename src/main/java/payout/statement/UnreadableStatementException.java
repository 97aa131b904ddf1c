package payout.statement;

/** A file is no statement that can be read; the message is a sentence that says why. */
public final class UnreadableStatementException extends Exception {

  private static final long serialVersionUID = 1L;

  /** For this reason, a whole sentence. */
  public UnreadableStatementException(String sentence) {
    super(sentence);
  }
}
