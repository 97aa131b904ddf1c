package payout.inbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import payout.batch.LineResult;
import payout.batch.LongList;
import payout.batch.PayoutLine;
import payout.ledger.BatchContent;
import payout.ledger.IntakeStore;
import payout.ledger.Lookback;
import payout.ledger.account.AccountEntry;

/** Payments of other files that count, by account and amount, to be compared with some lines. */
final class EarlierLines {

  /** Of more payments of one amount to one account these are kept, the newest. */
  private static final int KEPT_MAX = 100;

  private final Lookback lookback;
  private final LongFunction<IntakeStore.Origin> origins;
  private final LongList wanted;
  private final Map<PaymentKey, List<Earlier>> found = new HashMap<>();

  /**
   * None yet.
   *
   * @param origins tells where a batch came from
   * @param wanted the hashes of the payments to be compared, sorted
   */
  EarlierLines(Lookback lookback, LongFunction<IntakeStore.Origin> origins, LongList wanted) {
    this.lookback = lookback;
    this.origins = origins;
    this.wanted = wanted;
  }

  /** Keeps the payments of a batch that count; batches come in the order of their ids. */
  void add(BatchContent batch) {
    if (batch.batch().batchNo() == null) {
      return;
    }
    for (int i = 0; i < batch.lines().size(); i++) {
      PayoutLine line = batch.lines().get(i);
      if (wanted.holds(AccountEntry.payment(line))) {
        add(batch.batch().id(), line, batch.results().get(i));
      }
    }
  }

  private void add(long batchId, PayoutLine line, LineResult result) {
    IntakeStore.Origin origin = origins.apply(batchId);
    if (!lookback.counts(result, origin.endedAt())) {
      return;
    }
    List<Earlier> same = found.computeIfAbsent(PaymentKey.of(line), key -> new ArrayList<>());
    same.add(new Earlier(batchId, line, result));
    if (same.size() > KEPT_MAX) {
      same.remove(0);
    }
  }

  /** Those of the same account and amount, the oldest first. */
  List<Earlier> of(PayoutLine line) {
    return found.getOrDefault(PaymentKey.of(line), List.of());
  }

  /** A payment of another file. */
  record Earlier(long batchId, PayoutLine line, LineResult result) {

    /** Whether name and remark are those of a line, too. */
    boolean isSameAs(PayoutLine other) {
      return line.name().equals(other.name()) && line.remark().equals(other.remark());
    }
  }
}
