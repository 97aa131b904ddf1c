package payout.ledger;

/** What an act came to. */
public enum ActResult {
  /** It is done. */
  DONE,
  /** Nothing changed yet: another person has to confirm it. */
  PROPOSED,
  /** Nothing changed. */
  REFUSED
}
