package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import payout.batch.ChinaClock;
import payout.testing.SettableClock;

/** The time of the database, read through a machine whose clocks do what they like. */
class DatabaseClockTest {

  private static final long START = Instant.parse("2026-03-10T02:00:00Z").toEpochMilli();

  private final SettableClock wall = SettableClock.standing(Instant.parse("2026-03-10T02:00:00Z"));
  private long nanos = 5_000_000_000L;
  private long database = START;

  /** How long the next questions take, one after another. */
  private long[] roundTripsMs = {0};

  private int asked;
  private DatabaseClock clock;

  @BeforeEach
  void open() {
    clock = new DatabaseClock(this::answer, new ChinaClock(wall), () -> nanos);
  }

  @Test
  void goes_on_by_the_monotonic_clock_whatever_the_machines_clock_says() {
    pass(Duration.ofSeconds(3));
    wall.move(Duration.ofHours(5));

    assertThat(clock.millis()).isEqualTo(START + 3_000);
    assertThat(clock.hasJumped()).isTrue();
  }

  @Test
  void halves_the_round_trip() {
    roundTripsMs = new long[] {400};
    clock.sync();

    assertThat(clock.millis()).isEqualTo(database);
    assertThat(clock.offsetMs()).isZero();
  }

  @Test
  void says_by_how_much_the_machine_differs_at_least() {
    wall.move(Duration.ofMillis(2_500));
    roundTripsMs = new long[] {400};
    clock.sync();

    assertThat(clock.offsetMs()).isEqualTo(2_300);
    wall.move(Duration.ofMillis(-5_000));
    clock.sync();
    assertThat(clock.offsetMs()).isEqualTo(-2_300);
  }

  /** The process was frozen between question and answer. */
  @Test
  void drops_a_reading_that_took_too_long() {
    roundTripsMs = new long[] {60_000, 10};
    asked = 0;
    clock.sync();

    assertThat(clock.millis()).isEqualTo(database);
    assertThat(asked).isEqualTo(2);
  }

  @Test
  void keeps_the_last_good_reading_when_every_one_takes_too_long() {
    roundTripsMs = new long[] {1_500};
    clock.sync();

    assertThat(clock.millis()).isEqualTo(database);
    assertThat(clock.offsetMs()).isZero();
  }

  /** The monotonic clock stood still while the machine was suspended. */
  @Test
  void is_in_doubt_after_a_suspension_and_right_after_the_next_question() {
    database += 3_600_000;
    wall.move(Duration.ofHours(1));

    assertThat(clock.hasJumped()).isTrue();
    clock.sync();
    assertThat(clock.hasJumped()).isFalse();
    assertThat(clock.millis()).isEqualTo(START + 3_600_000);
  }

  private void pass(Duration duration) {
    nanos += duration.toNanos();
    database += duration.toMillis();
    wall.move(duration);
  }

  /** The database reads its clock in the middle of the round trip. */
  private long answer() {
    Duration half = Duration.ofMillis(roundTripsMs[Math.min(asked, roundTripsMs.length - 1)] / 2);
    asked++;
    pass(half);
    long answer = database;
    pass(half);
    return answer;
  }
}
