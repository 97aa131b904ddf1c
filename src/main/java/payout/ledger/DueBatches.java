package payout.ledger;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import payout.batch.ChinaClock;
import payout.batch.Payer;
import payout.ledger.sql.Sql;

/** Finds the batches that are due and may be sent under the current settings. */
final class DueBatches {

  /**
   * Whether a batch {@code b} of a file {@code f} may be sent under the settings of a payer; its
   * arguments are {@link #pin}. A batch is pinned to who pays. Once a post of it may have arrived,
   * or the gateway answered that it has the number, it is also pinned to a gateway and a charset;
   * before that it goes to the current gateway in the current charset. The extend_param is not part
   * of the pin: it is sent as it was when the file arrived.
   */
  static final String SAME_PIN =
      "f.partner = ? AND f.email = ? AND f.account_name = ? AND f.buyer_account_name = ?"
          + " AND (b.maybe_sent = 0 AND b.pinned = 0"
          + " OR COALESCE(b.gateway, f.gateway) = ? AND COALESCE(b.charset, f.charset) = ?)";

  /**
   * Due, and for this payer and gateway, because a ledger may hold batches that were made under
   * other settings. The query states that a batch has a due time for PostgreSQL, which otherwise
   * assumes that a third of all batches are due and reads every one.
   */
  static final String DUE =
      " FROM batch b WHERE b.due_at IS NOT NULL AND b.due_at <= ? AND EXISTS"
          + " (SELECT 1 FROM payout_file f WHERE f.id = b.file_id AND "
          + SAME_PIN
          + ")";

  /** The 1000 batches that are due for the longest, whoever can send them. */
  static final String LONGEST =
      "b.id IN (SELECT id FROM batch WHERE due_at IS NOT NULL AND due_at <= ?"
          + " ORDER BY due_at LIMIT 1000)";

  /** The order in which batches are claimed; one row. */
  static final String OLDEST = " ORDER BY b.due_at, b.id LIMIT 1";

  /** A batch that another process is about to claim is left to it; SQLite has one writer. */
  static final String PASSING_OVER = " FOR UPDATE OF b SKIP LOCKED";

  private final boolean sqlite;
  private final SendRules rules;
  private final ChinaClock clock;

  DueBatches(boolean sqlite, SendRules rules, ChinaClock clock) {
    this.sqlite = sqlite;
    this.rules = rules;
    this.clock = clock;
  }

  /** Whether any batch is due; reads only. */
  boolean any(Sql sql) throws SQLException {
    return sql.number("SELECT COUNT(*) FROM (SELECT 1" + DUE + " LIMIT 1) due", dueNow()) > 0;
  }

  /** The batch that has been due the longest, locked until the end of the transaction. */
  Optional<BatchRecord> first(Sql sql) throws SQLException {
    return sql.first(
        "SELECT b.*" + DUE + OLDEST + (sqlite ? "" : PASSING_OVER), BatchRecord::read, dueNow());
  }

  private Object[] dueNow() {
    List<Object> arguments = new ArrayList<>(List.of(clock.millis()));
    arguments.addAll(pin(rules.payer()));
    return arguments.toArray();
  }

  /** The arguments of {@link #SAME_PIN}. */
  static List<Object> pin(Payer payer) {
    return List.of(
        payer.partner(),
        payer.email(),
        payer.accountName(),
        payer.buyerAccountName(),
        payer.gateway(),
        payer.charset().toString());
  }
}
