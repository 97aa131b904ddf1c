package payout.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that a test sets and moves. */
final class MovedClock extends Clock {
  private volatile Instant now;

  MovedClock(Instant now) {
    this.now = now;
  }

  void move(Duration by) {
    now = now.plus(by);
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this.getZone().equals(zone) ? this : new Zoned(this, zone);
  }

  private static final class Zoned extends Clock {
    private final Clock base;
    private final ZoneId zone;

    Zoned(Clock base, ZoneId zone) {
      this.base = base;
      this.zone = zone;
    }

    @Override
    public Instant instant() {
      return base.instant();
    }

    @Override
    public ZoneId getZone() {
      return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
      return new Zoned(base, other);
    }
  }
}
