package payout.ledger;

import payout.batch.Payer;

/**
 * The batch that a notify speaks of.
 *
 * @param batch the batch
 * @param payer for whom it was made, with gateway and charset of its last post; the notify comes in
 *     that charset
 */
public record NotifyTarget(BatchRecord batch, Payer payer) {}
