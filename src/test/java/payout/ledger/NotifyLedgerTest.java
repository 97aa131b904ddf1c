package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import payout.batch.LineState;
import payout.batch.PayoutLine;
import payout.ledger.sql.Database;
import payout.notify.Conflict;
import payout.notify.NotifyForm;
import payout.notify.NotifyHead;
import payout.notify.NotifyIdentity;

@OnBothDatabases
class NotifyLedgerTest extends LedgerFixture {

  private static final String COUNTS =
      "SELECT state, open_lines, paid_lines, paid_amount FROM batch";

  @Test
  void a_notify_closes_the_lines_that_it_names() {
    String batchNo = taken(3);
    List<PayoutLine> lines = linesOf(batchNo);

    NotifyLedger.Applied applied =
        Notify.of("n1", batchNo)
            .paid(lines.get(0))
            .failed(lines.get(1))
            .paid(lines.get(2))
            .to(notifies);

    assertThat(applied.verdict()).isEqualTo(NotifyLedger.Verdict.APPLIED);
    assertThat(applied.paid()).isEqualTo(2);
    assertThat(applied.failed()).isEqualTo(1);
    assertThat(one(COUNTS)).isEqualTo("SETTLED 0 2 404");
    assertThat(resultsOf(batchNo)).containsExactly("PAID", "FAILED", "PAID");
    assertThat(one("SELECT state, open_batches FROM payout_file")).isEqualTo("SETTLED 0");
    assertThat(one("SELECT verdict FROM notify")).isEqualTo("APPLIED");
  }

  @Test
  void a_notify_that_comes_twice_counts_once() {
    String batchNo = taken(2);
    Notify notify = Notify.of("n1", batchNo).paid(linesOf(batchNo).get(0));
    notify.to(notifies);
    String before = everything();

    NotifyLedger.Applied again = notify.to(notifies);

    assertThat(again.paid()).isZero();
    assertThat(again.open()).isEqualTo(1);
    assertThat(everything()).isEqualTo(before);
    assertThat(notifies.isSeen(identity(notify))).isTrue();
  }

  @Test
  void parts_come_in_any_order_and_under_one_id() {
    List<List<Integer>> orders = List.of(List.of(0, 1, 2), List.of(2, 0, 1), List.of(1, 2, 0));
    for (int i = 0; i < orders.size(); i++) {
      String batchNo = accept(i + ".csv", List.of(lines("P" + i, 3))).get(0);
      post(Verdicts.taken());
      for (int line : orders.get(i)) {
        Notify.of("same" + i, batchNo).paid(linesOf(batchNo).get(line)).to(notifies);
      }

      assertThat(state(batchNo)).isEqualTo("SETTLED");
      assertThat(batch(batchNo).paidAmount().fen()).isEqualTo(606);
    }
  }

  @Test
  void the_same_result_under_another_id_is_nothing_new() {
    String batchNo = taken(2);
    PayoutLine first = linesOf(batchNo).get(0);
    Notify.of("n1", batchNo).paid(first).to(notifies);

    NotifyLedger.Applied again = Notify.of("n2", batchNo).paid(first).to(notifies);

    assertThat(again.verdict()).isEqualTo(NotifyLedger.Verdict.APPLIED);
    assertThat(again.paid()).isZero();
    assertThat(one(COUNTS)).isEqualTo("TAKEN 1 1 101");
    assertThat(rows("SELECT id FROM notify")).hasSize(2);
  }

  @Test
  void a_batch_may_fail_whole() {
    String batchNo = taken(2);
    Notify notify = Notify.of("n1", batchNo);
    linesOf(batchNo).forEach(notify::failed);

    notify.to(notifies);

    assertThat(one(COUNTS)).isEqualTo("SETTLED 0 0 0");
    assertThat(rows("SELECT kind FROM publication ORDER BY id"))
        .containsExactly("ACK", "BATCH_RESULT", "RESULT", "RETRY");
  }

