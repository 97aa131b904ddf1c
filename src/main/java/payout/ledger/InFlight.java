package payout.ledger;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The claims whose outcome this process has not recorded yet. A clock that jumps ahead ends every
 * lease, but a post of ours that is in flight must not be considered lost: two posts of one batch
 * would then be in flight together.
 *
 * <p>It uses a monotonic clock. No post takes as long as a lease, so an older claim no longer
 * belongs to any thread and does not count.
 */
final class InFlight {

  private final Map<Key, Long> since = new ConcurrentHashMap<>();
  private final long leaseNs;
  private final LongSupplier nanos;

  InFlight(long leaseMs, LongSupplier nanos) {
    this.leaseNs = TimeUnit.MILLISECONDS.toNanos(leaseMs);
    this.nanos = nanos;
  }

  /** The monotonic time, for {@link #add(BatchRecord, long)}. */
  long now() {
    return nanos.getAsLong();
  }

  /** A claim, by the batch as it was claimed. */
  void add(BatchRecord batch) {
    add(batch, now());
  }

  /** The same for a claim that began at an earlier time. */
  void add(BatchRecord batch, long from) {
    since.put(Key.of(batch), from);
  }

  /** Forgets this claim; an earlier or later one of the same batch stays. */
  void remove(BatchRecord batch) {
    since.remove(Key.of(batch));
  }

  /** Whether this very claim counts. */
  boolean contains(BatchRecord batch) {
    return isYoung(since.get(Key.of(batch)));
  }

  /** Whether any claim of this batch counts. */
  boolean containsBatch(long batchId) {
    return since.entrySet().stream()
        .anyMatch(each -> each.getKey().batchId == batchId && isYoung(each.getValue()));
  }

  int size() {
    since.values().removeIf(from -> !isYoung(from));
    return since.size();
  }

  private boolean isYoung(Long from) {
    return from != null && nanos.getAsLong() - from < leaseNs;
  }

  private record Key(long batchId, long token) {

    static Key of(BatchRecord batch) {
      return new Key(batch.id(), batch.token());
    }
  }
}
