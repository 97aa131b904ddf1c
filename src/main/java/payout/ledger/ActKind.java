package payout.ledger;

/** What a person can do by hand to a file, a batch or the sending for a payer. */
public enum ActKind {
  /** Approves the bytes of a file that waits for approval. */
  APPROVE,
  /** Lets a file exceed the limit of the day for which it waits. */
  EXCEED_LIMIT,
  /** Refuses a file that waits. */
  REJECT,
  /** Stops a batch, or all batches of a file that can be stopped. */
  HOLD,
  /** Returns a held batch, or all that an operator held of a file, to where they came from. */
  RELEASE,
  /** Records that the gateway has a held batch from us. */
  OURS,
  /** Makes an UNKNOWN batch due now. */
  RESEND,
  /** Gives open lines of a batch their result. */
  SETTLE,
  /** Records that a statement of the account proved open lines as paid. */
  PROVE,
  /** Records that nothing is to follow from what a statement proves. */
  DISMISS,
  /** Records that where a statement contradicts the ledger is dealt with. */
  ACKNOWLEDGE,
  /** Changes the final result of a line. */
  CORRECT,
  /** Resumes sending for a payer after a refusal of the whole account. */
  RESUME,
  /** Permits the bytes of a settled file to be paid once more. */
  AGAIN,
  /** Takes such a permission back. */
  REVOKE_AGAIN
}
