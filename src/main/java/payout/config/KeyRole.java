package payout.config;

/** Whose key a text is. */
public enum KeyRole {
  /** Signs our requests. */
  MERCHANT_PRIVATE,
  /** Checks the gateway's notifies. */
  GATEWAY_PUBLIC
}
