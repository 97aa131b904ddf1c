package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import payout.batch.Language;
import payout.batch.PayoutLine;
import payout.ledger.sql.LedgerAddress;
import payout.ledger.sql.LedgerUnavailableException;
import payout.testing.PostgresProxy;
import payout.testing.PostgresProxy.Loss;
import payout.testing.PostgresServer;

/**
 * The server commits, and its answer is lost. The node cannot know which it was: what it claimed is
 * posted by nobody and becomes UNKNOWN, and what it does again finds itself done.
 */
@ParameterizedClass(name = "{0}")
@EnumSource(
    value = Engine.class,
    names = {"POSTGRESQL"})
class LostCommitTest extends LedgerFixture {

  /** The fixture's first file has this time. */
  private static final long FIRST_ROW = 1;

  private final PostgresProxy line = PostgresProxy.to(PostgresServer.port());
  private Ledger node;

  @BeforeEach
  void openOverTheLine() {
    node =
        Ledger.run(
            new LedgerAddress(line.over(address.url()), address.user(), address.password()),
            "production",
            clock);
  }

  @AfterEach
  void closeLine() {
    line.close();
    node.close();
  }

  @Test
  void a_claim_is_posted_by_nobody_and_becomes_unknown_when_its_lease_is_over() throws Exception {
    String batchNo = oneBatch(1);
    SendLedger sender = node.sending(RULES);
    CompletableFuture<List<String>> lost = lose("UPDATE batch SET state");

    assertThatThrownBy(sender::claim).isInstanceOf(LedgerUnavailableException.class);

    assertThat(lost.get(1, TimeUnit.SECONDS)).isNotEmpty();
    assertThat(state(batchNo)).isEqualTo("SENDING");
    assertThat(sender.inFlight()).isZero();
    pass(Duration.ofMillis(RULES.leaseMs() + 1));
    assertThat(sender.recoverExpired()).isEqualTo(1);
    assertThat(state(batchNo)).isEqualTo("UNKNOWN");
    pass(Duration.ofMinutes(1));
    assertThat(sender.claim().orElseThrow().batch().batchNo()).isEqualTo(batchNo);
  }

  @Test
  void an_outcome_is_recorded_once_when_it_is_recorded_again() throws Exception {
    String batchNo = oneBatch(1);
    SendLedger sender = node.sending(RULES);
    Claim claim = sender.claim().orElseThrow();
    lose("UPDATE batch SET state");
    assertThatThrownBy(() -> sender.record(claim, Verdicts.taken()))
        .isInstanceOf(LedgerUnavailableException.class);

    boolean changed = sender.record(claim, Verdicts.taken());

    assertThat(changed).isFalse();
    assertThat(state(batchNo)).isEqualTo("TAKEN");
    assertThat(eventsOf(batchNo)).containsOnlyOnce("TAKEN");
  }

  @Test
  void a_notify_that_comes_again_is_seen() throws Exception {
    String batchNo = oneBatch(1);
    post(Verdicts.taken());
    PayoutLine first = linesOf(batchNo).get(0);
    lose("INSERT INTO notify");
    assertThatThrownBy(() -> Notify.of("n1", batchNo).paid(first).to(node.notifies()))
        .isInstanceOf(LedgerUnavailableException.class);

    Notify.of("n1", batchNo).paid(first).to(node.notifies());

    assertThat(resultsOf(batchNo)).containsExactly("PAID");
    assertThat(one("SELECT COUNT(*) FROM notify")).isEqualTo("1");
  }

  @Test
  void a_file_that_is_read_again_is_decided_already() throws Exception {
    IntakeLedger away = node.intake(Language.EN);
    intake = away;
    Reception reception = arrive("a.csv", sha256("a.csv"));
    lose("UPDATE payout_file");
    assertThatThrownBy(() -> take(reception.file(), List.of(lines("A", 2))))
        .isInstanceOf(LedgerUnavailableException.class);
    away.forget(reception.file());

    Reception again =
        away.arrive(
            claim("a.csv"),
            new IntakeStore.Arrival("inbox", "a.csv", sha256("a.csv"), 100, FIRST_ROW, PAYER));

    assertThat(again).isInstanceOf(Reception.Decided.class);
    assertThat(again.file().state().name()).isEqualTo("ACCEPTED");
    assertThat(one("SELECT COUNT(*), SUM(lines) FROM batch")).isEqualTo("1 2");
  }

  private CompletableFuture<List<String>> lose(String words) {
    return line.loseCommit(Loss.RESET, words);
  }
}
