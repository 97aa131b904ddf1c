package payout.route;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls a person: an ERROR of the logger {@code payout.alarm} and a counter.
 *
 * <p>What is said here holds no account, no name and no secret.
 */
public final class Alarm {

  private static final Logger LOG = LoggerFactory.getLogger("payout.alarm");

  private final Counters counters;

  /** An alarm that counts. */
  public Alarm(Counters counters) {
    this.counters = counters;
  }

  /**
   * Raises an alarm.
   *
   * @param kind what it is about, for the counter
   * @param sentence what happened, where, and what to do
   */
  public void raise(String kind, String sentence) {
    counters.count("payout.alarms", "kind", kind);
    LOG.error("ALARM {}: {}", kind, sentence);
  }
}
