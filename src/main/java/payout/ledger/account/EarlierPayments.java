package payout.ledger.account;

import java.sql.SQLException;
import payout.ledger.sql.Sql;

/** Which payments of other files count. */
public interface EarlierPayments {
  /** No file before this one counts. */
  long firstFile();

  /** No file after this one counts. */
  long lastFile();

  /**
   * Whether a payment of a file counts.
   *
   * @param isSame whether it has the hash of the payment in question; otherwise only the account's
   */
  boolean counts(Sql sql, long fileId, boolean isSame) throws SQLException;
}
