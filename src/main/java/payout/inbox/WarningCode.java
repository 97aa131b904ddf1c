package payout.inbox;

/** What is said about a valid line; the sentences are in {@link payout.batch.Words}. */
public enum WarningCode {
  /** Another line of the file has its account and amount. */
  REPEATS_LINE,
  /** A payment of another file that is open or was paid lately has its account and amount. */
  REPEATS_PAYMENT,
  /** So many more lines may repeat payments than are compared. */
  REPEATS_NOT_COMPARED,
  /** The gateway fails a payment of this amount without a remark. */
  REMARK_MISSING,
  /** The last payment to its account and name failed, with a code about the payee. */
  PAYEE_FAILED_BEFORE,
  /** Nothing was paid to its account so far, and it is a large one. */
  PAYEE_UNKNOWN
}
