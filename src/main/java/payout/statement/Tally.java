package payout.statement;

import payout.batch.Money;

/**
 * A number of rows and their sum.
 *
 * @param rows how many
 * @param amount their sum
 */
public record Tally(long rows, Money amount) {

  /** No row. */
  public static final Tally NONE = new Tally(0, Money.ZERO);

  /** One more row. */
  public Tally plus(Money more) {
    return new Tally(rows + 1, amount.plus(more));
  }

  /** Both together. */
  public Tally plus(Tally other) {
    return new Tally(rows + other.rows, amount.plus(other.amount));
  }
}
