package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import payout.batch.BatchLines;
import payout.batch.BatchState;
import payout.batch.Earlier;
import payout.batch.LineState;
import payout.batch.Money;
import payout.batch.Verdict;

/** Where each operation of the ledger leads from each state of a batch. */
@OnBothDatabases
class TransitionsTest extends LedgerFixture {

  /** An answer is recorded without a look at them. */
  private static final BatchLines NO_LINES = new BatchLines(new byte[0], 0, Money.ZERO);

  private static final String READY = "READY";
  private static final String SENDING = "SENDING";
  private static final String UNKNOWN = "UNKNOWN";
  private static final String TAKEN = "TAKEN";
  private static final String HELD = "HELD";
  private static final String REFUSED = "REFUSED";
  private static final String SETTLED = "SETTLED";

  @Test
  void a_claim_takes_ready_and_unknown_batches_alone() {
    Map<String, String> ends = new LinkedHashMap<>();
    for (String from : List.of(READY, SENDING, UNKNOWN, TAKEN, HELD, REFUSED, SETTLED)) {
      String batchNo = batchIn(from);
      pass(java.time.Duration.ofSeconds(90));
      sending.claim();
      ends.put(from, state(batchNo));
    }

    assertThat(ends)
        .isEqualTo(
            Map.of(
                READY, SENDING, SENDING, SENDING, UNKNOWN, SENDING, TAKEN, TAKEN, HELD, HELD,
                REFUSED, REFUSED, SETTLED, SETTLED));
  }

  @Test
  void an_answer_moves_a_sending_batch_alone() {
    List<Verdict> answers =
        List.of(
            Verdicts.taken(),
            Verdicts.refused("ILLEGAL_ARGUMENT"),
            Verdicts.paused("ILLEGAL_SIGN"),
            Verdicts.dateHasPassed("PAY_DATE_ERROR"),
            Verdicts.unknown(),
            Verdicts.notConnected(Earlier.NONE_ARRIVED),
            Verdicts.numberIsUsed());
    for (Verdict answer : answers) {
      for (String from : List.of(READY, UNKNOWN, TAKEN, HELD, REFUSED, SETTLED)) {
        String batchNo = batchIn(from);
        Claim claim = lateClaim(batchNo);

        boolean recorded = sending.record(claim, answer);

        assertThat(recorded).as(from + " " + answer.next()).isFalse();
        assertThat(state(batchNo)).as(from + " " + answer.next()).isEqualTo(from);
      }
      String batchNo = batchIn(SENDING);
      assertThat(sending.record(lateClaim(batchNo), answer)).isTrue();
      assertThat(state(batchNo)).isEqualTo(answer.next().name());
      change("DELETE FROM pause");
    }
  }

  @Test
  void once_a_post_may_have_arrived_an_answer_makes_it_taken_or_leaves_it_unknown() {
    for (Verdict answer :
        List.of(
            Verdicts.refused("ILLEGAL_ARGUMENT"),
            Verdicts.paused("ILLEGAL_SIGN"),
            Verdicts.numberIsUsed(),
            Verdicts.notConnected(Earlier.NONE_ARRIVED))) {
      String batchNo = batchIn(UNKNOWN);
      pass(java.time.Duration.ofHours(1));
      Claim again = sending.claim().orElseThrow();
      String before = everything();

      assertThatThrownBy(() -> sending.record(again, answer))
          .isInstanceOf(IllegalStateException.class);

      assertThat(everything()).isEqualTo(before);
      assertThat(state(batchNo)).isEqualTo(SENDING);
    }
  }

  @Test
  void a_notify_moves_every_batch_that_is_not_final() {
    assertThat(after(this::notifyPart))
        .isEqualTo(
            Map.of(
                READY, TAKEN, SENDING, TAKEN, UNKNOWN, TAKEN, TAKEN, TAKEN, HELD, TAKEN, REFUSED,
                REFUSED, SETTLED, SETTLED));
    assertThat(after(this::notifyAll))
        .isEqualTo(
            Map.of(
                READY, SETTLED, SENDING, SETTLED, UNKNOWN, SETTLED, TAKEN, SETTLED, HELD, SETTLED,
                REFUSED, REFUSED, SETTLED, SETTLED));
  }

  @Test
  void an_operator_holds_what_waits_to_be_posted() {
    assertThat(after(number -> acts.hold(number, act("wait"))))
        .isEqualTo(only(Map.of(READY, HELD, UNKNOWN, HELD)));
  }

