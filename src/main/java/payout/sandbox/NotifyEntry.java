package payout.sandbox;

/**
 * One notify of a batch. Its content is computed from the batch at each delivery, so the journal
 * contains only this.
 *
 * @param notifyId the same at every delivery
 * @param shape which part of the batch it reports
 */
public record NotifyEntry(String notifyId, Shape shape) {

  /** How a notify is made from its batch: complete and true, or with one error. */
  public enum Shape {
    /** Every line, as it was paid. */
    WHOLE,
    /** The first half of the lines. */
    FIRST_HALF,
    /** The rest of the lines. */
    SECOND_HALF,
    /** The failed lines only. */
    FAILED_SIDE,
    /** All lines, and one paid line whose serial was never sent. */
    EXTRA_SERIAL,
    /** The first line with 1.00 more than was sent. */
    OTHER_AMOUNT,
    /** Each paid line as failed, each failed one as paid. */
    FLIPPED,
    /** The first record has seven fields. */
    MALFORMED,
    /** True content under a notify_id for which notify_verify answers false. */
    STALE_ID,
    /** True content, validly signed, but with the pay_user_id of another merchant. */
    OTHER_PARTNER,
    /** True content with an invalid signature. */
    BAD_SIGN,
    /** Made by hand with {@link GatewaySimulator#sendNotify}. */
    BY_HAND
  }
}
