package payout.ledger;

import payout.ledger.chain.Seal.Head;

/**
 * How the chain of seals stands. Times are milliseconds since 1970, 0 for never.
 *
 * @param head the newest seal
 * @param sealedFrom when the first seal was made
 * @param sealedTo when the newest was made
 * @param hasCaughtUp whether everything that is older than the chain is sealed
 * @param verifiedAt when the chain was last verified, with a result on record
 * @param verified what that found, in short; empty for never
 */
public record TrailState(
    Head head,
    long sealedFrom,
    long sealedTo,
    boolean hasCaughtUp,
    long verifiedAt,
    String verified) {

  /** How the result of a verification that found nothing begins. */
  static final String WHOLE = "whole";

  /** Whether the last verification found nothing wrong. */
  public boolean wasWhole() {
    return verified.startsWith(WHOLE);
  }
}
