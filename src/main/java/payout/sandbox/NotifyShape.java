package payout.sandbox;

/** How one notify is made out of its batch: whole and true, or with one thing wrong. */
public enum NotifyShape {
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
  /** True content under a notify_id for which notify_verify says false. */
  STALE_ID,
  /** True content, signed well, but with the pay_user_id of another merchant. */
  OTHER_PARTNER,
  /** True content under a sign that does not hold. */
  BAD_SIGN,
  /** Made by hand with {@link GatewaySimulator#sendNotify}. */
  BY_HAND
}
