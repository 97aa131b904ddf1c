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
 * Counts what is refused on the notify port, and tells the log: the first of a cause at once, what
 * follows within a minute in one line with its number. Anybody can be refused as often as he likes,
 * and the log must not grow with it.
 */
public final class Refusals {

  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

  /** Characters of a sentence; it may quote what a stranger sent. */
  private static final int SENTENCE_MAX = 300;

  private final Counters counters;
  private final Executor aMinuteLater;
  private final Consumer<String> log;

  /** By cause, what came since it was told of last; the causes are few and all our own. */
  private final Map<String, Untold> untold = new HashMap<>();

  /** Refusals that are counted here and told in the log. */
  public Refusals(Counters counters) {
    this(counters, CompletableFuture.delayedExecutor(1, TimeUnit.MINUTES), LOG::warn);
  }

  Refusals(Counters counters, Executor aMinuteLater, Consumer<String> log) {
    this.counters = counters;
    this.aMinuteLater = aMinuteLater;
    this.log = log;
  }

  /** Something was refused. */
  void tell(Refusal why) {
    tell(why.reason(), why.sentence());
  }

  /** Something came to its end that is nothing to tell of. */
  void count(Refusal why) {
    counters.count("payout.notifies.refused", "reason", why.reason());
  }

  /**
   * Something was refused.
   *
   * @param reason the cause, one of a few, for the counter
   * @param sentence what was wrong; what it quotes from outside is escaped and cut here
   */
  public void tell(String reason, String sentence) {
    counters.count("payout.notifies.refused", "reason", reason);
    if (isFirst(reason, sentence)) {
      log.accept("Notify refused (" + reason + "): " + shown(sentence));
      aMinuteLater.execute(() -> tellRest(reason));
    }
  }

  private synchronized boolean isFirst(String reason, String sentence) {
    Untold before = untold.get(reason);
    untold.put(reason, before == null ? new Untold(0, "") : new Untold(before.count + 1, sentence));
    return before == null;
  }

  private void tellRest(String reason) {
    Untold rest;
    synchronized (this) {
      rest = untold.remove(reason);
      if (rest.count > 0) {
        untold.put(reason, new Untold(0, ""));
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
      aMinuteLater.execute(() -> tellRest(reason));
    }
  }

  private static String shown(String sentence) {
    String escaped = Characters.shown(sentence);
    return escaped.length() <= SENTENCE_MAX ? escaped : escaped.substring(0, SENTENCE_MAX) + "…";
  }

  /** What was counted and not told yet. */
  private record Untold(long count, String last) {}
}
