package payout.ledger.chain;

import java.util.Locale;

/** The two tables whose rows are sealed. The order is part of the form of a seal. */
public enum Trail {
  /** The steps of files and batches, and what else changes how money goes out. */
  EVENT,
  /** What persons did. */
  AUDIT;

  /** The name of its table, which is also how its rows are called: {@code event 17}. */
  public String table() {
    return name().toLowerCase(Locale.ROOT);
  }
}
