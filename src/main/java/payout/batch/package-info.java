/**
 * The parts of a payment: money, lines, batches, their numbers and states, and the outcomes of a
 * post.
 *
 * <p>Every other package may use it. It uses none of them, no Camel and no database.
 */
package payout.batch;
