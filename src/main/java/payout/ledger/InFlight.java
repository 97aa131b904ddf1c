package payout.ledger;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The batches that this process claimed and did not record yet. A clock that jumps ahead ends every
 * lease at once, and a post of ours that is in flight must not be taken for lost: two posts of one
 * batch would be in flight together.
 *
 * <p>It counts time by a clock that nobody sets. No post takes as long as a lease; so what is here
 * for longer belongs to no thread any more, whatever became of it, and counts for nothing.
 */
final class InFlight {

  private final Map<Long, Long> since = new ConcurrentHashMap<>();
  private final long leaseNs;
  private final LongSupplier nanos;

  InFlight(long leaseMs, LongSupplier nanos) {
    this.leaseNs = TimeUnit.MILLISECONDS.toNanos(leaseMs);
    this.nanos = nanos;
  }

  void add(long batchId) {
    since.put(batchId, nanos.getAsLong());
  }

  void remove(long batchId) {
    since.remove(batchId);
  }

  boolean contains(long batchId) {
    Long from = since.get(batchId);
    return from != null && nanos.getAsLong() - from < leaseNs;
  }

  int size() {
    since.values().removeIf(from -> nanos.getAsLong() - from >= leaseNs);
    return since.size();
  }
}
