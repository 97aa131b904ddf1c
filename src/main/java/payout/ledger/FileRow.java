package payout.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import payout.batch.FileState;
import payout.batch.Money;

/**
 * A file in a list, with the sums of its batches. Times are milliseconds since 1970; 0 for what did
 * not happen.
 *
 * @param file the file
 * @param receivedAt when it came
 * @param decidedAt when it was accepted or refused
 * @param settledAt when its last line had its result
 * @param openLines the lines without a final state; of a file that waits, all
 * @param paidLines the lines that were paid
 * @param failedLines the lines that failed or were refused by the gateway
 * @param paidAmount the sum that was paid
 */
public record FileRow(
    FileRecord file,
    long receivedAt,
    long decidedAt,
    long settledAt,
    long openLines,
    long paidLines,
    long failedLines,
    Money paidAmount) {

  static FileRow read(ResultSet row) throws SQLException {
    FileRecord file = FileRecord.read(row);
    long open = row.getLong("open_lines");
    long paid = row.getLong("paid_lines");
    boolean hasBatches = file.state() == FileState.ACCEPTED || file.state() == FileState.SETTLED;
    return new FileRow(
        file,
        row.getLong("received_at"),
        row.getLong("decided_at"),
        row.getLong("settled_at"),
        open,
        paid,
        hasBatches ? file.lines() - open - paid : 0,
        new Money(row.getLong("paid_amount")));
  }
}
