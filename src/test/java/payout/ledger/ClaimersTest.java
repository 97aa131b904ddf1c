package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Many senders on several nodes: each batch is claimed once, and none waits for another one. */
@ParameterizedClass(name = "{0}")
@EnumSource(
    value = Engine.class,
    names = {"POSTGRESQL"})
class ClaimersTest extends LedgerFixture {

  private static final int NODES = 3;
  private static final int SENDERS = 4;
  private static final int LOCKED = 7;
  private static final int BATCHES = 90;

  /** The first batches are locked by neighbours who do not go on before all others are done. */
  @Test
  void many_claim_each_batch_once_and_none_waits_for_a_batch_that_another_has_locked()
      throws Exception {
    List<String> numbers = manyBatches(BATCHES);
    List<Callable<List<String>>> senders = new ArrayList<>();
    for (int i = 0; i < NODES; i++) {
      SendLedger node = anotherProcess().sending(RULES);
      for (int j = 0; j < SENDERS; j++) {
        senders.add(() -> sendAll(node));
      }
    }

    List<String> sent = new ArrayList<>();
    try (Connection neighbour = connect();
        Statement statement = neighbour.createStatement()) {
      neighbour.setAutoCommit(false);
      statement.executeUpdate("UPDATE batch SET attempts = attempts WHERE place <= " + LOCKED);
      atOnce(senders).forEach(sent::addAll);
      neighbour.rollback();
    }

    assertThat(sent).containsExactlyInAnyOrderElementsOf(numbers.subList(LOCKED, BATCHES));
    assertThat(rows("SELECT MAX(attempts), MAX(token) FROM batch")).containsExactly("1 1");
    assertThat(sendAll(sending)).containsExactlyElementsOf(numbers.subList(0, LOCKED));
  }

  private static List<String> sendAll(SendLedger node) {
    List<String> sent = new ArrayList<>();
    Optional<Claim> claim = node.claim();
    while (claim.isPresent()) {
      sent.add(claim.get().batch().batchNo());
      claim = node.recordAndClaim(claim.get(), Verdicts.taken()).next();
    }
    return sent;
  }
}
