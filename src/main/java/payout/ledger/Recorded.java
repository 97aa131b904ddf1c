package payout.ledger;

import java.util.Optional;

/**
 * What came of recording the end of a post.
 *
 * @param changed whether it changed the batch; an answer that comes after a notify moved it does
 *     not
 * @param next the batch that was claimed in the same commit, to be posted now
 */
public record Recorded(boolean changed, Optional<Claim> next) {}
