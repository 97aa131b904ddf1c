package payout.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import payout.batch.FileState;
import payout.batch.Money;
import payout.ledger.chain.Seal.Head;

/**
 * The state of the files when a day of China was closed.
 *
 * @param day the day
 * @param closedAt when it was closed
 * @param rows a row a file, in the order in which they came
 * @param head the newest seal of the trail then; empty for none
 * @param missing the last days without a complete statement of the account then, separated by
 *     blanks; empty where none comes
 */
public record DayReport(
    LocalDate day, Instant closedAt, List<Row> rows, Optional<Head> head, String missing) {

  public DayReport {
    rows = List.copyOf(rows);
  }

  /**
   * A file. Its lines are paid, failed, refused or open. Open lines may be unknown (the gateway may
   * or may not have their batch) or overdue.
   *
   * @param file the file; only its fields that never change
   * @param state its state when the day was closed
   * @param unknownHours how many whole hours ago the first unknown batch was posted; 0 without one
   * @param overdueHours the same since the first overdue batch was taken
   * @param rejectedLines lines that were left out, in none of the sums
   * @param proved the paid lines that a statement of the account shows
   */
  public record Row(
      FileRecord file,
      FileState state,
      Sum all,
      Sum paid,
      Sum failed,
      Sum refused,
      Sum open,
      Sum unknown,
      long unknownHours,
      Sum overdue,
      long overdueHours,
      long rejectedLines,
      Sum proved) {

    /** The paid lines that no statement showed until then. */
    public Sum unproved() {
      return paid.minus(proved);
    }
  }

  /** A number of lines and their sum. */
  public record Sum(long lines, Money amount) {

    /** No line. */
    public static final Sum NONE = new Sum(0, Money.ZERO);

    /** The sum of both. */
    public Sum plus(Sum other) {
      return new Sum(lines + other.lines, amount.plus(other.amount));
    }

    /** What is left; nothing where more is taken away. */
    Sum minus(Sum other) {
      return other.lines > lines || other.amount.isMoreThan(amount)
          ? NONE
          : new Sum(lines - other.lines, amount.minus(other.amount));
    }
  }
}
