package payout.gateway;

/** Whether the {@code pay_date} of a post was still today in China when its answer came. */
public enum PayDate {
  /** It was. */
  TODAY,
  /** Midnight came in between, so the date itself may be why the gateway refused. */
  NO_LONGER_TODAY
}
