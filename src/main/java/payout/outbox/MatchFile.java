package payout.outbox;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import payout.statement.MatchRow;

/**
 * {@code statement.<date>.<id>.match.csv}: a row for each payment that a statement concerns, and
 * for each payout of the statement without a payment. The command {@code match} prints the same,
 * and adds where in the statement a row stands, and why.
 */
public final class MatchFile {

  private static final List<String> COLUMNS =
      List.of(
          "serial_no",
          "batch_no",
          "account",
          "amount",
          "ours",
          "statement",
          "verdict",
          "gateway_serial",
          "booked_at");

  private static final List<String> MORE = List.of("row", "booking_no", "note");

  private final OutboxText out;
  private final boolean withNotes;

  /**
   * Starts the file with its header.
   *
   * @param withNotes whether it has the columns row, booking_no and note, too
   */
  public MatchFile(OutboxText out, boolean withNotes) throws IOException {
    this.out = out;
    this.withNotes = withNotes;
    write(COLUMNS, MORE);
  }

  /** Writes a payment or a row with its verdict. */
  public void add(MatchRow match) throws IOException {
    write(
        List.of(
            out.foreign(match.serial()),
            match.batchNo(),
            out.foreign(match.account()),
            match.amount(),
            match.ours(),
            match.shown(),
            match.verdict(),
            out.foreign(match.gatewaySerial()),
            match.bookedAt()),
        List.of(match.row(), out.foreign(match.bookingNo()), out.foreign(match.note())));
  }

  private void write(List<String> cells, List<String> more) throws IOException {
    List<String> row = new ArrayList<>(cells);
    if (withNotes) {
      row.addAll(more);
    }
    out.row(row.toArray(String[]::new));
  }
}
