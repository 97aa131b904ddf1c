package payout.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is wrong with this node is told once while it lasts. */
class WatchNodeTest {

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private String closed = "";
  private long offsetMs;
  private final WatchNode watch =
      new WatchNode(
          () -> Optional.of(closed).filter(why -> !why.isEmpty()),
          () -> offsetMs,
          new Alarm(new Counters(() -> meters)));

  @Test
  void a_closed_gate_is_told_once_when_it_lasts_and_again_after_it_opened() {
    look();
    closed = "It was replaced.";
    watch.reportNode();
    assertThat(alarms("node")).as("it may be over at the next look").isZero();

    look();
    assertThat(alarms("node")).isEqualTo(1);
    closed = "";
    look();
    closed = "It was replaced.";
    look();
    assertThat(alarms("node")).isEqualTo(2);
  }

  @Test
  void a_wrong_clock_is_told_once_until_it_is_right() {
    for (long offset : new long[] {1_999, 2_000, 60_000, -1_500, 2_000, 999}) {
      offsetMs = offset;
      watch.reportClock();
    }
    assertThat(alarms("clock")).isEqualTo(1);

    offsetMs = -2_000;
    watch.reportClock();
    assertThat(alarms("clock")).isEqualTo(2);
  }

  private void look() {
    watch.reportNode();
    watch.reportNode();
    watch.reportNode();
  }

  private long alarms(String kind) {
    return Math.round(meters.counter("payout.alarms", "kind", kind).count());
  }
}
