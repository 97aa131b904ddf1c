/**
 * Access to the database of the ledger: where it is, connections, transactions, statements,
 * migrations, and the lock that keeps a second process off an embedded one.
 *
 * <p>Only {@code payout.ledger} and its subpackages run SQL; other packages know the address and
 * the exceptions. Uses {@code payout.batch}.
 */
package payout.ledger.sql;
