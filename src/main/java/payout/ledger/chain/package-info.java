/**
 * The chain of seals over the trail: what a seal holds, and how rows and seals are hashed. Values
 * alone, without a database. Uses {@code payout.batch}.
 */
package payout.ledger.chain;
