package payout.ledger;

import payout.batch.OutputKind;

/**
 * A file that is due in the outbox.
 *
 * @param id the ledger's own number
 * @param file the payout file that it is about; null for the report of a day
 * @param batchId the batch that it is about; 0 for the whole file
 * @param kind what it tells
 * @param number 1, or the correction's number, or the day yyyymmdd
 */
public record Publication(long id, FileRecord file, long batchId, OutputKind kind, int number) {}
