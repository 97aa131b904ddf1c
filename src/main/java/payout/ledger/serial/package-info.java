/**
 * The index of serial numbers: which batches may hold a serial. Uses {@code payout.batch}, {@code
 * payout.ledger.page} and {@code payout.ledger.sql}.
 */
package payout.ledger.serial;
