package payout.gateway;

/** The gateway's synchronous XML answer (document section 5), before it is judged. */
public sealed interface Answer {

  /**
   * {@code is_success} is {@code T}: the batch was taken. It is not paid yet.
   *
   * @param error the text of {@code error}, {@code SUCCESS} according to the document; empty when
   *     it was missing or no code. It changes nothing.
   */
  record Accepted(String error) implements Answer {}

  /**
   * {@code is_success} is {@code F}.
   *
   * @param code the text of {@code error} without white space around it: 1 to {@link
   *     AnswerReader#CODE_LENGTH_MAX} printable ASCII characters
   */
  record Declined(String code) implements Answer {}

  /**
   * An answer that must not be trusted.
   *
   * @param reason a sentence that quotes nothing of the answer
   */
  record Unreadable(String reason) implements Answer {}
}
