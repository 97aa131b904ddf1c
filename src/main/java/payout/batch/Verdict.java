package payout.batch;

import java.util.Optional;

/**
 * What follows from the outcome of a post.
 *
 * @param next the batch's next state: TAKEN, REFUSED, READY, UNKNOWN or HELD
 * @param outcome the outcome of the post
 * @param mark whether a post of the batch may have arrived, now including this one: the {@code
 *     earlier} of the next post
 * @param sending whether the account's other batches are sent
 * @param alarm a sentence for an operator, without the batch's number, which the caller knows
 */
public record Verdict(
    BatchState next, Outcome outcome, Earlier mark, Sending sending, Optional<String> alarm) {

  /** Whether more batches of the account are sent. */
  public enum Sending {
    /** Yes. */
    GOES_ON,
    /** Not until an operator has fixed what the gateway objects to. */
    PAUSES
  }

  /** A verdict without an alarm, after which more batches of the account are sent. */
  public static Verdict of(BatchState next, Outcome outcome, Earlier mark) {
    return new Verdict(next, outcome, mark, Sending.GOES_ON, Optional.empty());
  }

  /** The same verdict with an alarm. */
  public Verdict alarming(String sentence) {
    return new Verdict(next, outcome, mark, sending, Optional.of(sentence));
  }
}
