package payout.statement;

/**
 * Why a row of a statement cannot be used.
 *
 * @param row its number in the file, from 1
 * @param why what is wrong, as the end of a sentence; it holds no value of the row
 */
public record RowFault(int row, String why) {

  /** "row 7 has …". */
  public String sentence() {
    return "row " + row + " " + why;
  }
}