  @Test
  void a_batch_that_is_paid_whole_has_no_retry_file() {
    String batchNo = taken(2);
    Notify notify = Notify.of("n1", batchNo);
    linesOf(batchNo).forEach(notify::paid);

    notify.to(notifies);

    assertThat(one(COUNTS)).isEqualTo("SETTLED 0 2 303");
    assertThat(rows("SELECT kind FROM publication ORDER BY id"))
        .containsExactly("ACK", "BATCH_RESULT", "RESULT");
  }

  @Test
  void a_notify_before_the_answer_moves_the_batch_and_keeps_it_from_being_sent_again() {
    String batchNo = oneBatch(2);
    sending.claim().orElseThrow();

    Notify.of("n1", batchNo).paid(linesOf(batchNo).get(0)).to(notifies);
    restart();
    sending.recover();
    pass(java.time.Duration.ofDays(2));

    assertThat(one(COUNTS)).isEqualTo("TAKEN 1 1 101");
    assertThat(sending.claim()).isEmpty();
  }

  @Test
  void a_notify_for_a_batch_that_was_never_sent_here_stops_it_from_being_sent() {
    String batchNo = oneBatch(2);

    Notify.of("n1", batchNo).paid(linesOf(batchNo).get(0)).to(notifies);

    assertThat(one("SELECT state, maybe_sent, due_at FROM batch")).isEqualTo("TAKEN 1 null");
    assertThat(sending.claim()).isEmpty();
  }

  @Test
  void a_notify_closes_an_unknown_and_a_held_batch() {
    String unknown = accept("u.csv", List.of(lines("U", 1))).get(0);
    post(Verdicts.unknown());
    String held = accept("h.csv", List.of(lines("H", 1))).get(0);
    acts.hold(held, act("wait"));

    Notify.of("n1", unknown).paid(linesOf(unknown).get(0)).to(notifies);
    Notify.of("n2", held).paid(linesOf(held).get(0)).to(notifies);

    assertThat(state(unknown)).isEqualTo("SETTLED");
    assertThat(state(held)).isEqualTo("SETTLED");
    assertThat(rows("SELECT due_at, held_from FROM batch")).containsOnly("null null");
  }

  @Test
  void a_notify_for_a_refused_batch_is_a_conflict_and_opens_nothing() {
    String batchNo = oneBatch(1);
    post(Verdicts.refused("ILLEGAL_ARGUMENT"));

    NotifyLedger.Applied applied =
        Notify.of("n1", batchNo).paid(linesOf(batchNo).get(0)).to(notifies);

    assertThat(applied.conflicts())
        .extracting(Conflict::kind)
        .containsExactly(Conflict.Kind.BATCH_REFUSED);
    assertThat(state(batchNo)).isEqualTo("REFUSED");
    assertThat(resultsOf(batchNo)).containsExactly("REFUSED");
    assertThat(one("SELECT verdict FROM notify")).isEqualTo("CONFLICT");
  }

  @Test
  void a_contradiction_keeps_the_first_state_and_the_notify_as_it_came() {
    String batchNo = taken(2);
    PayoutLine first = linesOf(batchNo).get(0);
    Notify.of("n1", batchNo).paid(first).to(notifies);
    Notify other = Notify.of("n2", batchNo).failed(first);

    NotifyLedger.Applied applied = other.to(notifies);

    assertThat(applied.verdict()).isEqualTo(NotifyLedger.Verdict.CONFLICT);
    assertThat(resultsOf(batchNo)).containsExactly("PAID", "OPEN");
    assertThat(one(COUNTS)).isEqualTo("TAKEN 1 1 101");
    assertThat(storedBody("n2")).isEqualTo(other.body());
    assertThat(eventsOf(batchNo)).endsWith("NOTIFY_CONFLICT");
  }

