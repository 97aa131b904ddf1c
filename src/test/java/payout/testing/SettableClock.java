package payout.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that a test sets and moves; in between it stands still, or ticks like the machine's. */
public final class SettableClock extends Clock {

  private final Clock base;
  private volatile Duration off = Duration.ZERO;

  private SettableClock(Clock base) {
    this.base = base;
  }

  /** Stands still at this moment until it is moved. */
  public static SettableClock standing(Instant at) {
    return new SettableClock(Clock.fixed(at, ZoneOffset.UTC));
  }

  /** Ticks, so far away from the machine's clock as it was moved. */
  public static SettableClock ticking() {
    return new SettableClock(Clock.systemUTC());
  }

  /** Lets time pass, or turns it back. */
  public void move(Duration by) {
    off = off.plus(by);
  }

  /** Sets the time. */
  public void set(Instant now) {
    off = Duration.between(base.instant(), now);
  }

  @Override
  public Instant instant() {
    return base.instant().plus(off);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  /** The same time, whatever is done to it, in another zone. */
  @Override
  public Clock withZone(ZoneId zone) {
    SettableClock time = this;
    return new Clock() {
      @Override
      public Instant instant() {
        return time.instant();
      }

      @Override
      public ZoneId getZone() {
        return zone;
      }

      @Override
      public Clock withZone(ZoneId other) {
        return time.withZone(other);
      }
    };
  }
}
