/**
 * What persons are told outside of the console: the text of a notice, the posts that webhooks
 * understand, with their signatures, and what their answers mean.
 *
 * <p>Uses {@code batch} and {@code ledger}.
 */
package payout.notice;
