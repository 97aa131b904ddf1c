/**
 * What the parts go by, made of the settings: the service, the commands and the console take the
 * same from here.
 *
 * <p>Uses {@code batch}, {@code gateway}, {@code ledger}, {@code inbox}, {@code outbox} and {@code
 * config}.
 */
package payout.setup;
