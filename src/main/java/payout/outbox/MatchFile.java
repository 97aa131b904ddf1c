package payout.outbox;

import java.io.IOException;
import payout.batch.ChinaClock;
import payout.statement.Booking;
import payout.statement.Match;
import payout.statement.OurLine;

/**
 * {@code statement.<date>.<id>.match.csv}: a row for each payment that a statement concerns, and
 * for each payout of the statement without a payment.
 */
public final class MatchFile {

  private final OutboxText out;

  /** Starts the file with its header. */
  public MatchFile(OutboxText out) throws IOException {
    this.out = out;
    out.row(
        "serial_no",
        "batch_no",
        "account",
        "amount",
        "ours",
        "statement",
        "verdict",
        "gateway_serial",
        "booked_at",
        "row",
        "booking_no",
        "note");
  }

  /** Writes a payment or a row with its verdict. */
  public void add(Match match) throws IOException {
    OurLine line = match.line();
    Booking row = match.row();
    out.row(
        line == null ? out.foreign(row.orderNo()) : out.foreign(line.serial()),
        line == null ? "" : line.batchNo(),
        line == null ? out.foreign(row.payee()) : out.foreign(line.account()),
        (line == null ? row.amount() : line.amount()).toString(),
        line == null ? "" : line.state().name(),
        row == null ? "" : row.kind() + " " + row.amount(),
        match.verdict().name(),
        line == null ? "" : out.foreign(line.gatewaySerial()),
        row == null ? "" : ChinaClock.iso(row.at().atZone(ChinaClock.CHINA).toInstant()),
        row == null ? "" : Integer.toString(row.row()),
        row == null ? "" : out.foreign(row.bookingId()),
        out.foreign(note(match)));
  }

  private static String note(Match match) {
    if (match.missing().isEmpty()) {
      return match.note();
    }
    return "missing: "
        + String.join(" ", match.missing().stream().map(Object::toString).toList())
        + ", each from 10:00 of the next day on, or the month's file";
  }
}
