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
   * Due, and for this payer and gateway: nodes of two payers may share a ledger, and each sends
   * only its own batches. The query states that a batch has a due time for PostgreSQL, which
   * otherwise assumes that a third of all batches are due and reads every one.
   */
  private static final String DUE =
      " FROM batch b WHERE b.due_at IS NOT NULL AND b.due_at <= ? AND EXISTS"
          + " (SELECT 1 FROM payout_file f WHERE f.id = b.file_id AND "
          + SAME_PIN
          + ")";

  private final SendRules rules;
  private final ChinaClock clock;

  DueBatches(SendRules rules, ChinaClock clock) {
    this.rules = rules;
    this.clock = clock;
  }

  /** Whether any batch is due; reads only. */
  boolean any(Sql sql) throws SQLException {
    return sql.number("SELECT COUNT(*) FROM (SELECT 1" + DUE + " LIMIT 1) due", dueNow()) > 0;
  }

  /** The batch that has been due the longest. */
  Optional<BatchRecord> first(Sql sql) throws SQLException {
    return sql.first(
        "SELECT b.*" + DUE + " ORDER BY b.due_at, b.id LIMIT 1", BatchRecord::read, dueNow());
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
