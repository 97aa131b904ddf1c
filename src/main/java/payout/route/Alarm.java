package payout.route;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls a person: an ERROR of the logger {@code payout.alarm} and a counter.
 *
 * <p>What is said here holds no account, no name and no secret.
 */
public final class Alarm {

  private static final Logger LOG = LoggerFactory.getLogger("payout.alarm");

  private static final String COUNTER = "payout.alarms";
  private static final long QUIET_NS = TimeUnit.MINUTES.toNanos(1);
  private static final int REMEMBERED_MAX = 1000;

  private final Counters counters;
  private final Map<String, Long> saidAt = new ConcurrentHashMap<>();

  /** An alarm that counts. */
  public Alarm(Counters counters) {
    this.counters = counters;
  }

  /**
   * Raises an alarm. It always counts; the log hears the same sentence once a minute.
   *
   * @param kind what it is about
   * @param sentence what happened, where, and what to do
   */
  public void raise(AlarmKind kind, String sentence) {
    counters.count(COUNTER, "kind", kind.toString());
    if (isNews(sentence)) {
      LOG.error("ALARM {}: {}", kind, sentence);
    }
  }

  /** Lets each kind count from 0, so that whoever watches the metric sees the first one rise. */
  void register(MeterRegistry meters) {
    for (AlarmKind kind : AlarmKind.values()) {
      meters.counter(COUNTER, "kind", kind.toString());
    }
  }

  private boolean isNews(String sentence) {
    long now = System.nanoTime();
    Long last = saidAt.get(sentence);
    if (last != null && now - last < QUIET_NS) {
      return false;
    }
    if (saidAt.size() >= REMEMBERED_MAX) {
      saidAt.clear();
    }
    saidAt.put(sentence, now);
    return true;
  }
}
