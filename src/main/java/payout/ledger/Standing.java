package payout.ledger;

import java.time.Instant;
import payout.batch.Money;

/**
 * Batches that stand still for too long and need a person, all of one matter together.
 *
 * @param matter what they wait for
 * @param batches how many, at least one
 * @param amount their sum
 * @param since when the first of them came to a stop
 * @param newest when the last of them did
 */
public record Standing(Matter matter, long batches, Money amount, Instant since, Instant newest) {

  /** Why batches stand still. */
  public enum Matter {
    /** Nobody knows whether the gateway has them; they are sent again by themselves. */
    UNKNOWN,
    /** They wait for a person. */
    HELD,
    /** The gateway has them, and no notify of theirs came. */
    NOT_NOTIFIED
  }
}
