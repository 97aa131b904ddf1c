/**
 * The ledger: the only record of what was sent and what happened to it, and the only package with
 * SQL.
 *
 * <p>One class for each flow that writes ({@link payout.ledger.IntakeLedger}, {@link
 * payout.ledger.WaitingLedger}, {@link payout.ledger.SendLedger}, {@link
 * payout.ledger.NotifyLedger}, {@link payout.ledger.PublicationQueue}, {@link
 * payout.ledger.ActLedger}, {@link payout.ledger.DayLedger}, {@link payout.ledger.OverdueLedger},
 * {@link payout.ledger.AlarmLedger}, {@link payout.ledger.AuditLedger}) and four that only read
 * ({@link payout.ledger.StatusLedger}, {@link payout.ledger.PublicationLedger}, {@link
 * payout.ledger.ArchiveLedger}, {@link payout.ledger.LargestPayments}). Every public method is one
 * transaction. Uses {@code payout.batch} and {@code payout.notify} (what a notify changes).
 */
package payout.ledger;
