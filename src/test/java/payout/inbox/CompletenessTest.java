package payout.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CompletenessTest {

  private static final long NOW = 1_700_000_000_000L;

  private long nanos;

  @Test
  void a_file_dated_by_our_own_clock_is_complete_when_it_is_old_enough() {
    Completeness age = byAge(5000);

    assertThat(isComplete(age, "a", "1", NOW - 4999)).isFalse();
    assertThat(isComplete(age, "a", "1", NOW - 5000)).isTrue();
  }

  @Test
  void a_file_dated_in_the_future_is_complete_after_it_was_unchanged_for_the_same_time() {
    Completeness age = byAge(5000);
    long future = NOW + TimeUnit.DAYS.toMillis(400);

    assertThat(isComplete(age, "a", "1", future)).isFalse();
    pass(4999);
    assertThat(isComplete(age, "a", "1", future)).isFalse();
    pass(1);
    assertThat(isComplete(age, "a", "1", future)).isTrue();
  }

  @Test
  void a_change_restarts_the_time() {
    Completeness age = byAge(5000);
    long future = NOW + 1_000_000;
    isComplete(age, "a", "1", future);
    pass(4999);

    assertThat(isComplete(age, "a", "2", future)).isFalse();
    pass(4999);
    assertThat(isComplete(age, "a", "2", future)).isFalse();
    pass(1);
    assertThat(isComplete(age, "a", "2", future)).isTrue();
  }

  @Test
  void a_file_that_was_gone_in_between_is_a_new_one() {
    Completeness age = byAge(5000);
    isComplete(age, "a", "1", NOW + 1000);
    pass(5000);
    age.startPoll();

    assertThat(isComplete(age, "a", "1", NOW + 6000)).isFalse();
  }

  @Test
  void a_file_without_its_done_file_is_reported_once_after_an_hour() {
    Completeness done = byDoneFile();

    assertThat(done.isComplete("a", "1", NOW, null)).isFalse();
    assertThat(done.withoutDoneFile()).isEmpty();
    pass(TimeUnit.HOURS.toMillis(1) - 1);
    assertThat(isComplete(done, "a", "1", NOW)).isFalse();
    assertThat(done.withoutDoneFile()).isEmpty();
    pass(1);
    assertThat(isComplete(done, "a", "1", NOW)).isFalse();
    assertThat(done.withoutDoneFile()).containsExactly("a");
    pass(TimeUnit.HOURS.toMillis(5));
    assertThat(isComplete(done, "a", "1", NOW)).isFalse();
    assertThat(done.withoutDoneFile()).isEmpty();
  }

  @Test
  void a_done_file_of_an_earlier_file_does_not_count() {
    Completeness done = byDoneFile();

    assertThat(done.isComplete("a", "1", NOW, NOW - 60_001)).isFalse();
    assertThat(done.isComplete("a", "1", NOW, NOW - 60_000)).isTrue();
    assertThat(done.isComplete("a", "1", NOW, NOW)).isTrue();
  }

  private Completeness byAge(long ageMinMs) {
    return new Completeness(new Completeness.Rule(false, ageMinMs), () -> NOW, () -> nanos);
  }

  private Completeness byDoneFile() {
    return new Completeness(new Completeness.Rule(true, 5000), () -> NOW, () -> nanos);
  }

  private static boolean isComplete(Completeness rule, String name, String state, long modified) {
    rule.startPoll();
    return rule.isComplete(name, state, modified, null);
  }

  private void pass(long ms) {
    nanos += TimeUnit.MILLISECONDS.toNanos(ms);
  }
}
