package payout.batch;

/**
 * A reason for which a file, or a line of it, is refused.
 *
 * @param row the row in the file, from 1, as a spreadsheet counts; {@link #WHOLE_FILE} when it does
 *     not concern a single row
 * @param column the column's name; empty for a row or the file as a whole
 * @param code why, for programs: a name of {@code payout.inbox.RejectCode}
 * @param reason why, for people; holds no account and no name
 */
public record Fault(long row, String column, String code, String reason)
    implements Comparable<Fault> {

  /** The row of a fault that does not concern a single row; its {@code line} is left empty. */
  public static final long WHOLE_FILE = 0;

  /** In the order of the rows. */
  @Override
  public int compareTo(Fault other) {
    return Long.compare(row, other.row);
  }
}
