package payout.ledger;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import payout.batch.ChinaClock;

/**
 * The time of the database, which all processes on a ledger share: what it said last, and the
 * monotonic time since. So a lease ends at the same moment for all of them, and a machine whose
 * clock is wrong or is set pays nothing on a wrong day.
 *
 * <p>A reading that took longer than a second, because the process was frozen or the network slow,
 * is worth nothing and is dropped.
 */
final class DatabaseClock extends Clock {

  /** The largest difference between wall clock and monotonic clock that is not a jump. */
  private static final long JUMP_MS = 500;

  private static final long ROUND_TRIP_MAX_NS = TimeUnit.SECONDS.toNanos(1);
  private static final int TRIES = 3;

  private final LongSupplier source;
  private final ChinaClock wall;
  private final LongSupplier nanos;
  private volatile Reading last;

  /**
   * A clock that asks the database once now.
   *
   * @param source the time of the database, milliseconds since 1970; may throw
   * @param wall the clock of this machine
   * @param nanos the monotonic one
   */
  DatabaseClock(LongSupplier source, ChinaClock wall, LongSupplier nanos) {
    this.source = source;
    this.wall = wall;
    this.nanos = nanos;
    this.last = read();
    if (last.roundTripNs > ROUND_TRIP_MAX_NS) {
      sync();
    }
  }

  /** Asks the database again. */
  void sync() {
    for (int i = 0; i < TRIES; i++) {
      Reading reading = read();
      if (reading.roundTripNs <= ROUND_TRIP_MAX_NS) {
        last = reading;
        return;
      }
    }
  }

  /** Halves the round trip. */
  private Reading read() {
    long from = nanos.getAsLong();
    long database = source.getAsLong();
    long ours = wall.millis();
    long roundTrip = nanos.getAsLong() - from;
    long half = TimeUnit.NANOSECONDS.toMillis(roundTrip / 2);
    return new Reading(database, from + roundTrip / 2, ours - half, roundTrip);
  }

  /**
   * By how many milliseconds the clock of this machine was ahead of the database's, below 0 for
   * behind, when the database was asked last; as little as the round trip allows.
   */
  long offsetMs() {
    Reading reading = last;
    long offset = reading.wall - reading.database;
    long doubt = TimeUnit.NANOSECONDS.toMillis(reading.roundTripNs / 2);
    return offset > 0 ? Math.max(0, offset - doubt) : Math.min(0, offset + doubt);
  }

  /**
   * Whether the clock of this machine did not go on like the monotonic one since the database was
   * asked: it was set, or the machine was suspended, while the monotonic one stood still. Until the
   * next {@link #sync} the time is in doubt.
   */
  boolean hasJumped() {
    Reading reading = last;
    return Math.abs(wall.millis() - reading.wall - sinceMs(reading)) > JUMP_MS;
  }

  private long sinceMs(Reading reading) {
    return TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - reading.at);
  }

  @Override
  public long millis() {
    Reading reading = last;
    return reading.database + sinceMs(reading);
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("An instant needs no zone.");
  }

  /** What three clocks said at one moment; the monotonic one in nanoseconds, the others in ms. */
  private record Reading(long database, long at, long wall, long roundTripNs) {}
}
