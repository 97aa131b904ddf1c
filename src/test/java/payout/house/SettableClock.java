package payout.house;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Ticks as the machine's clock does, so far away from it as a test says. */
final class SettableClock extends Clock {

  private final Clock machine = Clock.systemUTC();
  private volatile Duration off = Duration.ZERO;

  void move(Duration by) {
    off = off.plus(by);
  }

  void set(Instant now) {
    off = Duration.between(machine.instant(), now);
  }

  @Override
  public Instant instant() {
    return machine.instant().plus(off);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    SettableClock base = this;
    return new Clock() {
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
        return base.withZone(other);
      }
    };
  }
}
