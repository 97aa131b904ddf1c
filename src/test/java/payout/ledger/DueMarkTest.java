package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DueMarkTest {

  private long nanos = 7;
  private final DueMark mark = new DueMark(() -> nanos);

  @Test
  void a_look_begins_behind_what_was_found_last() {
    mark.found(mark.from(), 100, 5);
    mark.found(mark.from(), 100, 6);
    mark.found(mark.from(), 90, 9);

    assertThat(mark.from().dueAt()).isEqualTo(100);
    assertThat(mark.from().id()).isEqualTo(6);
    assertThat(mark.from().isStart()).isFalse();
  }

  @Test
  void a_look_begins_at_the_start_once_a_second_and_after_one_that_found_nothing() {
    mark.found(mark.from(), 100, 5);
    nanos += Duration.ofMillis(999).toNanos();
    assertThat(mark.from().isStart()).isFalse();
    nanos += Duration.ofMillis(1).toNanos();
    assertThat(mark.from().isStart()).isTrue();

    mark.found(mark.from(), 100, 5);
    mark.reset();
    assertThat(mark.from().isStart()).isTrue();
  }

  @Test
  void what_was_found_by_a_look_from_before_the_start_says_nothing() {
    mark.found(mark.from(), 100, 5);
    DueMark.Place before = mark.from();
    mark.reset();

    mark.found(before, 200, 1);
    assertThat(mark.from().isStart()).isTrue();

    mark.found(mark.from(), 50, 1);
    assertThat(mark.from().dueAt()).isEqualTo(50);
  }
}
