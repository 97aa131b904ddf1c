package payout.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import payout.batch.Checkpoint;
import payout.batch.Money;
import payout.batch.PayoutLine;
import payout.ledger.StagedBatch;

class StagerTest {

  private static final List<PayoutLine> LINES =
      List.of(new PayoutLine(2, "A", "a@example.com", "Zhang", new Money(150), ""));

  @AfterEach
  void nobodyWatches() {
    Checkpoint.watch(null);
  }

  @Test
  void all_batches_are_staged_in_order_with_a_few_per_commit() {
    List<Integer> places = new ArrayList<>();
    List<Thread> passedBy = new ArrayList<>();
    Checkpoint.watch(passed -> passedBy.add(Thread.currentThread()));
    List<PayoutLine> big = java.util.Collections.nCopies(1000, LINES.get(0));
    try (Stager stager = new Stager(batches -> batches.forEach(each -> places.add(each.place())))) {
      for (int place = 1; place <= 100; place++) {
        stager.add(place, big);
      }
      stager.finish().forEach(each -> places.add(each.place()));
    }

    assertThat(places).hasSize(100).isSorted();
    assertThat(passedBy).hasSizeBetween(2, 20).containsOnly(Thread.currentThread());
  }

  @Test
  void a_failure_of_the_ledger_fails_the_file_before_it_is_decided() {
    IllegalStateException fault = new IllegalStateException("The ledger is full.");
    try (Stager stager =
        new Stager(
            batches -> {
              throw fault;
            })) {
      List<PayoutLine> big = java.util.Collections.nCopies(1000, LINES.get(0));

      assertThatThrownBy(
              () -> {
                for (int place = 1; place <= 100; place++) {
                  stager.add(place, big);
                }
                stager.finish();
              })
          .isSameAs(fault);
    }
  }

  /** A small file costs one commit less: they go into that of the turn. */
  @Test
  void the_last_few_batches_are_handed_back_in_place_of_a_commit_of_their_own() {
    List<StagedBatch> staged = new ArrayList<>();
    List<StagedBatch> left;
    try (Stager stager = new Stager(staged::addAll)) {
      stager.add(1, LINES);
      stager.add(2, LINES);
      left = stager.finish();
    }

    assertThat(staged).isEmpty();
    assertThat(left).extracting(StagedBatch::place).containsExactly(1, 2);
  }

  @Test
  void nothing_is_staged_after_closing() {
    List<StagedBatch> staged = new ArrayList<>();
    Stager stager = new Stager(staged::addAll);
    stager.add(1, LINES);

    stager.close();

    assertThat(staged).isEmpty();
    assertThatThrownBy(() -> stager.add(2, LINES)).isInstanceOf(RuntimeException.class);
  }
}
