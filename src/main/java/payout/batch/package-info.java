/**
 * What a payment is made of: money, lines, batches, their numbers and states, and what a post of a
 * batch can come to.
 *
 * <p>Every other package may use it. It uses none of them, no Camel and no database.
 */
package payout.batch;
