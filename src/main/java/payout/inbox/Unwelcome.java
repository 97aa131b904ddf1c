package payout.inbox;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Tells of things in a folder that are left alone: each once, as long as it lies there, and of very
 * many only some.
 */
public final class Unwelcome {

  private static final int TOLD_A_LOOK = 10;
  private static final int REMEMBERED_MAX = 10_000;

  private final Consumer<String> alarm;
  private Set<String> known = new HashSet<>();
  private Set<String> present = new HashSet<>();
  private int told;
  private int untold;

  /** Tells by this alarm, which takes sentences. */
  public Unwelcome(Consumer<String> alarm) {
    this.alarm = alarm;
  }

  /**
   * It lies there.
   *
   * @param what its folder, its name as it may be shown, and why it is left alone
   */
  public void lies(String what) {
    if (present.size() >= REMEMBERED_MAX) {
      return;
    }
    if (present.add(what) && !known.contains(what)) {
      if (told < TOLD_A_LOOK) {
        told++;
        alarm.accept(what);
      } else {
        untold++;
      }
    }
  }

  /** All that lies there was told. */
  public void endOfLook() {
    if (untold > 0) {
      alarm.accept("And " + untold + " more in the same folder, of which some may be untold.");
    }
    known = present;
    present = new HashSet<>();
    told = 0;
    untold = 0;
  }
}
