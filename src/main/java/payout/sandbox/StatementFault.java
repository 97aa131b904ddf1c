package payout.sandbox;

/**
 * Something in a statement that is not as it should be.
 *
 * @param kind what
 * @param serial the line that it concerns; empty for every line of the period
 */
public record StatementFault(Kind kind, String serial) {

  /** What can be wrong; each name is a value of {@code fault} of GET /statement. */
  public enum Kind {
    // --- rows ---

    /**
     * A fee of 0.50 in a row of its own, with the number of the payment, be that MISSING or not.
     */
    FEE,
    /** The money comes back an hour later, in a row that went in. */
    RETURN,
    /** The payment was made twice: two rows with two booking numbers. */
    PAID_AGAIN,
    /** One row is printed twice, with one booking number. */
    ROW_TWICE,
    /** A line that the notify called failed was paid. */
    FAILED_PAID,
    /** The row has 1.00 more than was sent. */
    OTHER_AMOUNT,
    /** The row has no number of the merchant. */
    NO_NUMBER,
    /** The row of a payment is missing, though totals and end fit. */
    MISSING,
    /** A payout of somebody else, with the given serial or a number of its own. */
    STRANGER,
    /** A trade that came in, and its partial refund. */
    TRADE,

    // --- the file ---

    /** Ends within a row, as a broken download. */
    CUT,
    /** Ends after a row: without end line, totals and time of export. */
    NO_END,
    /** The total of what went out is 1.00 too high. */
    OTHER_TOTALS,
    /** It is about another account. */
    OTHER_ACCOUNT,
    /** A spreadsheet saved it again: slashes in times, no zeros at the end, no tabs. */
    RESAVED,
    /** A spreadsheet also shortened the numbers, as in 2.01604E+27. */
    BENT
  }

  /** {@code KIND} or {@code KIND:serial}. */
  static StatementFault parse(String text) {
    String[] parts = text.split(":", 2);
    return new StatementFault(Kind.valueOf(parts[0]), parts.length < 2 ? "" : parts[1]);
  }

  boolean concerns(String other) {
    return serial.isEmpty() || serial.equals(other);
  }
}
