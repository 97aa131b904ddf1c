/**
 * Indexes of hashes that are kept in pages: which batches may hold a value. Uses {@code
 * payout.batch} and {@code payout.ledger.sql}.
 */
package payout.ledger.page;
