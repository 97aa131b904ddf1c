package payout.gateway;

/** Whether more batches of the account are sent. */
public enum Sending {
  /** Yes. */
  GOES_ON,
  /** Not until a person has mended what the gateway objects to. */
  PAUSES
}
