/**
 * What speaks Camel: one adapter a route, between the steps in {@code routes/} and the plain rooms.
 *
 * <p>An adapter takes values out of an exchange, calls a room and puts the answer back; it decides
 * nothing. May use every room but {@code payout.sandbox} and {@code payout.cli}.
 */
package payout.route;
