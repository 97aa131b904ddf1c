package payout.route;

import java.time.Duration;
import java.util.stream.LongStream;

/** What a meter is, and in which buckets it counts times. */
enum MeterKind {
  COUNTER("counter", "_total"),
  GAUGE("gauge", ""),
  /** Up to 2 minutes. */
  SHORT_TIMER("histogram", "_seconds"),
  /** Up to 3 days. */
  LONG_TIMER("histogram", "_seconds");

  private static final long[] SHORT_MS = {
    5, 25, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 120_000
  };
  private static final long[] LONG_MS = {
    1_000,
    5_000,
    15_000,
    60_000,
    300_000,
    900_000,
    3_600_000,
    14_400_000,
    43_200_000,
    86_400_000,
    259_200_000
  };

  private final String type;
  private final String suffix;

  MeterKind(String type, String suffix) {
    this.type = type;
    this.suffix = suffix;
  }

  /** The word of Prometheus for it. */
  String type() {
    return type;
  }

  /** What the name of such a meter ends with. */
  String suffix() {
    return suffix;
  }

  /** The upper bounds of the buckets of a timer. */
  Duration[] buckets() {
    return LongStream.of(this == LONG_TIMER ? LONG_MS : SHORT_MS)
        .mapToObj(Duration::ofMillis)
        .toArray(Duration[]::new);
  }
}
