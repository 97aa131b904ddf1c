package payout.route;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.batch.Characters;

/**
 * Counts refusals on the notify port and logs them: the first of a cause at once, those that follow
 * within a minute in one line with their number. Anybody can cause any number of refusals, and the
 * log must not grow with them.
 */
public final class Refusals {

  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

  /** Characters of a sentence; it may quote what a caller sent. */
  private static final int SENTENCE_MAX = 300;

  private final Counters counters;
  private final Executor aMinuteLater;
  private final Consumer<String> log;

  /** By cause, what came since the last log line; the causes are few and our own. */
  private final Map<String, Unlogged> unlogged = new HashMap<>();

  /** Refusals that are counted here and logged. */
  public Refusals(Counters counters) {
    this(counters, CompletableFuture.delayedExecutor(1, TimeUnit.MINUTES), LOG::warn);
  }

  Refusals(Counters counters, Executor aMinuteLater, Consumer<String> log) {
    this.counters = counters;
    this.aMinuteLater = aMinuteLater;
    this.log = log;
  }

  /** Reports a refusal. */
  void report(Refusal why) {
    report(why.reason(), why.sentence());
  }

  /** Counts an end of a connection that is not logged. */
  void count(Refusal why) {
    counters.count(Meter.NOTIFIES_REFUSED, why.reason());
  }

  /**
   * Reports a refusal.
   *
   * @param reason the cause, one of a few, for the counter
   * @param sentence what was wrong; quoted text is escaped and shortened here
   */
  public void report(String reason, String sentence) {
    counters.count(Meter.NOTIFIES_REFUSED, reason);
    if (isFirst(reason, sentence)) {
      log.accept("Notify refused (" + reason + "): " + shown(sentence));
      aMinuteLater.execute(() -> reportRest(reason));
    }
  }

  private synchronized boolean isFirst(String reason, String sentence) {
    Unlogged before = unlogged.get(reason);
    unlogged.put(
        reason, before == null ? new Unlogged(0, "") : new Unlogged(before.count + 1, sentence));
    return before == null;
  }

  private void reportRest(String reason) {
    Unlogged rest;
    synchronized (this) {
      rest = unlogged.remove(reason);
      if (rest.count > 0) {
        unlogged.put(reason, new Unlogged(0, ""));
      }
    }
    if (rest.count > 0) {
      log.accept(
          "Notify refused ("
              + reason
              + "): "
              + rest.count
              + " more within a minute, the last one: "
              + shown(rest.last));
      aMinuteLater.execute(() -> reportRest(reason));
    }
  }

  private static String shown(String sentence) {
    String escaped = Characters.shown(sentence);
    return escaped.length() <= SENTENCE_MAX ? escaped : escaped.substring(0, SENTENCE_MAX) + "…";
  }

  /** What was counted and not logged yet. */
  private record Unlogged(long count, String last) {}
}
