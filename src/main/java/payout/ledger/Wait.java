package payout.ledger;

import payout.batch.FileState;

/**
 * How a sound file had to wait before it was taken or refused. What is said here never changes, but
 * for the person who approved it.
 *
 * @param first the state in which it had to wait first: AWAITING_APPROVAL or AWAITING_LIMIT
 * @param since when that began, milliseconds since 1970
 * @param expiresAt until when it can be approved, milliseconds since 1970; 0 when that never ends
 * @param reason what it had to wait for, a sentence
 * @param owner the person whose inbox it came through; empty when nobody was named
 * @param approvedBy who approved it; empty when nobody did
 */
public record Wait(
    FileState first, long since, long expiresAt, String reason, String owner, String approvedBy) {

  /** Whether somebody approved the file. */
  public boolean isApproved() {
    return !approvedBy.isEmpty();
  }
}
