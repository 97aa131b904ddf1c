package payout.statement;

/** What a row of a statement is, sorted before any row is compared with a payment. */
public enum RowKind {
  /** Money that went out and is nothing else: only such a row can prove a payment. */
  PAYOUT,
  /** Money that came in; it can only weaken a proof. */
  IN,
  /** A fee; it carries the number of the payment that it is for. */
  FEE,
  /** The refund of a trade. */
  REFUND,
  /** A withdrawal, a top-up, a trade, a split of one. */
  OTHER
}
