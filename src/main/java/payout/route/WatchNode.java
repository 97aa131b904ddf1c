package payout.route;

import java.util.function.LongSupplier;
import payout.ledger.LedgerGate;

/**
 * A step of the route {@code watch}: it reports what is wrong with this node, once while it lasts.
 */
public final class WatchNode {

  /** From here on a clock is an alarm; below half of it, it is right again. */
  private static final long OFFSET_MS = 2_000;

  private final LedgerGate gate;
  private final LongSupplier offsetMs;
  private final Alarm alarm;
  private String seen = "";
  private String told = "";
  private boolean clockTold;

  /**
   * Watches this node.
   *
   * @param offsetMs by how many milliseconds the machine's clock is ahead of the database's
   */
  public WatchNode(LedgerGate gate, LongSupplier offsetMs, Alarm alarm) {
    this.gate = gate;
    this.offsetMs = offsetMs;
    this.alarm = alarm;
  }

  /**
   * Raises an alarm when this node may claim nothing, for each new reason that lasts from one look
   * to the next.
   */
  public void reportNode() {
    String why = gate.closedBecause().orElse("");
    if (why.equals(seen) && !why.equals(told)) {
      told = why;
      if (!why.isEmpty()) {
        alarm.raise(AlarmKind.NODE, "This node claims nothing. " + why);
      }
    }
    seen = why;
  }

  /** Raises an alarm when the clock of this machine differs from the database's. */
  public void reportClock() {
    long ahead = offsetMs.getAsLong();
    long off = Math.abs(ahead);
    if (off >= OFFSET_MS && !clockTold) {
      alarm.raise(
          AlarmKind.CLOCK,
          "The clock of this machine is "
              + off
              + " ms "
              + (ahead > 0 ? "ahead of" : "behind")
              + " the one of the ledger's database, by which payments go. Set it right (NTP) on"
              + " both; from 30 seconds on this node claims nothing.");
    }
    clockTold = off >= (clockTold ? OFFSET_MS / 2 : OFFSET_MS);
  }
}