  @Test
  void a_body_takes_a_fraction_of_its_size_and_comes_back_as_it_came() throws Exception {
    String batchNo = taken(1000);
    Notify notify = Notify.of("n1", batchNo);
    linesOf(batchNo).forEach(notify::paid);
    notify.to(notifies);

    assertThat(notifies.bodies(batchNo)).containsExactly(notify.body());
    assertThat(Long.parseLong(one("SELECT length(body) FROM notify")))
        .isLessThan(notify.body().length / 4);
  }

  @Test
  void a_body_that_an_earlier_program_stored_as_it_came_is_read_too() throws Exception {
    String batchNo = taken(1);
    try (Connection connection = connect();
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO notify (notify_id, digest, batch_no, verdict, received_at, body)"
                    + " VALUES ('old', 'd', ?, 'APPLIED', 1, ?)")) {
      insert.setString(1, batchNo);
      insert.setBytes(2, new byte[] {0, 1, 2});
      insert.executeUpdate();
    }

    assertThat(notifies.bodies(batchNo)).containsExactly(new byte[] {0, 1, 2});
  }

  @Test
  void a_contradiction_does_not_keep_out_the_valid_records_beside_it() {
    String batchNo = taken(2);
    List<PayoutLine> lines = linesOf(batchNo);

    NotifyLedger.Applied applied =
        Notify.of("n1", batchNo).paid(lines.get(0), "99999.00").paid(lines.get(1)).to(notifies);

    assertThat(applied.verdict()).isEqualTo(NotifyLedger.Verdict.CONFLICT);
    assertThat(resultsOf(batchNo)).containsExactly("OPEN", "PAID");
    assertThat(one(COUNTS)).isEqualTo("TAKEN 1 1 202");
  }

  @Test
  void unknown_serials_alone_move_no_batch() {
    String batchNo = oneBatch(1);
    String before = one("SELECT * FROM batch");

    NotifyLedger.Applied applied =
        Notify.of("n1", batchNo).paid(line("NOBODY", 9, 100)).to(notifies);

    assertThat(applied.verdict()).isEqualTo(NotifyLedger.Verdict.CONFLICT);
    assertThat(applied.state().name()).isEqualTo("READY");
    assertThat(one("SELECT * FROM batch")).isEqualTo(before);
  }

  @Test
  void records_that_cannot_be_read_are_kept_and_change_nothing() {
    String batchNo = taken(1);
    String before = one("SELECT * FROM batch");
    Notify notify = Notify.of("n1", batchNo).raw("A-1^a-1@example.com^1.01^S");

    NotifyLedger.Applied applied = notify.to(notifies);
    notify.to(notifies);

    assertThat(applied.verdict()).isEqualTo(NotifyLedger.Verdict.MALFORMED);
    assertThat(one("SELECT * FROM batch")).isEqualTo(before);
    assertThat(one("SELECT verdict FROM notify")).isEqualTo("MALFORMED");
    assertThat(storedBody("n1")).isEqualTo(notify.body());
  }

  @Test
  void a_number_that_was_refused_and_sent_again_means_the_later_batch() {
    String first = oneBatch(2);
    post(Verdicts.refused("ILLEGAL_ARGUMENT"));

    String second = accept("a.csv", List.of(lines("A", 2))).get(0);
    post(Verdicts.taken());
    Notify.of("n1", second).paid(linesOf(second).get(0)).to(notifies);

    assertThat(second).isEqualTo(first);
    assertThat(rows("SELECT state, paid_lines FROM batch ORDER BY id"))
        .containsExactly("REFUSED 0", "TAKEN 1");
  }

  @Test
  void a_number_that_this_ledger_does_not_hold_is_unknown() {
    oneBatch(1);

    assertThat(notifies.target("20260310000000000000000000000001")).isEmpty();
  }

  // ---- at the same moment

  @Test
  void one_notify_delivered_on_many_threads_counts_once() throws Exception {
    String batchNo = taken(2);
    NotifyLedger.Target target = notifies.target(batchNo).orElseThrow();
    Notify notify = Notify.of("n1", batchNo).paid(linesOf(batchNo).get(0));

    List<NotifyLedger.Applied> all =
        atOnce(
            Collections.nCopies(
                6, (Callable<NotifyLedger.Applied>) () -> notify.to(notifies, target)));

    assertThat(all)
        .extracting(NotifyLedger.Applied::paid)
        .containsExactlyInAnyOrder(1, 0, 0, 0, 0, 0);
    assertThat(one(COUNTS)).isEqualTo("TAKEN 1 1 101");
    assertThat(rows("SELECT id FROM notify")).hasSize(1);
  }

  @Test
  void parts_delivered_at_once_lose_no_result() throws Exception {
    String batchNo = taken(12);
    NotifyLedger.Target target = notifies.target(batchNo).orElseThrow();
    List<Callable<NotifyLedger.Applied>> parts = new ArrayList<>();
    for (PayoutLine line : linesOf(batchNo)) {
      Notify part = Notify.of("n" + line.row(), batchNo).paid(line);
      parts.add(() -> part.to(notifies, target));
    }

    atOnce(parts);

    assertThat(one(COUNTS)).isEqualTo("SETTLED 0 12 7878");
    assertThat(resultsOf(batchNo)).hasSize(12).containsOnly("PAID");
  }

  @Test
  void a_file_whose_last_batches_end_at_once_settles_once() throws Exception {
    List<String> numbers = manyBatches(8);
    List<Callable<NotifyLedger.Applied>> works = new ArrayList<>();
    for (String batchNo : numbers) {
      post(Verdicts.taken());
      Notify notify = Notify.of("n" + batchNo, batchNo).paid(linesOf(batchNo).get(0));
      works.add(() -> notify.to(notifies));
    }

    atOnce(works);

    assertThat(one("SELECT state, open_batches FROM payout_file")).isEqualTo("SETTLED 0");
    assertThat(rows("SELECT kind FROM publication ORDER BY id"))
        .containsExactly(
            "ACK",
            "BATCH_RESULT",
            "BATCH_RESULT",
            "BATCH_RESULT",
            "BATCH_RESULT",
            "BATCH_RESULT",
            "BATCH_RESULT",
            "BATCH_RESULT",
            "BATCH_RESULT",
            "RESULT");
  }

  @Test
  void an_answer_a_notify_and_an_operator_at_once_leave_one_history() throws Exception {
    for (int round = 0; round < 15; round++) {
      String batchNo = accept(round + ".csv", List.of(lines("R" + round, 2))).get(0);
      Claim claim = sending.claim().orElseThrow();
      Notify notify = Notify.of("n" + round, batchNo).paid(claim.lines().toList().get(0));
      String second = claim.lines().toList().get(1).serial();

      atOnce(
          List.of(
              () -> sending.record(claim, Verdicts.taken()),
              () -> notify.to(notifies),
              () -> settled(batchNo, second)));
      settled(batchNo, second);

      assertThat(resultsOf(batchNo)).containsExactly("PAID", "FAILED");
      assertThat(state(batchNo)).isEqualTo("SETTLED");
      assertThat(batch(batchNo).paidLines()).isEqualTo(1);
    }
  }

  private boolean settled(String batchNo, String serial) {
    try {
      acts.settle(Settlement.line(batchNo, serial, LineState.FAILED).evenEarly(), act("bank"));
      return true;
    } catch (ActRefusedException e) {
      return false;
    }
  }

  private String taken(int lines) {
    String batchNo = oneBatch(lines);
    post(Verdicts.taken());
    return batchNo;
  }

  private static NotifyIdentity identity(Notify notify) {
    NotifyForm form = NotifyForm.parse(notify.body());
    return NotifyIdentity.of(NotifyHead.of(form), form);
  }

  private byte[] storedBody(String notifyId) {
    try (Database database = Database.open(address.url(), address.user(), address.password())) {
      return database.read(
          sql ->
              sql.first(
                      "SELECT body, form FROM notify WHERE notify_id = ?",
                      NotifyBody::read,
                      notifyId)
                  .orElseThrow());
    }
  }
}
