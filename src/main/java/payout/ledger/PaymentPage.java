package payout.ledger;

import java.util.List;

/**
 * A page of payments, those of the newest batch first.
 *
 * @param payments at most 200; a page may have fewer, or none, although another follows
 * @param next where the next page begins; empty when this is the last one
 * @param accountsBefore of files that came until this time the accounts are still being indexed, so
 *     the search found only a part of their payments; milliseconds since 1970, 0 when the index is
 *     whole, and for a search by anything but an account
 */
public record PaymentPage(List<Payment> payments, String next, long accountsBefore) {}
