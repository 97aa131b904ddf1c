package payout.ledger;

import java.time.LocalDateTime;
import payout.batch.Money;

/**
 * A row of a statement that proves that a line was paid.
 *
 * @param batchNo the number of the line's batch
 * @param serial the line's serial number
 * @param amount what was booked, which must be the line's amount
 * @param row the number of the row in the statement
 * @param bookingNo the number of the booking
 * @param bookedAt when it was booked, in China
 */
public record Proof(
    String batchNo,
    String serial,
    Money amount,
    int row,
    String bookingNo,
    LocalDateTime bookedAt) {}
