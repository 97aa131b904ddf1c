package payout.route;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import payout.ledger.Publication;

/**
 * The files that did not get into the outbox: after each failure nothing is tried for a while,
 * twice as long each time, and the others go first then, so that one bad file holds up no other.
 */
public final class FailedFiles {

  private static final long PAUSE_NS = TimeUnit.SECONDS.toNanos(1);
  private static final long PAUSE_MAX_NS = TimeUnit.SECONDS.toNanos(60);

  private final LongSupplier nanos;
  private final Set<Long> failed = new LinkedHashSet<>();
  private long pause;
  private long failedAt;

  /**
   * None yet.
   *
   * @param nanos a clock that only counts, nanoseconds
   */
  public FailedFiles(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** This one failed; it is the last to be tried again. */
  void yes(Publication publication) {
    failed.remove(publication.id());
    failed.add(publication.id());
    pause = pause == 0 ? PAUSE_NS : Math.min(2 * pause, PAUSE_MAX_NS);
    failedAt = nanos.getAsLong();
  }

  /** This one is out, so the outbox works. */
  void no(Publication publication) {
    failed.remove(publication.id());
    pause = 0;
  }

  /** Whether it is too early to try again. */
  boolean isPause() {
    return nanos.getAsLong() - failedAt < pause;
  }

  /** The same files, those that failed behind the others, and the latest failure last. */
  List<Publication> last(List<Publication> due) {
    List<Publication> order = new ArrayList<>(due);
    order.sort(Comparator.comparing(each -> place(each.id())));
    return order;
  }

  /** 0 for one that did not fail, else the place in the order of failures, from 1. */
  private int place(long id) {
    return new ArrayList<>(failed).indexOf(id) + 1;
  }
}
