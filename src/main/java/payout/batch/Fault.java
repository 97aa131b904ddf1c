package payout.batch;

/**
 * Something in a file for which it, or a line of it, is refused.
 *
 * @param row the row in the file, from 1, as a spreadsheet counts; {@link #WHOLE_FILE} when it is
 *     about no single row
 * @param column the column's name; empty for a row or the file as a whole
 * @param code why, for programs: a name of {@code payout.inbox.RejectCode}
 * @param reason why, for people; holds no account and no name
 */
public record Fault(long row, String column, String code, String reason)
    implements Comparable<Fault> {

  /** The row of a fault that is about no single row; its {@code line} is left empty. */
  public static final long WHOLE_FILE = 0;

  /** In the order of the rows. */
  @Override
  public int compareTo(Fault other) {
    return Long.compare(row, other.row);
  }
}
