package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import payout.batch.BatchState;
import payout.batch.Money;

class InFlightTest {

  private final AtomicLong nanos = new AtomicLong();
  private final InFlight inFlight = new InFlight(1, nanos::get);

  /** A thread that gives up late must not take the claim that came after its own. */
  @Test
  void an_earlier_claim_of_a_batch_that_ends_leaves_the_later_one() {
    inFlight.add(claimed(1));
    inFlight.add(claimed(2));

    inFlight.remove(claimed(1));

    assertThat(inFlight.contains(claimed(1))).isFalse();
    assertThat(inFlight.contains(claimed(2))).isTrue();
    assertThat(inFlight.containsBatch(7)).isTrue();
    assertThat(inFlight.containsBatch(8)).isFalse();
    assertThat(inFlight.size()).isEqualTo(1);
  }

  @Test
  void what_is_older_than_a_lease_counts_for_nothing() {
    inFlight.add(claimed(1));
    nanos.set(1_000_000);

    assertThat(inFlight.contains(claimed(1))).isFalse();
    assertThat(inFlight.containsBatch(7)).isFalse();
    assertThat(inFlight.size()).isZero();
  }

  private static BatchRecord claimed(long token) {
    return new BatchRecord(
        7,
        1,
        1,
        "b",
        BatchState.SENDING,
        1,
        Money.ZERO,
        1,
        0,
        Money.ZERO,
        true,
        1,
        "",
        false,
        token);
  }
}
