/**
 * The index of payees' accounts: which batches may pay to an account. Uses {@code payout.batch},
 * {@code payout.ledger.page} and {@code payout.ledger.sql}.
 */
package payout.ledger.account;
