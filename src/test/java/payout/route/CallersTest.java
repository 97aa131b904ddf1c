package payout.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CallersTest {

  private static final String STRANGER = "192.0.2.1";
  private static final String PROXY = "";
  private static final int MEMORY = 1_000;

  private final List<String> ended = new ArrayList<>();
  private long nowNs;
  private Callers callers = new Callers(() -> nowNs, MEMORY);

  @Test
  void an_address_has_a_limit_and_its_slowest_caller_gives_way_to_its_newest() {
    List<Caller> strangers = reading(STRANGER, Callers.ADDRESS_MAX);
    pass(5_000);
    for (Caller each : strangers.subList(1, strangers.size())) {
      callers.grow(each, 1);
    }

    assertThat(callers.admit(STRANGER, why -> ended.add("new " + why))).isPresent();

    assertThat(ended).containsExactly("192.0.2.1-0 CROWDED_OUT");
  }

  @Test
  void an_address_at_its_limit_does_not_block_another() {
    reading(STRANGER, Callers.ADDRESS_MAX);

    reading("192.0.2.2", Callers.ADDRESS_MAX);

    assertThat(ended).isEmpty();
  }

  @Test
  void a_proxy_has_the_limit_of_all_together() {
    reading(PROXY, Callers.ALL_MAX);
    assertThat(ended).isEmpty();

    admit(PROXY);

    assertThat(ended).containsExactly("-0 CROWDED_OUT");
  }

  @Test
  void a_caller_that_left_makes_room() {
    List<Caller> strangers = reading(STRANGER, Callers.ADDRESS_MAX);
    callers.leave(strangers.get(7));
    callers.leave(strangers.get(7));

    admit(STRANGER);
    assertThat(ended).isEmpty();

    admit(STRANGER);
    assertThat(ended).hasSize(1);
  }

  @Test
  void a_caller_with_a_complete_body_never_gives_way() {
    for (Caller each : reading(STRANGER, Callers.ADDRESS_MAX)) {
      callers.whole(each);
      callers.worked(each);
    }

    assertThat(callers.admit(STRANGER, why -> {})).isEmpty();
    assertThat(callers.admit("192.0.2.2", why -> {})).isPresent();
    assertThat(ended).isEmpty();
  }

  @Test
  void a_caller_that_has_to_leave_counts_until_its_connection_is_closed() {
    List<Caller> strangers = reading(STRANGER, Callers.ADDRESS_MAX);
    for (int i = 0; i < Callers.LEAVING_MAX; i++) {
      admit(STRANGER);
    }
    assertThat(ended).hasSize(Callers.LEAVING_MAX);

    assertThat(callers.admit(STRANGER, why -> {})).isEmpty();
    callers.leave(strangers.get(0));
    assertThat(callers.admit(STRANGER, why -> {})).isPresent();

    assertThat(ended).hasSize(Callers.LEAVING_MAX + 1);
  }

  @Test
  void nothing_is_kept_of_a_caller_that_has_to_leave() {
    List<Caller> all = reading(PROXY, 3);
    callers.grow(all.get(0), 400);
    pass(2_000);
    callers.grow(all.get(1), 200);
    assertThat(ended).containsExactly("-0 CROWDED_OUT");

    assertThat(callers.grow(all.get(0), 1)).isFalse();
    callers.whole(all.get(0));
    callers.worked(all.get(0));
    callers.rest(all.get(0), all.get(0));
    callers.begin(all.get(0), "again", why -> ended.add("again"));
    assertThat(callers.grow(all.get(0), 1)).isFalse();
    callers.leave(all.get(0));

    assertThat(callers.grow(all.get(2), 300)).as("the memory that is left").isTrue();
    assertThat(ended).hasSize(1);
  }

  @Test
  void a_new_caller_does_not_count_as_slow() {
    callers = new Callers(() -> nowNs, 200 * Callers.ALL_MAX);
    for (Caller each : reading(PROXY, Callers.ALL_MAX - 1)) {
      callers.grow(each, 100);
    }
    pass(5_000);
    Caller fresh = admit(PROXY);
    callers.begin(fresh, fresh, why -> ended.add("the new one " + why));
    pass(10);

    for (int i = 0; i < 5; i++) {
      admit(PROXY);
    }

    assertThat(ended)
        .hasSize(5)
        .contains("-0 CROWDED_OUT")
        .doesNotContain("the new one CROWDED_OUT");
  }

  @Test
  void the_caller_that_held_the_most_for_the_longest_gives_way_to_another_part() {
    List<Caller> all = reading(PROXY, 3);
    assertThat(callers.grow(all.get(0), 10)).isTrue();
    assertThat(callers.grow(all.get(1), 480)).isTrue();
    pass(2_000);

    assertThat(callers.grow(all.get(2), 200)).isTrue();

    assertThat(ended).containsExactly("-1 CROWDED_OUT");
    assertThat(callers.grow(all.get(2), 290)).isTrue();
    assertThat(callers.grow(all.get(2), 1)).as("it is the largest itself").isFalse();
  }

  @Test
  void a_body_that_is_processed_or_done_holds_no_memory_here() {
    List<Caller> all = reading(PROXY, 4);
    callers.grow(all.get(0), 500);
    callers.whole(all.get(0));
    callers.worked(all.get(0));
    assertThat(callers.grow(all.get(1), 500)).isTrue();
    callers.rest(all.get(1), all.get(1));
    assertThat(callers.grow(all.get(2), 500)).isTrue();
    callers.leave(all.get(2));
    assertThat(callers.grow(all.get(3), 500)).isTrue();
    assertThat(ended).isEmpty();
  }

  /** Vert.x tells of the next request before it tells that the one before it is answered. */
  @Test
  void the_end_of_a_request_frees_no_memory_of_the_next_one_on_its_connection() {
    Caller caller = reading(PROXY, 1).get(0);
    callers.grow(caller, 200);
    callers.whole(caller);
    callers.worked(caller);
    callers.begin(caller, "the next", why -> ended.add("the next " + why));
    callers.grow(caller, 400);

    callers.rest(caller, caller);

    assertThat(callers.grow(caller, 101)).as("more than there is").isFalse();
    callers.rest(caller, "the next");
    assertThat(callers.grow(reading(PROXY, 1).get(0), 500)).as("all that there is").isTrue();
    assertThat(ended).isEmpty();
  }

  @Test
  void ends_callers_that_take_too_long() {
    admit(STRANGER);
    List<Caller> read = reading(PROXY, 2);
    callers.whole(read.get(1));
    callers.worked(read.get(1));
    pass(Callers.IDLE_MS);
    callers.sweep();
    assertThat(ended).isEmpty();

    pass(1);
    callers.sweep();
    assertThat(ended).containsExactly("192.0.2.1 IDLE");

    pass(Callers.READ_MS - Callers.IDLE_MS);
    callers.sweep();
    assertThat(ended).contains("-0 TOO_SLOW").doesNotContain("-1 TOO_SLOW");
  }

  private List<Caller> reading(String address, int count) {
    List<Caller> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Caller caller = admit(address);
      String name = address + "-" + i;
      callers.begin(caller, caller, why -> ended.add(name + " " + why));
      all.add(caller);
      nowNs++;
    }
    return all;
  }

  private Caller admit(String address) {
    Optional<Caller> caller = callers.admit(address, why -> ended.add(address + " " + why));
    return caller.orElseThrow();
  }

  private void pass(long millis) {
    nowNs += TimeUnit.MILLISECONDS.toNanos(millis);
  }
}
