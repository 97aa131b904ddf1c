package payout.ledger;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Up to where the batches that are due were claimed already, so that the next claim on PostgreSQL
 * need not pass their dead entries in the index: while a long transaction is open, such as a dump,
 * nobody may remove them, and every claim would take longer than the one before.
 *
 * <p>A batch may become due before the mark, as when the commit that makes it due comes late, or a
 * claim of it is rolled back. So once a second, and when nothing is due behind the mark, a claim
 * looks from the start.
 */
final class DueMark {

  private static final long LOOK_NS = TimeUnit.SECONDS.toNanos(1);

  private final LongSupplier nanos;
  private Place place = Place.start(0);
  private long lookedAt;

  /**
   * A mark at the start.
   *
   * @param nanos a monotonic clock, nanoseconds
   */
  DueMark(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Where to look from now; at the start, it is the caller who looks from there. */
  synchronized Place from() {
    long now = nanos.getAsLong();
    if (now - lookedAt >= LOOK_NS) {
      lookedAt = now;
      reset();
    }
    return place;
  }

  /** A claim that looked from a place found this batch. */
  synchronized void found(Place from, long dueAt, long id) {
    boolean behind = dueAt != place.dueAt ? dueAt > place.dueAt : id > place.id;
    // What a thread found that looked before the last look from the start says nothing about it.
    if (from.look == place.look && behind) {
      place = new Place(dueAt, id, place.look);
    }
  }

  /** The next claim looks from the start. */
  synchronized void reset() {
    place = Place.start(place.look + 1);
  }

  /**
   * A place in the order in which batches are claimed: by due time, then by id.
   *
   * @param look grows with each look from the start
   */
  record Place(long dueAt, long id, long look) {

    static Place start(long look) {
      return new Place(Long.MIN_VALUE, 0, look);
    }

    boolean isStart() {
      return dueAt == Long.MIN_VALUE;
    }
  }
}
