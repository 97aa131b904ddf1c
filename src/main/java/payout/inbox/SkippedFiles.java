package payout.inbox;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reports entries of a folder that are skipped: each once while it is there, and only some when
 * there are very many.
 */
public final class SkippedFiles {

  private static final int REPORTED_A_POLL = 10;
  private static final int REMEMBERED_MAX = 10_000;

  private final Consumer<String> alarm;
  private Set<String> known = new HashSet<>();
  private Set<String> present = new HashSet<>();
  private int reported;
  private int more;

  /** Reports to this alarm, which receives sentences. */
  public SkippedFiles(Consumer<String> alarm) {
    this.alarm = alarm;
  }

  /**
   * Reports an entry that is there.
   *
   * @param what its folder, its name as it may be shown, and why it is left alone
   */
  public void add(String what) {
    if (present.size() >= REMEMBERED_MAX) {
      return;
    }
    if (present.add(what) && !known.contains(what)) {
      if (reported < REPORTED_A_POLL) {
        reported++;
        alarm.accept(what);
      } else {
        more++;
      }
    }
  }

  /** Ends a poll: every entry that is there was reported. */
  public void endPoll() {
    if (more > 0) {
      alarm.accept("And " + more + " more in the same folder, of which some may be unreported.");
    }
    known = present;
    present = new HashSet<>();
    reported = 0;
    more = 0;
  }
}
