package payout.outbox;

/**
 * Something wrong with a file, as its rejects file tells it.
 *
 * @param row the row in the file, from 1, as a spreadsheet shows it; {@link #WHOLE_FILE} when it is
 *     about no single row
 * @param column the column's name; empty when it is about no single column
 * @param code a word for programs
 * @param reason a sentence for people, without account and name
 */
public record Fault(long row, String column, String code, String reason) {

  /** The row of a fault that is about no single row; its {@code line} is left empty. */
  public static final long WHOLE_FILE = 0;
}
