package payout.gateway;

import java.util.Optional;
import payout.batch.BatchState;

/**
 * What follows from a post.
 *
 * @param next the batch's next state: TAKEN, REFUSED, READY, UNKNOWN or HELD
 * @param outcome what the post came to
 * @param mark whether a post of the batch may have arrived, this one now counted: what {@link
 *     OutcomeRule#judge} is told as {@code earlier} the next time
 * @param sending whether the account's other batches are sent
 * @param alarm a sentence for a person, without the batch's number, which the caller knows
 */
public record Verdict(
    BatchState next, Outcome outcome, Earlier mark, Sending sending, Optional<String> alarm) {}
