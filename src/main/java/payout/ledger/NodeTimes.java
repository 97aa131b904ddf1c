package payout.ledger;

import java.util.concurrent.TimeUnit;

/**
 * How long the silence of a node lasts until it means something, milliseconds.
 *
 * <p>A process may claim and begin a post only while its gate is open, and another one may take its
 * name, or its place among the nodes, only when that gate is certainly closed:
 *
 * <pre>
 *   3 * BEAT &lt; STALE,  STALE + MARGIN &lt;= WATCH &lt;= SILENCE
 * </pre>
 *
 * <p>Proof: a beat counts from when it began, and only after its commit was answered; so the gate
 * closes at the latest STALE after the last commit that another process can see. That process
 * watches the row from a read that saw this commit, and takes the row WATCH later at the earliest,
 * if it is the same still, which is compared under the lock of the row: a beat whose commit hangs
 * is waited for, and then the row has changed. Where the time of the last beat is compared with the
 * clock of the database, SILENCE takes the place of WATCH, because a beat is dated after it began.
 * MARGIN is for what passes between a look at the gate and what is begun then, and for monotonic
 * clocks that differ.
 *
 * <p>The margin does not bind a process that freezes between that look and its first byte, which
 * nothing can: the gateway takes a number only once.
 */
final class NodeTimes {

  /** Between two beats. */
  static final long BEAT_MS = 2_000;

  /** Without a good beat for so long, a process begins nothing. */
  static final long STALE_MS = 10_000;

  static final long MARGIN_MS = 5_000;

  /**
   * How long a process watches another one of its name without a beat, until it takes its place.
   */
  static final long WATCH_MS = 15_000;

  /** A process whose last beat is so old, by the clock of the database, counts as gone. */
  static final long SILENCE_MS = 20_000;

  /** How long a process waits for the end of another one of its name that beats. */
  static final long WAIT_MS = 20_000;

  static final long STALE_NS = TimeUnit.MILLISECONDS.toNanos(STALE_MS);
  static final long WATCH_NS = TimeUnit.MILLISECONDS.toNanos(WATCH_MS);

  private NodeTimes() {}
}
