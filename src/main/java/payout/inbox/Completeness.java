package payout.inbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import payout.batch.Characters;

/**
 * The one rule by which a file counts as complete, in a folder of this machine or of a server.
 *
 * <p>A file is complete when its done-file is beside it, or when it has not changed for a while.
 * The age of the last change is measured by a monotonic clock from the first poll that saw the file
 * in this state, because anybody can set the date of a file and the clock of a server may be wrong
 * by hours. Where the dates of files come from our own clock, a date that is old enough also
 * counts.
 *
 * <p>For one folder and one thread.
 */
public final class Completeness {

  /** How much older than its file a done-file may be; an older one belongs to an earlier file. */
  private static final long DONE_SLACK_MS = 60_000;

  private static final long NO_DONE_NS = TimeUnit.HOURS.toNanos(1);

  /** How many incomplete files are remembered; others take the place of those that are gone. */
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
   * @param nanos a monotonic clock, nanoseconds
   */
  public Completeness(Rule rule, LongSupplier millis, LongSupplier nanos) {
    this.rule = rule;
    this.millis = millis;
    this.nanos = nanos;
  }

  /**
   * Begins a poll of the folder; a file that is not asked about before the next poll is forgotten.
   */
  public void startPoll() {
    before = seen;
    seen = new HashMap<>();
  }

  /**
   * Whether a file is complete.
   *
   * @param state a value that differs after any change of the file
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

  /** What to do about a file that has waited an hour for its done-file. */
  public static String missingDoneFile(String name, Object folder) {
    String shown = Characters.shown(name);
    return "The file "
        + shown
        + " in "
        + folder
        + " has waited an hour for its done-file and is not taken"
        + " (payout.inbox.ready=done-file). Put "
        + (shown + InboxName.DONE)
        + " beside it, or remove it.";
  }

  /** The files that have waited an hour for their done-file; each is reported once. */
  public List<String> withoutDoneFile() {
    List<String> late = new ArrayList<>();
    if (rule.byDoneFile) {
      long now = nanos.getAsLong();
      seen.forEach(
          (name, since) -> {
            if (!since.reported && now - since.at >= NO_DONE_NS) {
              since.reported = true;
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
   * When a file counts as complete.
   *
   * @param byDoneFile whether {@code <name>.done} must be beside it
   * @param ageMinMs otherwise, for how many milliseconds it must not have changed; 0 takes it at
   *     once
   */
  public record Rule(boolean byDoneFile, long ageMinMs) {}

  private static final class Seen {

    private final Object state;
    private final long at;
    private boolean reported;

    private Seen(Object state, long at) {
      this.state = state;
      this.at = at;
    }
  }
}
