package payout.ledger;

import payout.batch.BatchLines;
import payout.batch.Payer;
import payout.gateway.Earlier;

/**
 * A batch that is about to be posted. Its intent is committed: whatever happens from here on, the
 * ledger knows that a post of it may be in the air.
 *
 * @param batch the batch as it was claimed
 * @param payer for whom it was made
 * @param lines its lines, the same at every post
 * @param payDate the day in China that goes with this post, {@code yyyyMMdd}
 * @param earlier whether a post before this one may have arrived
 */
public record Claim(
    BatchRecord batch, Payer payer, BatchLines lines, String payDate, Earlier earlier) {}
