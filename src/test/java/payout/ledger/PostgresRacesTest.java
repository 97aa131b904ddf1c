package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import payout.batch.LineState;
import payout.batch.Money;
import payout.batch.PayoutLine;

/**
 * On PostgreSQL a statement sees what others have just committed, so no earlier read can be
 * trusted.
 */
@ParameterizedClass(name = "{0}")
@EnumSource(
    value = Engine.class,
    names = {"POSTGRESQL"})
class PostgresRacesTest extends LedgerFixture {

  private static final String TOUCH = "UPDATE batch SET attempts = attempts";

  /** Changes nothing, so that those who wait for the row go on in the order in which they came. */
  private static final String LOCK = "DO 'BEGIN PERFORM 1 FROM batch FOR UPDATE; END'";

  @Test
  void two_persons_settling_two_lines_at_once_both_count() throws Exception {
    String batchNo = oneBatch(3);
    post(Verdicts.taken());

    List<Future<String>> both =
        overtaken(
            TOUCH,
            () -> settle(acts, Settlement.line(batchNo, "A-1", LineState.PAID), act("seen")),
            () ->
                settle(
                    acts,
                    Settlement.line(batchNo, "A-2", LineState.FAILED).evenEarly(),
                    act("seen")));

    for (Future<String> each : both) {
      end(each);
    }
    assertThat(resultsOf(batchNo)).containsExactly("PAID", "FAILED", "OPEN");
    assertThat(batch(batchNo).openLines()).isEqualTo(1);
  }

  @Test
  void a_person_settling_while_a_notify_comes_loses_no_result() throws Exception {
    String batchNo = oneBatch(3);
    post(Verdicts.taken());
    PayoutLine first = linesOf(batchNo).get(0);

    List<Future<String>> both =
        overtaken(
            TOUCH,
            () -> Notify.of("n1", batchNo).paid(first).to(notifies).verdict().name(),
            () ->
                settle(
                    acts,
                    Settlement.line(batchNo, "A-2", LineState.FAILED).evenEarly(),
                    act("seen")));

    for (Future<String> each : both) {
      end(each);
    }
    assertThat(resultsOf(batchNo)).containsExactly("PAID", "FAILED", "OPEN");
    assertThat(one("SELECT open_lines, paid_lines, paid_amount FROM batch")).isEqualTo("1 1 101");
  }

  @Test
  void two_persons_settling_the_last_two_lines_at_once_settle_the_batch() throws Exception {
    String batchNo = oneBatch(2);
    post(Verdicts.taken());

    List<Future<String>> both =
        overtaken(
            TOUCH,
            () -> settle(acts, Settlement.line(batchNo, "A-1", LineState.PAID), act("seen")),
            () -> settle(acts, Settlement.line(batchNo, "A-2", LineState.PAID), act("seen")));

    for (Future<String> each : both) {
      end(each);
    }
    assertThat(state(batchNo)).isEqualTo("SETTLED");
    assertThat(one("SELECT state, open_batches FROM payout_file")).isEqualTo("SETTLED 0");
  }

  @Test
  void two_persons_settling_all_lines_at_once_settle_them_once() throws Exception {
    String batchNo = oneBatch(2);
    post(Verdicts.taken());
    Settlement all = Settlement.all(batchNo, LineState.PAID, 2, Money.parse("3.03"));

    List<Future<String>> both =
        overtaken(LOCK, () -> settle(acts, all, act("seen")), () -> settle(acts, all, act("seen")));

    assertThat(end(both.get(0))).contains("are PAID");
    refused(both.get(1), "Batch " + batchNo + " is SETTLED: it has no open line.");
    assertThat(one("SELECT open_lines, paid_lines, paid_amount FROM batch")).isEqualTo("0 2 303");
  }

  @Test
  void settling_all_lines_while_a_notify_closes_one_is_refused_for_the_sum_differs()
      throws Exception {
    String batchNo = oneBatch(3);
    post(Verdicts.taken());
    PayoutLine first = linesOf(batchNo).get(0);
    Settlement all = Settlement.all(batchNo, LineState.PAID, 3, Money.parse("6.06"));

    List<Future<String>> both =
        overtaken(
            LOCK,
            () -> Notify.of("n1", batchNo).failed(first).to(notifies).verdict().name(),
            () -> settle(acts, all, act("seen")));

    end(both.get(0));
    refused(
        both.get(1),
        "Batch "
            + batchNo
            + " has 2 open lines of 5.05 now, and not 3 of 6.06; nothing is changed.");
    assertThat(resultsOf(batchNo)).containsExactly("FAILED", "OPEN", "OPEN");
  }

