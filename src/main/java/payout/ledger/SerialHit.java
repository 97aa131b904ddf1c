package payout.ledger;

/**
 * A batch of another file may hold a serial number of this one.
 *
 * @param otherBatchId the batch that holds a serial with the same hash
 * @param entry the entry of this file, see {@link SerialEntry}
 */
public record SerialHit(long otherBatchId, long entry) {}
