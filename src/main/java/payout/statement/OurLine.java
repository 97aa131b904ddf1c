package payout.statement;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Optional;
import payout.batch.BatchState;
import payout.batch.LineState;
import payout.batch.Money;

/**
 * A payment as the ledger holds it, with what a statement is compared with. Times are in China.
 *
 * @param batchId its batch
 * @param place its place in the batch, from 0
 * @param batchNo the number of its batch
 * @param serial its serial number
 * @param account the payee's account
 * @param name the payee's name
 * @param amount its amount
 * @param state its state
 * @param batchState the state of its batch
 * @param firstPost when the first post of the batch began; null when it was never posted
 * @param lastPost when the last one began; null when it was never posted
 * @param attempts how many posts of the batch began
 * @param gatewaySerial the inner serial number of the notify; empty without one
 * @param finishedAt when the gateway finished it; null when that is not known
 * @param batchAmount the sum of the batch
 * @param batchPaid the sum of its paid lines
 */
public record OurLine(
    long batchId,
    int place,
    String batchNo,
    String serial,
    String account,
    String name,
    Money amount,
    LineState state,
    BatchState batchState,
    LocalDateTime firstPost,
    LocalDateTime lastPost,
    int attempts,
    String gatewaySerial,
    LocalDateTime finishedAt,
    Money batchAmount,
    Money batchPaid) {

  /** Clocks differ; a booking so many minutes before the post may still be of it. */
  static final int MINUTES_BEFORE = 10;

  /** Whether a post of it ever began. */
  boolean wasPosted() {
    return firstPost != null;
  }

  /** Whether a booking is late enough to be of it. */
  boolean mayBeBookedAt(LocalDateTime at) {
    return wasPosted() && !at.isBefore(firstPost.minusMinutes(MINUTES_BEFORE));
  }

  /** Whether a booking is also early enough: the gateway finished the line by then. */
  boolean wasOpenAt(LocalDateTime at) {
    return finishedAt == null || !at.isAfter(finishedAt.plusMinutes(MINUTES_BEFORE));
  }

  /** Whether the gateway reported it as paid; a person's word has no number of the gateway. */
  boolean isPaidByNotify() {
    return state == LineState.PAID && !gatewaySerial.isEmpty();
  }

  /** Whether the statement may close it: the gateway has its batch, or may have it. */
  boolean mayBeProved() {
    boolean sentAgain = batchState == BatchState.SENDING && attempts > 1;
    return state == LineState.OPEN
        && (batchState == BatchState.TAKEN || batchState == BatchState.UNKNOWN || sentAgain);
  }

  /** Whether no post of its batch runs or is due. */
  boolean standsStill() {
    return batchState == BatchState.TAKEN || batchState == BatchState.HELD;
  }

  /** The first day of a statement in which it may be. */
  LocalDate firstDay() {
    return firstPost.toLocalDate();
  }

  /** The last day that must be known before its absence says anything. */
  LocalDate lastDay() {
    return lastPost.toLocalDate().plusDays(2);
  }

  /** The days that must be known before its absence says anything; empty when it was not posted. */
  public Optional<Days> days() {
    return wasPosted() ? Optional.of(new Days(firstDay(), lastDay())) : Optional.empty();
  }

  /**
   * A row of days, both included.
   *
   * @param first the first one
   * @param last the last one
   */
  public record Days(LocalDate first, LocalDate last) {}

  /** Without account and name, which must not be logged. */
  @Override
  public String toString() {
    return "serial " + serial + " of batch " + batchNo + ", " + amount + ", " + state;
  }
}
