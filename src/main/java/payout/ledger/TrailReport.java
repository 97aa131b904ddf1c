package payout.ledger;

import java.util.List;
import payout.ledger.chain.Seal.Head;

/**
 * What a verification of the chain found.
 *
 * @param head the last seal that was read
 * @param sealedFrom when the first seal was made, milliseconds since 1970; 0 without one
 * @param sealedTo the same of the last one
 * @param events how many steps are sealed
 * @param acts how many entries of the audit trail are sealed
 * @param older how many of both are older than the chain: it proves them from their seal on alone
 * @param late how many were sealed more than an hour after their time
 * @param firstLate the first of those; empty for none
 * @param pending how many rows are not sealed yet
 * @param pendingSince the time of the oldest of those, milliseconds since 1970; 0 for none
 * @param heads how many heads outside of the ledger were compared
 * @param wholeFrom from which seal on nothing is wrong
 * @param findings what does not fit, in the order of the chain, at most {@value #FINDINGS_MAX}
 * @param more how many findings there are beyond those
 * @param breaks where the ledger was restored
 */
public record TrailReport(
    Head head,
    long sealedFrom,
    long sealedTo,
    long events,
    long acts,
    long older,
    long late,
    String firstLate,
    long pending,
    long pendingSince,
    int heads,
    long wholeFrom,
    List<Finding> findings,
    long more,
    List<Break> breaks) {

  /** The most findings that are listed. */
  public static final int FINDINGS_MAX = 20;

  public TrailReport {
    findings = List.copyOf(findings);
    breaks = List.copyOf(breaks);
  }

  /** Whether nothing is wrong, but for breaks that somebody knows of. */
  public boolean isWhole() {
    return findings.isEmpty() && breaks.stream().allMatch(Break::isKnown);
  }

  /**
   * Something that does not fit.
   *
   * @param seal the number of the seal; 0 for what no seal covers
   * @param sentence what, and where
   */
  public record Finding(long seal, String sentence) {}

  /**
   * The ledger was restored from an older copy, and recorded it.
   *
   * @param seal the number of the seal that covers that record
   * @param at when it was recorded, milliseconds since 1970
   * @param detail what was recorded
   * @param isKnown whether the caller said that this break is known
   */
  public record Break(long seal, long at, String detail, boolean isKnown) {}
}
