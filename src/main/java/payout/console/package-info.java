/**
 * The console and the HTTP interface: who may come in, the table of addresses, and the pages.
 *
 * <p>Uses {@code batch}, {@code gateway}, {@code ledger}, {@code inbox}, {@code outbox}, {@code
 * config}, {@code setup} and {@code status}. Only {@link payout.console.ConsoleServer} and its
 * helpers know Vert.x; what answers an address takes a {@link payout.console.Visit} and returns a
 * {@link payout.console.Reply}.
 */
package payout.console;
