/**
 * What a payment is made of: money, lines, batches, their numbers and their states.
 *
 * <p>The ground floor of the house. Every other room may use it; it uses none of them, no Camel, no
 * database and no file.
 */
package payout.batch;
