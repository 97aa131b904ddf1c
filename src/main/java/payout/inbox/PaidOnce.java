package payout.inbox;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import payout.batch.PayoutLine;
import payout.ledger.IntakeStore;
import payout.ledger.PaidAfterAll;

/**
 * Payments that failed as the gateway reported, and that a statement of the account shows as made.
 * Neither their serial nor, without a person, the same amount to the same account is paid again.
 */
final class PaidOnce {

  private final Set<String> serials = new HashSet<>();
  private final Map<PaymentKey, String> payments = new HashMap<>();
  private final PaidAfterAll.Mark mark;

  /** As the store knows them now. */
  PaidOnce(IntakeStore store) {
    PaidAfterAll.Known known = store.paidAfterAll();
    mark = known.mark();
    for (PaidAfterAll each : known.payments()) {
      serials.add(key(each.batchId(), each.line().serial()));
      payments.putIfAbsent(PaymentKey.of(each.line()), each.line().serial());
    }
  }

  /** By which the ledger knows whether there are others now. */
  PaidAfterAll.Mark mark() {
    return mark;
  }

  /** Whether it is this line of this batch. */
  boolean holds(long batchId, PayoutLine line) {
    return serials.contains(key(batchId, line.serial()));
  }

  /** The serial of one with this account and amount; null for none. */
  String serialOf(PayoutLine line) {
    return payments.isEmpty() ? null : payments.get(PaymentKey.of(line));
  }

  private static String key(long batchId, String serial) {
    return batchId + " " + serial;
  }
}
