package payout.ledger;

import java.util.List;
import payout.batch.BatchState;
import payout.notify.Conflict;

/**
 * What a notify did to the ledger.
 *
 * @param verdict in one word
 * @param state the batch's state after it
 * @param paid how many lines it closed as paid
 * @param failed how many lines it closed as failed
 * @param open how many lines of the batch are still open
 * @param conflicts the records that changed nothing because they do not fit
 */
public record Applied(
    NotifyVerdict verdict,
    BatchState state,
    int paid,
    int failed,
    int open,
    List<Conflict> conflicts) {}
