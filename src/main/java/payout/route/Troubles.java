package payout.route;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheck;

/**
 * The health checks that are down, as sentences for people. The checks ask servers, which may take
 * long, so they are made aside: whoever asks gets the last answer at once.
 */
final class Troubles implements Supplier<List<String>> {

  /** What the ledger tells better, with count and sum. */
  private static final Set<String> TOLD_ELSEWHERE = Set.of("payout-account", "payout-gateway");

  private static final long KEPT_NS = 10_000_000_000L;

  private final Supplier<Collection<HealthCheck.Result>> checks;
  private final LongSupplier nanos;
  private List<String> last = List.of();
  private long askedAt;
  private boolean isAsking;
  private boolean wasAsked;

  /**
   * The troubles by these checks.
   *
   * @param nanos a monotonic clock, nanoseconds
   */
  Troubles(Supplier<Collection<HealthCheck.Result>> checks, LongSupplier nanos) {
    this.checks = checks;
    this.nanos = nanos;
  }

  @Override
  public synchronized List<String> get() {
    boolean isOld = !wasAsked || nanos.getAsLong() - askedAt >= KEPT_NS;
    if (isOld && !isAsking) {
      isAsking = true;
      Thread asking = new Thread(this::ask, "payout-troubles");
      asking.setDaemon(true);
      asking.start();
    }
    return last;
  }

  private void ask() {
    try {
      List<String> found = sentences(checks.get());
      keep(found);
    } finally {
      end();
    }
  }

  private synchronized void keep(List<String> found) {
    last = found;
  }

  private synchronized void end() {
    isAsking = false;
    wasAsked = true;
    askedAt = nanos.getAsLong();
  }

  private static List<String> sentences(Collection<HealthCheck.Result> results) {
    return results.stream()
        .filter(each -> each.getState() == HealthCheck.State.DOWN)
        .filter(each -> !TOLD_ELSEWHERE.contains(each.getCheck().getId()))
        .map(HealthSentence::of)
        .toList();
  }
}
