package payout.sandbox;

/**
 * One notify that a batch gives rise to. Its content is worked out from the batch at each delivery,
 * so the journal keeps only this.
 *
 * @param notifyId the same at every delivery
 * @param shape what of the batch it tells
 */
public record NotifyEntry(String notifyId, NotifyShape shape) {}
