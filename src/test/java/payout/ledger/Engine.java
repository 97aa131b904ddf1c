package payout.ledger;

/** The databases that a ledger may lie in. Every promise is tested on both. */
enum Engine {
  SQLITE,
  POSTGRESQL
}
