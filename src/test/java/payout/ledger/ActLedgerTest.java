package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import payout.batch.Earlier;
import payout.batch.LineState;

@OnBothDatabases
class ActLedgerTest extends LedgerFixture {

  @Test
  void an_act_is_recorded_with_who_when_and_why() {
    String batchNo = oneBatch(1);

    acts.hold(batchNo, act("the bank called"));

    assertThat(rows("SELECT at, kind, from_state, to_state, cause, detail FROM event"))
        .endsWith(clock.millis() + " HOLD READY HELD wang the bank called");
  }

  @Test
  void a_dry_run_describes_what_would_happen_and_changes_nothing() {
    String held = accept("h.csv", List.of(lines("H", 2))).get(0);
    acts.hold(held, act("wait"));
    String unknown = accept("u.csv", List.of(lines("U", 2))).get(0);
    post(Verdicts.unknown());
    String settled = accept("s.csv", List.of(lines("S", 1))).get(0);
    post(Verdicts.refused("ILLEGAL_ARGUMENT"));
    accept("p.csv", List.of(lines("P", 1)));
    post(Verdicts.paused("ILLEGAL_SIGN"));
    change("UPDATE publication SET published_at = 1");
    String before = everything();

    assertThat(acts.hold(unknown, dryRun()))
        .isEqualTo("Dry run, nothing is changed: Batch " + unknown + " goes from UNKNOWN to HELD.");
    acts.release(held, dryRun());
    acts.isOurs(held, dryRun());
    acts.resend(unknown, dryRun());
    acts.settle(Settlement.line(held, "H-1", LineState.PAID), dryRun());
    acts.settle(Settlement.line(settled, "S-1", LineState.PAID).correcting(), dryRun());
    acts.resume(PARTNER, dryRun());
    acts.again(sha256("s.csv"), dryRun());

    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void a_held_batch_goes_back_to_where_it_came_from_and_keeps_its_mark() {
    String ready = accept("r.csv", List.of(lines("R", 1))).get(0);
    acts.hold(ready, act("wait"));
    String unknown = accept("u.csv", List.of(lines("U", 1))).get(0);
    post(Verdicts.unknown());
    acts.hold(unknown, act("wait"));
    pass(Duration.ofDays(1));
    assertThat(sending.claim()).isEmpty();

    acts.release(ready, act("go"));
    acts.release(unknown, act("go"));

    assertThat(rows("SELECT state, maybe_sent, held_from FROM batch ORDER BY id"))
        .containsExactly("READY 0 null", "UNKNOWN 1 null");
    assertThat(sending.claim()).isPresent();
    assertThat(sending.claim()).isPresent();
  }

  @Test
  void a_held_batch_with_a_settled_line_is_never_posted_again() {
    String batchNo = oneBatch(2);
    acts.hold(batchNo, act("wait"));
    acts.settle(Settlement.line(batchNo, "A-1", LineState.PAID), act("the bank says so"));

    refused(
        () -> acts.release(batchNo, act("go")),
        "Batch "
            + batchNo
            + " is HELD: a line of it has a result, so it must never be posted again; use --ours"
            + " if the gateway has it.");

    acts.isOurs(batchNo, act("it is"));
    pass(Duration.ofDays(1));
    assertThat(sending.claim()).isEmpty();
    assertThat(state(batchNo)).isEqualTo("TAKEN");
  }

  @Test
  void a_batch_that_is_ours_is_overdue_25_hours_after_an_operator_said_so() {
    String batchNo = oneBatch(1);
    post(Verdicts.numberIsUsed());
    pass(Duration.ofDays(3));
    acts.isOurs(batchNo, act("it is"));
    assertThat(noteOverdue()).isEmpty();

    pass(Duration.ofHours(26));

    assertThat(noteOverdue()).hasSize(1);
  }

  @Test
  void the_last_line_that_an_operator_settles_settles_batch_and_file() {
    String batchNo = oneBatch(2);
    post(Verdicts.taken());

    acts.settle(Settlement.line(batchNo, "A-2", LineState.FAILED).evenEarly(), act("bank"));
    acts.settle(Settlement.line(batchNo, "A-1", LineState.PAID), act("bank"));

    assertThat(one("SELECT state, open_lines, paid_lines, paid_amount FROM batch"))
        .isEqualTo("SETTLED 0 1 101");
    assertThat(one("SELECT state, open_batches FROM payout_file")).isEqualTo("SETTLED 0");
    assertThat(rows("SELECT kind FROM publication ORDER BY id"))
        .containsExactly("ACK", "BATCH_RESULT", "RESULT", "RETRY");
  }

  @Test
  void a_line_is_settled_once_and_must_exist() {
    String batchNo = oneBatch(2);
    post(Verdicts.taken());
    acts.settle(Settlement.line(batchNo, "A-1", LineState.PAID), act("bank"));

    refused(
        () -> acts.settle(Settlement.line(batchNo, "A-1", LineState.PAID), act("bank")),
        "Line A-1 is PAID already.");
    refused(
        () ->
            acts.settle(Settlement.line(batchNo, "A-1", LineState.FAILED).evenEarly(), act("bank")),
        "Batch " + batchNo + " is TAKEN: line A-1 is PAID; --correct changes that.");
    refused(
        () -> acts.settle(Settlement.line(batchNo, "B-1", LineState.PAID), act("bank")),
        "Batch " + batchNo + " has no line with serial B-1.");
    refused(
        () -> acts.settle(Settlement.line("20990101000", "A-1", LineState.PAID), act("bank")),
        "The ledger holds no batch 20990101000.");
  }

  @Test
  void a_notify_that_agrees_with_an_operator_changes_nothing_and_one_that_does_not_is_a_conflict() {
    String batchNo = oneBatch(3);
    post(Verdicts.taken());
    acts.settle(Settlement.line(batchNo, "A-1", LineState.PAID), act("bank"));
    acts.settle(Settlement.line(batchNo, "A-2", LineState.FAILED).evenEarly(), act("bank"));
    var lines = linesOf(batchNo);

    NotifyLedger.Applied same =
        Notify.of("n1", batchNo).paid(lines.get(0)).failed(lines.get(1)).to(notifies);
    NotifyLedger.Applied other =
        Notify.of("n2", batchNo).failed(lines.get(0)).paid(lines.get(1)).to(notifies);

    assertThat(same.verdict()).isEqualTo(NotifyLedger.Verdict.APPLIED);
    assertThat(other.verdict()).isEqualTo(NotifyLedger.Verdict.CONFLICT);
    assertThat(resultsOf(batchNo)).containsExactly("PAID", "FAILED", "OPEN");
    assertThat(one("SELECT open_lines, paid_lines, paid_amount FROM batch")).isEqualTo("1 1 101");
  }

  @Test
  void a_correction_waits_until_the_files_about_the_batch_are_out() {
    String batchNo = settledWithOneFailed();

    refused(
        () ->
            acts.settle(Settlement.line(batchNo, "A-1", LineState.PAID).correcting(), act("bank")),
        "Batch "
            + batchNo
            + " is SETTLED: files about it are just being written to the outbox; try again in a"
            + " moment.");
  }

  @Test
  void a_correction_changes_the_sums_and_goes_out_beside_the_result() {
    String batchNo = settledWithOneFailed();
    change("UPDATE publication SET published_at = 1");

    acts.settle(
        Settlement.line(batchNo, "A-1", LineState.PAID).correcting(), act("the bank paid it"));
    assertThat(one("SELECT state, open_lines, paid_lines, paid_amount FROM batch"))
        .isEqualTo("SETTLED 0 2 303");
    change("UPDATE publication SET published_at = 1");
    acts.settle(
        Settlement.line(batchNo, "A-2", LineState.FAILED).correcting().evenEarly(),
        act("it came back"));

    assertThat(one("SELECT paid_lines, paid_amount FROM batch")).isEqualTo("1 101");
    assertThat(rows("SELECT number, line FROM correction ORDER BY number"))
        .containsExactly("1 0", "2 1");
    assertThat(rows("SELECT number FROM publication WHERE kind = 'CORRECTION' ORDER BY id"))
        .containsExactly("1", "2");
    BatchContent first = publications.correction(status.files(1).get(0), 1);
    assertThat(first.lines()).extracting(line -> line.serial()).containsExactly("A-1");
    assertThat(first.results().get(0).state()).isEqualTo(LineState.PAID);
    assertThat(eventsOf(batchNo)).endsWith("CORRECT", "CORRECT");
  }

  @Test
  void a_line_of_a_refused_batch_can_be_corrected_and_then_keeps_its_bytes_out() {
    String batchNo = oneBatch(2);
    post(Verdicts.refused("ILLEGAL_ARGUMENT"));
    change("UPDATE publication SET published_at = 1");

    acts.settle(
        Settlement.line(batchNo, "A-1", LineState.PAID).correcting(), act("it was paid after all"));

    assertThat(resultsOf(batchNo)).containsExactly("PAID", "REFUSED");
    assertThat(one("SELECT state, paid_lines, paid_amount FROM batch")).isEqualTo("REFUSED 1 101");
    assertThat(arrive("a.csv", sha256("a.csv")).file().state().name()).isEqualTo("DUPLICATE");
  }

  @Test
  void resend_makes_an_unknown_batch_due_now() {
    String batchNo = oneBatch(1);
    post(Verdicts.unknown());
    assertThat(sending.claim()).isEmpty();

    acts.resend(batchNo, act("now"));

    Claim claim = sending.claim().orElseThrow();
    assertThat(claim.batch().batchNo()).isEqualTo(batchNo);
    assertThat(claim.earlier()).isEqualTo(Earlier.MAY_HAVE_ARRIVED);
  }

  @Test
  void resume_continues_sending_and_reports_why_it_paused() {
    oneBatch(1);
    post(Verdicts.paused("ILLEGAL_SIGN"));
    assertThat(sending.claim()).isEmpty();

    assertThat(acts.resume(PARTNER, act("new key")))
        .isEqualTo("Sending is resumed; it was paused because of ILLEGAL_SIGN.");

    assertThat(sending.claim()).isPresent();
    refused(
        () -> acts.resume(PARTNER, act("new key")),
        "Sending is not paused for partner " + PARTNER + "; there is nothing to resume.");
  }

  @Test
  void resume_ends_the_pause_of_this_payer_alone() {
    oneBatch(1);
    post(Verdicts.paused("ILLEGAL_SIGN"));
    change("INSERT INTO pause (partner, code, since, probe_at) VALUES ('2088999', 'X', 1, 9)");

    refused(
        () -> acts.resume("2088777", act("new key")),
        "Sending is not paused for partner 2088777; there is nothing to resume. It is paused for "
            + PARTNER
            + ", 2088999.");
    acts.resume(PARTNER, act("new key"));

    assertThat(rows("SELECT partner FROM pause")).containsExactly("2088999");
    assertThat(rows("SELECT kind, cause, detail FROM event"))
        .endsWith("RESUME wang " + PARTNER + " ILLEGAL_SIGN: new key");
  }

  @Test
  void a_batch_that_was_taken_shows_no_code_of_before() {
    String held = accept("h.csv", List.of(lines("H", 1))).get(0);
    post(Verdicts.numberIsUsed());
    assertThat(batch(held).code()).isEqualTo("BATCH_NO_NOT_UNIQUE");
    acts.isOurs(held, act("it is"));
    assertThat(batch(held).code()).isEmpty();
    acts.settle(Settlement.line(held, "H-1", LineState.PAID), act("bank"));
    assertThat(batch(held).code()).isEmpty();

    String unknown = accept("u.csv", List.of(lines("U", 1))).get(0);
    post(Verdicts.unknown());
    change("UPDATE batch SET code = 'SYSTEM_ERROR' WHERE batch_no = '" + unknown + "'");
    Notify.of("n1", unknown).paid(linesOf(unknown).get(0)).to(notifies);
    assertThat(batch(unknown).code()).isEmpty();

    String refused = accept("r.csv", List.of(lines("R", 1))).get(0);
    post(Verdicts.refused("ILLEGAL_ARGUMENT"));
    assertThat(batch(refused).code()).isEqualTo("ILLEGAL_ARGUMENT");
  }

  @Test
  void who_and_why_are_readable() {
    for (String nothing :
        List.of(" ", "\t", "\u3000", "\u200b", "\ufeff\u00ad", "\u3164", "\u2800", "-", "\u202e")) {
      assertThatThrownBy(() -> new Act(nothing, "why", false))
          .isInstanceOf(ActRefusedException.class)
          .hasMessage("Name who does it, with a letter or a digit (--by).");
      assertThatThrownBy(() -> new Act("wang", nothing, false))
          .isInstanceOf(ActRefusedException.class)
          .hasMessage("Give a reason, with a letter or a digit (--reason).");
    }
    assertThatThrownBy(() -> new Act("", "why", false)).isInstanceOf(ActRefusedException.class);
    assertThat(new Act("王", "月", false).who()).isEqualTo("王");
  }

  @Test
  void a_result_by_hand_needs_a_reason() {
    String batchNo = oneBatch(1);
    post(Verdicts.taken());

    refused(
        () ->
            acts.settle(
                Settlement.line(batchNo, "A-1", LineState.PAID), new Act("wang", "", false)),
        "Give a reason, with a letter or a digit (--reason).");
  }

  @Test
  void bytes_are_let_in_again_only_when_they_are_settled_and_once_for_each_grant() {
    String first = oneBatch(1);
    refused(
        () -> acts.again(sha256("a.csv"), act("every month")),
        "File a.csv with these bytes is ACCEPTED; it can be let in again only when it is SETTLED.");
    post(Verdicts.taken());
    Notify.of("n1", first).paid(linesOf(first).get(0)).to(notifies);
    assertThat(arrive("a.csv", sha256("a.csv")).file().state().name()).isEqualTo("DUPLICATE");

    acts.again(sha256("a.csv"), act("every month"));
    refused(
        () -> acts.again(sha256("a.csv"), act("every month")),
        "The bytes of a.csv may be dropped once more already, until 2026-03-13T10:00:00+08:00.");
    String second = accept("a.csv", List.of(lines("A", 1))).get(0);

    assertThat(first).isEqualTo(number("a.csv", 1, 1));
    assertThat(second).isEqualTo(number("a.csv", 2, 1));
    assertThat(arrive("a.csv", sha256("a.csv")).file().state().name()).isEqualTo("DUPLICATE");
  }

  @Test
  void nobody_lets_bytes_in_again_that_were_never_taken() {
    refused(
        () -> acts.again(sha256("b.csv"), act("why not")),
        "The ledger took no file with the SHA-256 " + sha256("b.csv") + ".");
  }

  /** Lines A-1, failed, and A-2, paid. */
  private String settledWithOneFailed() {
    String batchNo = oneBatch(2);
    post(Verdicts.taken());
    var lines = linesOf(batchNo);
    Notify.of("n1", batchNo).failed(lines.get(0)).paid(lines.get(1)).to(notifies);
    return batchNo;
  }

  private void refused(ThrowingCallable act, String sentence) {
    String before = everything();

    assertThatThrownBy(act).isInstanceOf(ActRefusedException.class).hasMessage(sentence);

    assertThat(everything()).isEqualTo(before);
  }
}
