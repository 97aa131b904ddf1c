package payout.ledger;

import payout.ledger.chain.Seal.Head;

/**
 * The end of the chain as something outside of the ledger says, such as the file of a day.
 *
 * @param where what says so
 * @param at as of when, milliseconds since 1970
 * @param head the seal's number and hash
 */
public record OutsideHead(String where, long at, Head head) {}