  @Test
  void two_approvers_confirming_at_once_settle_once() throws Exception {
    String batchNo = oneBatch(1);
    post(Verdicts.taken());
    ActLedger two =
        ledger.acts(
            new AcceptRules(
                Money.ZERO, 1, List.of("chen", "zhao"), java.util.Map.of(), null, false));
    Settlement failed =
        Settlement.all(batchNo, LineState.FAILED, 1, Money.parse("1.01")).evenEarly();
    two.settle(failed, new Act("wang", "bank", false));

    List<Future<String>> both =
        overtaken(
            LOCK,
            () -> settle(two, failed, new Act("chen", "seen", false)),
            () -> settle(two, failed, new Act("zhao", "seen", false)));

    assertThat(end(both.get(0))).contains("FAILED");
    refused(both.get(1), "Batch " + batchNo + " is SETTLED: it has no open line.");
  }

  @Test
  void a_file_that_is_held_while_its_batch_is_claimed_names_that_one() throws Exception {
    List<String> numbers = manyBatches(2);

    List<Future<String>> hold =
        overtaken(
            "UPDATE batch SET state = 'SENDING', due_at = NULL, attempts = 1 WHERE place = 1",
            () -> acts.hold("a.csv", act("wait")));

    assertThat(end(hold.get(0)))
        .isEqualTo(
            "1 batch of file a.csv, 1 line of 1.00, is HELD. Not held: "
                + numbers.get(0)
                + " is SENDING.");
  }

  @Test
  void a_claim_passes_over_a_batch_that_is_being_held() throws Exception {
    manyBatches(1);

    Optional<Claim> claim =
        meanwhile(
            "UPDATE batch SET state = 'HELD', held_from = 'READY', due_at = NULL", sending::claim);

    assertThat(claim).isEmpty();
    assertThat(sending.claim()).isEmpty();
  }

  @Test
  void a_grant_that_is_taken_back_at_that_moment_lets_nothing_in() throws Exception {
    String batchNo = oneBatch(1);
    post(Verdicts.taken());
    Notify.of("n1", batchNo).paid(linesOf(batchNo).get(0)).to(notifies);
    acts.again(sha256("a.csv"), act("May"));
    FileRecord reading = arrive("a.csv", sha256("a.csv")).file();

    List<Future<FileRecord>> taken =
        overtaken("UPDATE again SET revoked_at = 1", () -> take(reading, List.of(lines("A", 1))));

    assertThat(end(taken.get(0)).state().name()).isEqualTo("DUPLICATE");
  }

  @Test
  void a_grant_that_is_used_at_that_moment_cannot_be_taken_back() throws Exception {
    String batchNo = oneBatch(1);
    post(Verdicts.taken());
    Notify.of("n1", batchNo).paid(linesOf(batchNo).get(0)).to(notifies);
    acts.again(sha256("a.csv"), act("May"));

    List<Future<String>> revoked =
        overtaken(
            "UPDATE again SET used_by = 1", () -> acts.revokeAgain(sha256("a.csv"), act("no")));

    refused(
        revoked.get(0), "No grant is open for the bytes of a.csv; there is nothing to take back.");
  }

  @Test
  void recovery_leaves_a_post_alone_that_a_neighbour_began_meanwhile() throws Exception {
    String batchNo = oneBatch(1);
    ledger.sending(RULES).claim().orElseThrow();
    pass(Duration.ofMinutes(3));
    long lease = clock.millis() + 60_000;

    List<Future<Integer>> recovery =
        overtaken("UPDATE batch SET attempts = 2, lease_until = " + lease, sending::recoverExpired);

    assertThat(end(recovery.get(0))).isZero();
    assertThat(state(batchNo)).isEqualTo("SENDING");
  }

  @Test
  void recovery_goes_on_when_a_neighbour_recovered_first() throws Exception {
    oneBatch(1);
    ledger.sending(RULES).claim().orElseThrow();
    pass(Duration.ofMinutes(3));

    List<Future<Integer>> recovery =
        overtaken("UPDATE batch SET state = 'UNKNOWN', due_at = 0", sending::recoverExpired);

    assertThat(end(recovery.get(0))).isZero();
  }

  @Test
  void an_overdue_batch_that_settles_at_that_moment_is_no_fault() throws Exception {
    oneBatch(1);
    post(Verdicts.taken());
    pass(Duration.ofHours(26));

    List<Future<List<BatchRecord>>> late =
        overtaken("UPDATE batch SET state = 'SETTLED', open_lines = 0", this::noteOverdue);

    assertThat(end(late.get(0))).isEmpty();
  }

  @Test
  void one_node_alone_marks_an_overdue_batch() throws Exception {
    oneBatch(1);
    post(Verdicts.taken());
    pass(Duration.ofHours(26));

    List<Future<List<BatchRecord>>> late =
        overtaken("UPDATE batch SET overdue_at = 1", this::noteOverdue);

    assertThat(end(late.get(0))).isEmpty();
  }

  @Test
  void a_claim_that_comes_second_takes_the_next_batch() throws Exception {
    List<String> numbers = manyBatches(2);

    Optional<Claim> claim =
        meanwhile(
            "UPDATE batch SET state = 'SENDING', due_at = NULL, attempts = 1 WHERE place = 1",
            sending::claim);

    assertThat(claim.orElseThrow().batch().batchNo()).isEqualTo(numbers.get(1));
  }

