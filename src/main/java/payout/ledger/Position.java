package payout.ledger;

/**
 * Where a list goes on: two numbers by which its rows are ordered. Outside the ledger it is a text
 * that nobody has to understand.
 */
record Position(long first, long second) {

  /** Before every row of a list that has its greatest numbers first. */
  static final Position TOP = new Position(Long.MAX_VALUE, Long.MAX_VALUE);

  private static final int RADIX = 36;

  /** As it is given to the outside. */
  String text() {
    return Long.toString(first, RADIX) + "." + Long.toString(second, RADIX);
  }

  /**
   * The reverse of {@link #text}.
   *
   * @param otherwise where an empty text begins
   * @throws IllegalArgumentException with a sentence, when the text is no position
   */
  static Position of(String text, Position otherwise) {
    if (text == null || text.isEmpty()) {
      return otherwise;
    }
    int dot = text.indexOf('.');
    try {
      return new Position(
          Long.parseLong(text, 0, Math.max(dot, 0), RADIX),
          Long.parseLong(text, dot + 1, text.length(), RADIX));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("The list has no such position; begin at its start.", e);
    }
  }
}
