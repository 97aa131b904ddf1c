package payout.gateway;

/** Whether the {@code pay_date} of a post was still today in China when its answer came. */
public enum PayDate {
  /** It was still today. */
  TODAY,
  /** Midnight passed in between, so the date may be the reason for a refusal. */
  NO_LONGER_TODAY
}