  @Test
  void a_claim_with_an_outcome_that_comes_second_takes_the_next_batch() throws Exception {
    List<String> numbers = manyBatches(3);
    Claim first = sending.claim().orElseThrow();

    SendLedger.Recorded recorded =
        meanwhile(
            "UPDATE batch SET state = 'SENDING', due_at = NULL, attempts = 1 WHERE place = 2",
            () -> sending.recordAndClaim(first, Verdicts.taken()));

    assertThat(recorded.changed()).isTrue();
    assertThat(recorded.next().orElseThrow().batch().batchNo()).isEqualTo(numbers.get(2));
    assertThat(state(numbers.get(0))).isEqualTo("TAKEN");
  }

  /** The first waits for the row that the notify has locked, and finds that it came too late. */
  @Test
  void an_outcome_that_a_notify_overtakes_is_ignored_and_the_next_batch_is_claimed()
      throws Exception {
    List<String> numbers = manyBatches(2);
    Claim first = sending.claim().orElseThrow();

    List<Future<SendLedger.Recorded>> recorded =
        overtaken(
            "UPDATE batch SET state = 'TAKEN', maybe_sent = 1, lease_until = NULL WHERE place = 1",
            () -> sending.recordAndClaim(first, Verdicts.taken()));

    assertThat(end(recorded.get(0)).changed()).isFalse();
    assertThat(end(recorded.get(0)).next().orElseThrow().batch().batchNo())
        .isEqualTo(numbers.get(1));
    assertThat(eventsOf(numbers.get(0))).contains("ANSWER_TOO_LATE").doesNotContain("TAKEN");
  }

  @Test
  void a_batch_that_is_passed_over_and_stays_as_it_was_is_claimed_first_soon() throws Exception {
    List<String> numbers = manyBatches(3);

    Optional<Claim> second =
        meanwhile("UPDATE batch SET attempts = attempts WHERE place = 1", sending::claim);

    assertThat(second.orElseThrow().batch().batchNo()).isEqualTo(numbers.get(1));
    assertThat(sending.claim()).isPresent();
    assertThat(sending.claim()).isPresent();
    assertThat(rows("SELECT state FROM batch")).containsOnly("SENDING");
  }

  @Test
  void two_nodes_send_one_probe() throws Exception {
    manyBatches(3);
    post(Verdicts.paused("ILLEGAL_SIGN"));
    pass(Duration.ofMinutes(5));

    List<Future<Optional<Claim>>> claim =
        overtaken("UPDATE pause SET probe_at = " + (clock.millis() + 300_000), sending::claim);

    assertThat(end(claim.get(0))).isEmpty();
    assertThat(rows("SELECT place FROM batch WHERE state = 'SENDING'")).isEmpty();
  }

  @Test
  void a_hold_that_comes_after_a_claim_is_refused_with_a_sentence() throws Exception {
    String batchNo = oneBatch(1);

    List<Future<String>> hold =
        overtaken(
            "UPDATE batch SET state = 'SENDING', due_at = NULL",
            () -> acts.hold(batchNo, act("wait")));

    assertThatThrownBy(() -> end(hold.get(0)))
        .hasRootCauseInstanceOf(ActRefusedException.class)
        .hasRootCauseMessage(
            "Batch " + batchNo + " is SENDING: only a READY or UNKNOWN batch can be held.");
  }

  @Test
  void two_corrections_of_one_file_at_once_get_two_numbers() throws Exception {
    List<String> numbers =
        accept("a.csv", List.of(List.of(line("A-1", 1, 100)), List.of(line("A-2", 2, 100))));
    for (String batchNo : numbers) {
      post(Verdicts.taken());
      Notify.of("n" + batchNo, batchNo).failed(linesOf(batchNo).get(0)).to(notifies);
    }
    change("UPDATE publication SET published_at = 1");

    List<Future<String>> both =
        overtaken(
            TOUCH,
            () ->
                settle(
                    acts,
                    Settlement.line(numbers.get(0), "A-1", LineState.PAID).correcting(),
                    act("bank says so")),
            () ->
                settle(
                    acts,
                    Settlement.line(numbers.get(1), "A-2", LineState.PAID).correcting(),
                    act("bank says so")));

    end(both.get(0));
    end(both.get(1));
    assertThat(rows("SELECT number FROM correction ORDER BY number")).containsExactly("1", "2");
  }

  /** Runs a task to its end while another transaction has rows locked. */
  private <T> T meanwhile(String neighbour, Callable<T> work) throws Exception {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.executeUpdate(neighbour);
      T result = end(start(work));
      connection.commit();
      return result;
    }
  }

  private static String settle(ActLedger acts, Settlement settlement, Act act) {
    return acts.settle(settlement, act).sentence();
  }

  private static void refused(Future<String> act, String sentence) {
    assertThatThrownBy(() -> end(act))
        .hasRootCauseInstanceOf(ActRefusedException.class)
        .hasRootCauseMessage(sentence);
  }
}
