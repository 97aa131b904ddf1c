package payout.console;

import java.util.concurrent.TimeUnit;

/**
 * How long may be waited for the caller that reads an answer: 30 s, of which each piece gives back
 * as much as it takes at the least rate. So a line that stands still for a moment ends nothing, and
 * whoever reads slower than that rate on and on is ended, instead of holding a thread for hours.
 *
 * <p>The least rate is 16 KiB/s: the slowest line that people have, a phone at the edge of its
 * network, has more.
 */
final class ReaderPace {

  /** The least rate, bytes. */
  static final long BYTES_A_SECOND = 16 * 1024;

  /** How long may be waited at most, milliseconds. */
  static final long PATIENCE_MS = TimeUnit.SECONDS.toMillis(30);

  private final long mostMs;
  private long leftMs;

  /**
   * Nothing was read yet.
   *
   * @param mostMs how long may be waited at most, milliseconds
   */
  ReaderPace(long mostMs) {
    this.mostMs = mostMs;
    this.leftMs = mostMs;
  }

  /** How long the next piece may take, milliseconds; 0 or less for no time any more. */
  long leftMs() {
    return leftMs;
  }

  /** A piece was read, in so many milliseconds. */
  void read(long bytes, long tookMs) {
    leftMs = Math.min(mostMs, leftMs - tookMs + bytes * 1000 / BYTES_A_SECOND);
  }
}
