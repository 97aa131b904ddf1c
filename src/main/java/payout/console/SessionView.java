package payout.console;

import payout.ledger.SessionLedger.Session;

/**
 * A session on the page of sessions.
 *
 * @param session which; its id is a hash, by which nobody can come in
 * @param isThis whether it is the one that asks
 */
public record SessionView(Session session, boolean isThis) {}
