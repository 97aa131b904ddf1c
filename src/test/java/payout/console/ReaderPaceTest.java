package payout.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How slowly an answer may be read. */
class ReaderPaceTest {

  @Test
  void a_reader_that_keeps_the_least_rate_may_read_for_as_long_as_it_takes() {
    ReaderPace pace = new ReaderPace(ReaderPace.PATIENCE_MS);
    for (int i = 0; i < 10_000; i++) {
      pace.read(64 * 1024, 4_000);
    }
    assertThat(pace.leftMs()).isEqualTo(ReaderPace.PATIENCE_MS);
    for (int i = 0; i < 40; i++) {
      pace.read(64 * 1024, 5_000);
    }
    assertThat(pace.leftMs()).as("slower than that").isNegative();
    pace.read(1 << 30, 0);
    assertThat(pace.leftMs()).as("no time is saved up").isEqualTo(ReaderPace.PATIENCE_MS);
  }
}
