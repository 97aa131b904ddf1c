package payout.statement;

/**
 * A form in which a table of a statement comes, such as CSV or the XML of a spreadsheet.
 *
 * <p>A further form is one more of these, and one more line in {@link StatementReader}.
 */
@FunctionalInterface
interface TableReader {

  /**
   * Passes each row on, numbered as in the file.
   *
   * @throws UnreadableStatementException when the bytes are not of this form
   */
  void read(byte[] file, StatementBuilder into) throws UnreadableStatementException;
}
