package payout.ledger;

/** What became of a notify. */
public enum NotifyVerdict {
  /** Its records closed lines, or said once more what was known. */
  APPLIED,
  /** Some record contradicts what was sent or known; it changed nothing, a person has to look. */
  CONFLICT,
  /** Its records cannot be read; none was used, a person has to look. */
  MALFORMED
}
