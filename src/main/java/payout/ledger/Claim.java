package payout.ledger;

import payout.batch.BatchLines;
import payout.batch.BatchState;
import payout.batch.Earlier;
import payout.batch.Payer;
import payout.batch.RequestCharset;

/**
 * A batch that is about to be posted. Its intent is committed: from now on the ledger knows that a
 * post of it may be in flight.
 *
 * @param batch the batch as it was claimed, with the token of the claim
 * @param payer for whom it was made, with the gateway and the charset of this post
 * @param checkedIn the charset in which its lines were checked when they came
 * @param lines its lines, the same at every post
 * @param payDate the day in China that goes with this post, {@code yyyyMMdd}
 * @param earlier whether a post before this one may have arrived
 * @param from the state that it was claimed in, READY or UNKNOWN
 * @param leaseUntil when the claim ends, milliseconds since 1970
 * @param receivedAt when its file arrived, milliseconds since 1970
 */
public record Claim(
    BatchRecord batch,
    Payer payer,
    RequestCharset checkedIn,
    BatchLines lines,
    String payDate,
    Earlier earlier,
    BatchState from,
    long leaseUntil,
    long receivedAt) {}
