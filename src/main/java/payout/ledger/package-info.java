/**
 * The ledger: the only truth about what was sent and what became of it, and the one place with SQL.
 *
 * <p>One class for each flow that writes ({@link payout.ledger.IntakeLedger}, {@link
 * payout.ledger.SendLedger}, {@link payout.ledger.NotifyLedger}, {@link
 * payout.ledger.PublicationLedger}) and one that only reads ({@link payout.ledger.StatusLedger}).
 * Every public method is one transaction. Uses {@code payout.batch} alone.
 */
package payout.ledger;