  @Test
  void an_operator_releases_what_is_held() {
    assertThat(after(number -> acts.release(number, act("go"))))
        .isEqualTo(only(Map.of(HELD, READY)));
  }

  @Test
  void an_operator_calls_a_held_batch_ours() {
    assertThat(after(number -> acts.isOurs(number, act("it is"))))
        .isEqualTo(only(Map.of(HELD, TAKEN)));
  }

  @Test
  void an_operator_settles_what_is_taken_or_held() {
    assertThat(
            after(
                number -> {
                  for (var line : linesOf(number)) {
                    acts.settle(
                        Settlement.line(number, line.serial(), LineState.FAILED).evenEarly(),
                        act("bank"));
                  }
                }))
        .isEqualTo(only(Map.of(TAKEN, SETTLED, HELD, SETTLED)));
  }

  @Test
  void an_operator_resends_what_is_unknown() {
    List<String> done = new ArrayList<>();
    for (String from : List.of(READY, SENDING, UNKNOWN, TAKEN, HELD, REFUSED, SETTLED)) {
      String batchNo = batchIn(from);
      String before = everything();
      try {
        acts.resend(batchNo, act("now"));
        done.add(from);
      } catch (ActRefusedException e) {
        assertThat(everything()).isEqualTo(before);
      }
    }

    assertThat(done).containsExactly(UNKNOWN);
  }

  /** Otherwise a stalled batch would raise no alarm. */
  @AfterEach
  void knows_since_when_each_batch_is_stalled() {
    assertThat(
            rows(
                "SELECT state FROM batch WHERE state IN ('UNKNOWN', 'HELD')"
                    + " AND trouble_since IS NULL OR state = 'READY' AND trouble_since IS NOT NULL"
                    + " OR state = 'TAKEN' AND taken_at IS NULL"))
        .isEmpty();
  }

  // ---- a batch in each state

  private int files;

  /** A batch of a new file in a state; other batches are no longer due. */
  private String batchIn(String state) {
    change("UPDATE batch SET due_at = NULL");
    files++;
    String name = "f" + files + ".csv";
    String batchNo = accept(name, List.of(lines("F" + files, 2))).get(0);
    switch (state) {
      case SENDING -> sending.claim().orElseThrow();
      case UNKNOWN -> post(Verdicts.unknown());
      case TAKEN -> post(Verdicts.taken());
      case HELD -> post(Verdicts.numberIsUsed());
      case REFUSED -> post(Verdicts.refused("ILLEGAL_ARGUMENT"));
      case SETTLED -> {
        post(Verdicts.taken());
        notifyAll(batchNo);
      }
      default -> assertThat(state).isEqualTo(READY);
    }
    assertThat(state(batchNo)).isEqualTo(state);
    return batchNo;
  }

  private Claim lateClaim(String batchNo) {
    return new Claim(
        batch(batchNo),
        PAYER,
        PAYER.charset(),
        NO_LINES,
        "20260310",
        Earlier.NONE_ARRIVED,
        BatchState.READY,
        clock.millis(),
        clock.millis());
  }

  private void notifyPart(String batchNo) {
    Notify.of("part" + batchNo, batchNo).paid(linesOf(batchNo).get(0)).to(notifies);
  }

  private void notifyAll(String batchNo) {
    Notify notify = Notify.of("all" + batchNo, batchNo);
    linesOf(batchNo).forEach(notify::failed);
    notify.to(notifies);
  }

  /** Where each state leads; a refused operation must have changed nothing at all. */
  private Map<String, String> after(java.util.function.Consumer<String> operation) {
    Map<String, String> ends = new LinkedHashMap<>();
    for (String from : List.of(READY, SENDING, UNKNOWN, TAKEN, HELD, REFUSED, SETTLED)) {
      String batchNo = batchIn(from);
      String before = everything();
      try {
        operation.accept(batchNo);
      } catch (ActRefusedException e) {
        assertThat(everything()).as(from).isEqualTo(before);
      }
      ends.put(from, state(batchNo));
    }
    return ends;
  }

  private static Map<String, String> only(Map<String, String> moved) {
    Map<String, String> all = new LinkedHashMap<>();
    for (String from : List.of(READY, SENDING, UNKNOWN, TAKEN, HELD, REFUSED, SETTLED)) {
      all.put(from, moved.getOrDefault(from, from));
    }
    return all;
  }
}
