package payout.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefusalsTest {

  private final Deque<Runnable> later = new ArrayDeque<>();
  private final List<String> log = new ArrayList<>();
  private final Refusals refusals = new Refusals(new Counters(() -> null), later::add, log::add);

  @Test
  void the_first_is_logged_at_once_and_the_rest_after_a_minute_with_its_number() {
    for (int i = 0; i < 1_000; i++) {
      refusals.report("sign", "The sign does not hold " + i + ".");
    }
    assertThat(log).containsExactly("Notify refused (sign): The sign does not hold 0.");

    aMinutePasses();

    assertThat(log)
        .hasSize(2)
        .last()
        .isEqualTo(
            "Notify refused (sign): 999 more within a minute, the last one: The sign does not hold"
                + " 999.");
  }

  @Test
  void each_minute_of_an_attack_is_one_line_and_afterwards_the_first_is_logged_at_once_again() {
    for (int minute = 0; minute < 5; minute++) {
      refusals.report("sign", "Bad.");
      refusals.report("sign", "Bad.");
      aMinutePasses();
    }
    assertThat(log).hasSize(6);
    aMinutePasses();
    assertThat(log).hasSize(6);
    assertThat(later).isEmpty();

    refusals.report("sign", "Bad again.");

    assertThat(log).hasSize(7).last().isEqualTo("Notify refused (sign): Bad again.");
  }

  @Test
  void causes_do_not_hide_each_other() {
    refusals.report("sign", "Bad.");
    refusals.report("payer", "Not ours.");

    assertThat(log).hasSize(2);
  }

  @Test
  void text_of_a_caller_is_escaped_and_shortened() {
    refusals.report("verify", "x\n2026 ERROR ALARM \u001b[2J" + "y".repeat(100_000));

    assertThat(log.get(0)).hasSizeLessThan(400).contains("\\u000a2026", "\\u001b[2J").endsWith("…");
  }

  private void aMinutePasses() {
    List<Runnable> due = new ArrayList<>(later);
    later.clear();
    due.forEach(Runnable::run);
  }
}
