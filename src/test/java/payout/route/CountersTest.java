package payout.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is counted has a bounded number of series, all of which are there from the start. */
class CountersTest {

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Counters counters = new Counters(() -> meters);

  @Test
  void a_thousand_names_and_codes_add_one_series_at_most() {
    Counters.registerAll(meters, List.of("inbox", "console"));
    long before = series();

    for (int i = 0; i < 1_000; i++) {
      counters.count(Meter.FILES, "ACCEPTED", "../" + i + ".csv");
      counters.count(Meter.POSTS, "UNKNOWN", "CODE_" + i);
      counters.count(Meter.NOTIFIES, "VERDICT_" + i);
      counters.count(Meter.NOTIFIES_REFUSED, "reason" + i);
      counters.count(Meter.PUBLICATIONS, "张三" + i);
      counters.count(Meter.ALARMS, "alarm" + i);
      counters.time(Meter.GATEWAY_ANSWER, i, "post", "end" + i);
    }

    assertThat(series()).isEqualTo(before + 7);
    assertThat(meters.counter("payout.notifies", "verdict", "other").count()).isEqualTo(1_000);
  }

  @Test
  void an_event_of_a_listed_value_adds_no_series() {
    Counters.registerAll(meters, List.of("inbox", "inbox-2", "console"));
    long before = series();

    counters.count(Meter.FILES, "DUPLICATE", "inbox-2");
    counters.count(Meter.POSTS, "HELD", "taken-on-resend");
    counters.count(Meter.NOTIFIES, "SEEN");
    counters.count(Meter.ALARMS, AlarmKind.LOST_FILE.toString());
    counters.answer("verify", "none", 5);

    assertThat(series()).isEqualTo(before);
  }

  @Test
  void nothing_is_counted_while_there_is_no_registry() {
    new Counters(() -> null).count(Meter.NOTIFIES, "SEEN");
  }

  @Test
  void each_meter_says_what_it_counts_in_a_sentence() {
    for (Meter meter : Meter.values()) {
      assertThat(meter.help()).as(meter.exposed()).endsWith(".").doesNotContain("|", "\n");
    }
  }

  /** Without the buckets of times, which this registry shows as gauges. */
  private long series() {
    return meters.getMeters().stream().filter(each -> !(each instanceof Gauge)).count();
  }
}
