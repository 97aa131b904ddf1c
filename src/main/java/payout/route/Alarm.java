package payout.route;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Raises alarms for an operator: an ERROR of the logger {@code payout.alarm} and a counter.
 *
 * <p>An alarm holds no account, no name and no secret.
 */
public final class Alarm {

  private static final Logger LOG = LoggerFactory.getLogger("payout.alarm");

  private static final long QUIET_NS = TimeUnit.MINUTES.toNanos(1);
  private static final int REMEMBERED_MAX = 1000;

  private final Counters counters;
  private final Map<String, Long> loggedAt = new ConcurrentHashMap<>();

  /** Alarms that are counted here. */
  public Alarm(Counters counters) {
    this.counters = counters;
  }

  /**
   * Raises an alarm. It is always counted; the same sentence is logged at most once a minute.
   *
   * @param kind what it is about
   * @param sentence what happened, where, and what to do
   */
  public void raise(AlarmKind kind, String sentence) {
    counters.count(Meter.ALARMS, kind.toString());
    if (isNew(sentence)) {
      LOG.error("ALARM {}: {}", kind, sentence);
    }
  }

  private boolean isNew(String sentence) {
    long now = System.nanoTime();
    Long last = loggedAt.get(sentence);
    if (last != null && now - last < QUIET_NS) {
      return false;
    }
    if (loggedAt.size() >= REMEMBERED_MAX) {
      loggedAt.clear();
    }
    loggedAt.put(sentence, now);
    return true;
  }
}
