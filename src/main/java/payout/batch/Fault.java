package payout.batch;

/**
 * Something in a file for which it, or a line of it, is refused.
 *
 * @param row the row in the file, from 1, as a spreadsheet counts; 0 for the file as a whole
 * @param column the column's name; empty for a row or the file as a whole
 * @param code why, for programs: a name of {@code payout.inbox.RejectCode}
 * @param reason why, for people; holds no account and no name
 */
public record Fault(long row, String column, String code, String reason)
    implements Comparable<Fault> {

  /** In the order of the rows. */
  @Override
  public int compareTo(Fault other) {
    return Long.compare(row, other.row);
  }
}
