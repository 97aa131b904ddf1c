/**
 * From a file to valid lines: reading strictly, binding rows to records with Bindy, the rules for a
 * line and for a whole file, cutting into batches, finding serials that are in use.
 *
 * <p>Uses {@code payout.batch} and {@code payout.ledger}. Of Camel it knows Bindy's annotations and
 * binding alone; the routes reach it through {@code payout.route}.
 */
package payout.inbox;
