package payout.ledger;

import java.sql.SQLException;
import payout.ledger.chain.Seal.Head;
import payout.ledger.sql.Sql;

/**
 * Records that the ledger is an older copy of itself: what was sealed behind that copy is lost, and
 * the chain goes on with a break that every verification names.
 */
final class Restored {

  /** The kind of the event. */
  static final String KIND = "RESTORED";

  private Restored() {}

  /** Records it, in the transaction of whoever found it out. */
  static void record(Sql sql, long now, String cause, String detail) throws SQLException {
    Head head = SealTable.head(sql);
    Events.ledger(sql, now, KIND, cause, detail + " Its last seal is " + head.number() + ".");
    SealTable.mark(sql, SealTable.RESTORED, now);
  }
}
