package payout.ledger;

import payout.batch.Money;

/**
 * What the check of a whole file came to.
 *
 * @param lines the lines to be paid
 * @param amount their sum
 * @param rejectedLines the lines left out
 * @param batches how many batches were staged
 * @param faults all faults found; 0 for a clean file
 * @param faultData the faults to be reported, as one compact value
 * @param reason why the file is refused; when it is taken, that lines were left out, else empty
 * @param batchNo the number of its one batch, as the file states it; empty when numbers are made
 */
public record Decision(
    long lines,
    Money amount,
    long rejectedLines,
    int batches,
    long faults,
    byte[] faultData,
    String reason,
    String batchNo) {}
