package payout.inbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The one rule by which a file counts as complete, in a folder of this machine or of a server.
 *
 * <p>Either its done-file lies beside it, or it did not change for a while. How long ago a file
 * changed is measured from when it was first seen so, by a clock that only counts: anybody can date
 * a file, and the clock of a server may be wrong by hours. Where the times of files can be trusted
 * to be of our own clock, a time that is long enough ago is as good.
 *
 * <p>For one folder, looked at by one thread.
 */
public final class Completeness {

  /** How much older than its file a done-file may be; an older one belongs to an earlier file. */
  private static final long DONE_SLACK_MS = 60_000;

  private static final long NO_DONE_NS = TimeUnit.HOURS.toNanos(1);

  /** How many incomplete files are remembered; the others are, when some of these are gone. */
  private static final int REMEMBERED_MAX = 100_000;

  private final Rule rule;
  private final LongSupplier millis;
  private final LongSupplier nanos;
  private Map<String, Seen> before = new HashMap<>();
  private Map<String, Seen> seen = new HashMap<>();

  /**
   * Knows no file yet.
   *
   * @param millis the clock of the files' times, milliseconds since 1970; null when there is none
   * @param nanos a clock that only counts, nanoseconds
   */
  public Completeness(Rule rule, LongSupplier millis, LongSupplier nanos) {
    this.rule = rule;
    this.millis = millis;
    this.nanos = nanos;
  }

  /** Begins a look at the folder; what is not asked for until the next look is forgotten. */
  public void look() {
    before = seen;
    seen = new HashMap<>();
  }

  /**
   * Whether a file is complete.
   *
   * @param state what tells it from itself after a change
   * @param modifiedAt its last change, milliseconds since 1970
   * @param doneAt the last change of its done-file; null when there is none
   */
  public boolean isComplete(String name, Object state, long modifiedAt, Long doneAt) {
    if (rule.byDoneFile) {
      boolean done = doneAt != null && doneAt >= modifiedAt - DONE_SLACK_MS;
      if (!done) {
        remember(name, state);
      }
      return done;
    }
    if (rule.ageMinMs == 0 || millis != null && millis.getAsLong() - modifiedAt >= rule.ageMinMs) {
      return true;
    }
    Seen since = remember(name, state);
    return since != null
        && nanos.getAsLong() - since.at >= TimeUnit.MILLISECONDS.toNanos(rule.ageMinMs);
  }

  /** Those that lie there for an hour without a done-file; each is told once. */
  public List<String> withoutDoneFile() {
    List<String> late = new ArrayList<>();
    if (rule.byDoneFile) {
      long now = nanos.getAsLong();
      seen.forEach(
          (name, since) -> {
            if (!since.told && now - since.at >= NO_DONE_NS) {
              since.told = true;
              late.add(name);
            }
          });
    }
    return late;
  }

  private Seen remember(String name, Object state) {
    Seen known = before.get(name);
    Seen since =
        known != null && known.state.equals(state) ? known : new Seen(state, nanos.getAsLong());
    if (seen.size() >= REMEMBERED_MAX) {
      return null;
    }
    seen.put(name, since);
    return since;
  }

  /**
   * How it is known that a file is complete.
   *
   * @param byDoneFile whether {@code <name>.done} lies beside it
   * @param ageMinMs else, for how many milliseconds nothing about it changed; 0 takes it at once
   */
  public record Rule(boolean byDoneFile, long ageMinMs) {}

  private static final class Seen {

    private final Object state;
    private final long at;
    private boolean told;

    private Seen(Object state, long at) {
      this.state = state;
      this.at = at;
    }
  }
}
