package payout.gateway;

/** What the gateway's synchronous XML answer says (document section 5), before it is judged. */
public sealed interface Answer {

  /**
   * {@code is_success} is {@code T}: the batch was taken. It is not paid yet.
   *
   * @param error what {@code error} held, by the document {@code SUCCESS}; empty when it was
   *     missing or no code. It changes nothing.
   */
  record Accepted(String error) implements Answer {}

  /**
   * {@code is_success} is {@code F}.
   *
   * @param code what {@code error} held, as it came, without the blanks around it: 1 to {@link
   *     AnswerReader#CODE_LETTERS_MAX} printable ASCII letters
   */
  record Declined(String code) implements Answer {}

  /**
   * Nothing that can be relied on.
   *
   * @param reason a sentence; holds nothing of the answer itself
   */
  record Unreadable(String reason) implements Answer {}
}
