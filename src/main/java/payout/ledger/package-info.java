/**
 * The ledger: the only truth about what was sent and what became of it, and the one place with SQL.
 *
 * <p>One class for each flow that writes ({@link payout.ledger.IntakeLedger}, {@link
 * payout.ledger.SendLedger}, {@link payout.ledger.NotifyLedger}, {@link
 * payout.ledger.PublicationLedger}, {@link payout.ledger.ActLedger}) and one that only reads
 * ({@link payout.ledger.StatusLedger}). Every public method is one transaction. Uses {@code
 * payout.batch}, {@code payout.gateway} (what a post came to) and {@code payout.notify} (what a
 * notify changes).
 */
package payout.ledger;
