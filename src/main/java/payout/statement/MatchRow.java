package payout.statement;

import java.time.LocalDate;
import java.util.List;
import payout.batch.ChinaClock;

/**
 * A payment or a row with its verdict, as texts: what is kept of a {@link Match}, and written out.
 *
 * @param serial the serial of the payment, or the merchant's number of the row
 * @param batchNo of the payment; empty without one
 * @param account the payee's account, or the other side as the row shows it
 * @param amount of the payment, or of the row
 * @param ours the state of the payment; empty without one
 * @param shown what the statement has: the kind and the amount of the row, or the days that are
 *     missing
 * @param verdict the verdict
 * @param gatewaySerial the inner serial of the notify; may be empty
 * @param bookedAt when the row was booked, ISO 8601 with offset; empty without a row
 * @param row its number; empty without one
 * @param bookingNo the number of the booking; empty without a row
 * @param note why, in a few words; may be empty
 */
public record MatchRow(
    String serial,
    String batchNo,
    String account,
    String amount,
    String ours,
    String shown,
    String verdict,
    String gatewaySerial,
    String bookedAt,
    String row,
    String bookingNo,
    String note) {

  private static final int FIELDS = 12;
  private static final String BETWEEN = "\t";

  /** What is said of a match. */
  public static MatchRow of(Match match) {
    OurLine line = match.line();
    Booking row = match.row();
    return new MatchRow(
        line == null ? row.orderNo() : line.serial(),
        line == null ? "" : line.batchNo(),
        line == null ? row.payee() : line.account(),
        (line == null ? row.amount() : line.amount()).toString(),
        line == null ? "" : line.state().name(),
        row == null ? missing(match.missing()) : row.kind() + " " + row.amount(),
        match.verdict().name(),
        line == null ? "" : line.gatewaySerial(),
        row == null ? "" : ChinaClock.iso(row.at().atZone(ChinaClock.CHINA).toInstant()),
        row == null ? "" : Integer.toString(row.row()),
        row == null ? "" : row.bookingId(),
        match.missing().isEmpty()
            ? match.note()
            : "each from 10:00 of the next day on, or the month's file");
  }

  private static String missing(List<LocalDate> days) {
    return days.isEmpty()
        ? ""
        : "missing: " + String.join(" ", days.stream().map(LocalDate::toString).toList());
  }

  /** As one line of text; no field has a control character. */
  public String encoded() {
    return String.join(
        BETWEEN,
        serial,
        batchNo,
        account,
        amount,
        ours,
        shown,
        verdict,
        gatewaySerial,
        bookedAt,
        row,
        bookingNo,
        note);
  }

  /** Reads a line back. */
  public static MatchRow decode(String line) {
    String[] field = line.split(BETWEEN, -1);
    if (field.length != FIELDS) {
      throw new IllegalArgumentException(
          "A row of a matched statement has no " + FIELDS + " fields.");
    }
    return new MatchRow(
        field[0], field[1], field[2], field[3], field[4], field[5], field[6], field[7], field[8],
        field[9], field[10], field[11]);
  }

  /** Without account, which must not be logged. */
  @Override
  public String toString() {
    return verdict + ": serial " + serial + " of batch " + batchNo + ", " + amount;
  }
}
