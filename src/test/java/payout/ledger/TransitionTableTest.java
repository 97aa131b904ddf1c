package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import payout.batch.BatchState;

/** The table of transitions of a batch, pair by pair. */
class TransitionTableTest {

  private static final List<String> STEPS =
      List.of(
          "READY-SENDING",
          "READY-TAKEN",
          "READY-HELD",
          "READY-SETTLED",
          "SENDING-READY",
          "SENDING-UNKNOWN",
          "SENDING-TAKEN",
          "SENDING-REFUSED",
          "SENDING-HELD",
          "SENDING-SETTLED",
          "UNKNOWN-SENDING",
          "UNKNOWN-TAKEN",
          "UNKNOWN-HELD",
          "UNKNOWN-SETTLED",
          "TAKEN-SETTLED",
          "HELD-READY",
          "HELD-UNKNOWN",
          "HELD-TAKEN",
          "HELD-SETTLED");

  @Test
  void the_table_holds_these_steps_and_no_other() {
    List<String> legal = new ArrayList<>();
    for (BatchState from : BatchState.values()) {
      for (BatchState to : BatchState.values()) {
        if (Transitions.isLegal(from, to)) {
          legal.add(from + "-" + to);
        }
      }
    }

    assertThat(legal).containsExactlyInAnyOrderElementsOf(STEPS);
  }
}
