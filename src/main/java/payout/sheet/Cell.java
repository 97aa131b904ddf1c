package payout.sheet;

/**
 * A cell that is not empty.
 *
 * @param column from 0
 * @param text its text, or its number in plain digits; the day of a date as {@code 2026-11-30};
 *     empty where nothing of it can be taken
 * @param bend what keeps it from being taken as it is
 */
public record Cell(int column, String text, Bend bend) {

  /** What a spreadsheet makes of a value. */
  public enum Bend {
    /** Nothing. */
    NONE,
    /** It is calculated. */
    FORMULA,
    /** It is a date or a time. */
    DATE,
    /** It is true or false. */
    BOOLEAN,
    /** It is the error of a calculation. */
    ERROR,
    /** It is a number of which digits may be lost. */
    DIGITS,
    /** Its format shows another number than it holds. */
    FORMAT
  }

  /** Without its content, which belongs in no log. */
  @Override
  public String toString() {
    return "cell of column " + column + ", " + bend;
  }
}
