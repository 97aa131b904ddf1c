package payout.ledger;

import java.sql.SQLException;

/**
 * An act that was judged and not done yet: what it would do, and how it is done in the same
 * transaction.
 *
 * @param preview what it would do; refused where the refusal itself is recorded
 * @param about what it is about
 * @param work does it
 */
record ActPlan(Preview preview, About about, Work work) {

  /** Part of a transaction. */
  @FunctionalInterface
  interface Work {

    /** Changes nothing. */
    Work NONE = () -> {};

    void run() throws SQLException;
  }
}
