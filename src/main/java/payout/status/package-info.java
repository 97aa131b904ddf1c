/**
 * How things stand, as programs are told: the same JSON by the command {@code status} and by the
 * HTTP interface.
 *
 * <p>Uses {@code batch} and {@code ledger}.
 */
package payout.status;
