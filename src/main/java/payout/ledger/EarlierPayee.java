package payout.ledger;

import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import payout.batch.LineState;
import payout.ledger.account.AccountEntry;
import payout.ledger.account.AccountIndex;
import payout.ledger.sql.Sql;

/** What became of earlier payments to a payee; it reads at most 20 batches. */
final class EarlierPayee {

  private static final int BATCHES_MAX = 20;

  private EarlierPayee() {}

  /**
   * The last payment to an account that was paid, failed or is open; what was refused with its
   * batch tells nothing of the payee.
   */
  static Optional<Payment> last(Sql sql, String account) throws SQLException {
    return newest(sql, account, Set.of(LineState.PAID, LineState.FAILED, LineState.OPEN));
  }

  /** Whether one of the last payments to an account was paid. */
  static boolean wasPaid(Sql sql, String account) throws SQLException {
    return newest(sql, account, Set.of(LineState.PAID)).isPresent();
  }

  private static Optional<Payment> newest(Sql sql, String account, Set<LineState> states)
      throws SQLException {
    long hash = AccountEntry.hash(account);
    for (long batchId : AccountIndex.batches(sql, hash, Long.MAX_VALUE, BATCHES_MAX)) {
      Optional<Payment.Origin> origin = Payment.Origin.find(sql, batchId);
      Optional<BatchContent> content =
          origin.isPresent() ? Contents.find(sql, batchId) : Optional.empty();
      for (int i = content.map(each -> each.lines().size()).orElse(0) - 1; i >= 0; i--) {
        Payment each =
            new Payment(
                origin.get(), i, content.get().lines().get(i), content.get().results().get(i));
        if (states.contains(each.result().state())
            && AccountEntry.isSame(each.line().account(), account)) {
          return Optional.of(each);
        }
      }
    }
    return Optional.empty();
  }
}
