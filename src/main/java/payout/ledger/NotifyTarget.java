package payout.ledger;

import payout.batch.Payer;

/**
 * The batch that a notify speaks of.
 *
 * @param batch the batch
 * @param payer for whom it was made; the notify comes in the charset of its request
 */
public record NotifyTarget(BatchRecord batch, Payer payer) {}
