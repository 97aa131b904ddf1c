package payout.console;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How often a token may call: a bucket of calls that fills itself. Each node counts on its own.
 * Thread-safe.
 */
final class RateLimit {

  /** Calls in a second, for as long as one likes. */
  static final int A_SECOND = 50;

  /** Calls at once after a pause. */
  static final int AT_ONCE = 200;

  private static final int TOKENS_MAX = 10_000;
  private static final long SECOND_NANOS = 1_000_000_000L;

  private final LongSupplier nanos;

  /** The one that called last stands last. */
  private final Map<String, Bucket> buckets = new LinkedHashMap<>();

  /**
   * Nobody called yet.
   *
   * @param nanos a monotonic clock, nanoseconds
   */
  RateLimit(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Counts a call; false when it is one too many. */
  synchronized boolean admits(String caller) {
    long now = nanos.getAsLong();
    Bucket known = buckets.remove(caller);
    Bucket bucket = known == null ? new Bucket(now) : known;
    buckets.put(caller, bucket);
    if (buckets.size() > TOKENS_MAX) {
      buckets.remove(buckets.keySet().iterator().next());
    }
    return bucket.take(now);
  }

  /** What is left, in calls times nanoseconds, so that nothing is rounded. */
  private static final class Bucket {

    private static final long FULL = AT_ONCE * SECOND_NANOS;

    private long left = FULL;
    private long at;

    Bucket(long now) {
      this.at = now;
    }

    boolean take(long now) {
      long passed = Math.min(Math.max(0, now - at), FULL);
      left = Math.min(FULL, left + passed * A_SECOND);
      at = now;
      if (left < SECOND_NANOS) {
        return false;
      }
      left -= SECOND_NANOS;
      return true;
    }
  }
}
