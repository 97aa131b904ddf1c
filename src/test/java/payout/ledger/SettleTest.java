package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static payout.batch.LineState.FAILED;
import static payout.batch.LineState.PAID;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import payout.batch.Money;

/** Results that an operator gives by hand, and what keeps one person from freeing paid serials. */
@OnBothDatabases
class SettleTest extends LedgerFixture {

  private static final AcceptRules TWO_PERSONS =
      new AcceptRules(
          Money.ZERO,
          259_200_000,
          List.of("chen", "zhao", "li"),
          Map.of("inbox", "li"),
          null,
          false);

  // ---- all open lines in one act

  @Test
  void settles_every_open_line_in_one_recorded_act() {
    String batchNo = oneBatch(3);
    post(Verdicts.taken());
    acts.settle(Settlement.line(batchNo, "A-2", PAID), act("seen"));

    String said = acts.settle(all(batchNo, PAID, 2, "4.04"), act("the merchant page")).sentence();

    assertThat(said).isEqualTo("2 lines of 4.04 of batch " + batchNo + " are PAID.");
    assertThat(resultsOf(batchNo)).containsExactly("PAID", "PAID", "PAID");
    assertThat(one("SELECT state, open_lines, paid_lines, paid_amount FROM batch"))
        .isEqualTo("SETTLED 0 3 606");
    assertThat(one("SELECT state, open_batches FROM payout_file")).isEqualTo("SETTLED 0");
    assertThat(rows("SELECT kind, cause, detail FROM event WHERE batch_id IS NOT NULL"))
        .endsWith("SETTLE wang all 2 open lines of 4.04 to PAID: the merchant page");
    assertThat(rows("SELECT kind FROM publication ORDER BY id"))
        .containsExactly("ACK", "BATCH_RESULT", "RESULT");
  }

  @Test
  void lines_that_are_called_failed_go_into_the_retry_file() {
    String batchNo = oneBatch(2);
    post(Verdicts.taken());
    pass(Duration.ofHours(26));

    acts.settle(all(batchNo, FAILED, 2, "3.03"), act("the merchant page"));

    assertThat(resultsOf(batchNo)).containsExactly("FAILED", "FAILED");
    assertThat(one("SELECT state, open_lines, paid_lines, paid_amount FROM batch"))
        .isEqualTo("SETTLED 0 0 0");
    assertThat(rows("SELECT kind FROM publication ORDER BY id"))
        .containsExactly("ACK", "BATCH_RESULT", "RESULT", "RETRY");
  }

  @Test
  void is_refused_when_count_or_sum_differ_from_what_is_open_now() {
    String batchNo = oneBatch(3);
    post(Verdicts.taken());
    acts.settle(Settlement.line(batchNo, "A-1", PAID), act("seen"));
    String open = "Batch " + batchNo + " has 2 open lines of 5.05 now, and not ";

    refused(
        () -> acts.settle(all(batchNo, PAID, 3, "6.06"), act("why")),
        open + "3 of 6.06; nothing is changed.");
    refused(
        () -> acts.settle(all(batchNo, PAID, 2, "5.06"), act("why")),
        open + "2 of 5.06; nothing is changed.");
    refused(
        () -> acts.settle(all(batchNo, PAID, 1, "5.05"), act("why")),
        open + "1 of 5.05; nothing is changed.");
  }

  @Test
  void is_refused_for_a_batch_that_has_no_open_line_or_may_still_be_sent() {
    String batchNo = oneBatch(1);
    refused(
        () -> acts.settle(all(batchNo, PAID, 1, "1.01"), act("why")),
        "Batch "
            + batchNo
            + " is READY: only a line of a TAKEN or HELD batch can be settled; hold it first, or"
            + " wait for the gateway.");
    post(Verdicts.taken());
    acts.settle(all(batchNo, PAID, 1, "1.01"), act("why"));

    refused(
        () -> acts.settle(all(batchNo, PAID, 0, "0"), act("why")),
        "Batch " + batchNo + " is SETTLED: it has no open line.");
  }

  @Test
  void a_dry_run_describes_what_would_happen_and_changes_nothing() {
    String batchNo = oneBatch(2);
    post(Verdicts.taken());
    pass(Duration.ofHours(26));
    String before = everything();

    assertThat(acts.settle(all(batchNo, FAILED, 2, "3.03"), dryRun()).sentence())
        .isEqualTo(
            "Dry run, nothing is changed: 2 lines of 3.03 of batch " + batchNo + " are FAILED.");
    ledger.acts(TWO_PERSONS).settle(all(batchNo, FAILED, 2, "3.03"), dryRun());

    assertThat(everything()).isEqualTo(before);
  }

  // ---- not before the last notify of the gateway

  @Test
  void nothing_that_may_be_paid_is_called_failed_before_26_hours_after_its_last_post() {
    String batchNo = oneBatch(2);
    post(Verdicts.unknown());
    pass(Duration.ofHours(3));
    post(Verdicts.taken());
    pass(Duration.ofHours(26).minusMillis(1));
    String sentence =
        "Batch "
            + batchNo
            + " may have been sent, last at 2026-03-10T13:00:00+08:00: until"
            + " 2026-03-11T15:00:00+08:00 the gateway may still pay a line or report its result,"
            + " and a line that is marked as failed can be paid again. Wait until then, or use"
            + " --early.";

    refused(() -> acts.settle(all(batchNo, FAILED, 2, "3.03"), act("why")), sentence);
    refused(() -> acts.settle(Settlement.line(batchNo, "A-1", FAILED), act("why")), sentence);
    refused(() -> acts.settle(all(batchNo, FAILED, 2, "3.03"), dryRun()), sentence);
    pass(Duration.ofMillis(1));

    acts.settle(all(batchNo, FAILED, 2, "3.03"), act("why"));
    assertThat(state(batchNo)).isEqualTo("SETTLED");
  }

  @Test
  void a_held_batch_counts_as_sent_once_it_was_posted() {
    String used = accept("u.csv", List.of(lines("U", 1))).get(0);
    post(Verdicts.numberIsUsed());
    String unknown = accept("k.csv", List.of(lines("K", 1))).get(0);
    post(Verdicts.unknown());
    acts.hold(unknown, act("wait"));
    String fresh = accept("f.csv", List.of(lines("F", 1))).get(0);
    acts.hold(fresh, act("wait"));

    refusedEarly(used, "U-1");
    refusedEarly(unknown, "K-1");

    acts.settle(Settlement.line(fresh, "F-1", FAILED), act("never sent"));
    assertThat(state(fresh)).isEqualTo("SETTLED");
  }

  @Test
  void a_batch_that_is_ours_without_a_post_counts_from_when_an_operator_said_so() {
    String batchNo = oneBatch(1);
    acts.hold(batchNo, act("wait"));
    pass(Duration.ofDays(3));
    acts.isOurs(batchNo, act("it is"));

    refusedEarly(batchNo, "A-1");
    pass(Duration.ofHours(26));

    acts.settle(Settlement.line(batchNo, "A-1", FAILED), act("bank"));
    assertThat(state(batchNo)).isEqualTo("SETTLED");
  }

  @Test
  void a_paid_line_is_not_corrected_to_failed_early_either() {
    String batchNo = oneBatch(1);
    post(Verdicts.taken());
    Notify.of("n1", batchNo).paid(linesOf(batchNo).get(0)).to(notifies);
    change("UPDATE publication SET published_at = 1");

    assertThatThrownBy(
            () -> acts.settle(Settlement.line(batchNo, "A-1", FAILED).correcting(), act("back")))
        .isInstanceOf(ActRefusedException.class)
        .hasMessageEndingWith("or use --early.");
  }

  @Test
  void early_goes_past_that_and_is_recorded() {
    String batchNo = oneBatch(1);
    post(Verdicts.taken());

    acts.settle(Settlement.line(batchNo, "A-1", FAILED).evenEarly(), act("the bank is sure"));

    assertThat(rows("SELECT detail FROM event WHERE kind = 'SETTLE'"))
        .containsExactly("serial A-1 from OPEN to FAILED, --early: the bank is sure");
  }

  // ---- two persons, where approval is required

  @Test
  void calling_failed_what_may_be_paid_takes_two_persons() {
    String batchNo = oneBatch(2);
    post(Verdicts.taken());
    pass(Duration.ofHours(26));
    Settlement failed = all(batchNo, FAILED, 2, "3.03");

    Settlement.Result first = twoPersons().settle(failed, by("wang", "bank says so"));
    assertThat(first.isDone()).isFalse();
    assertThat(first.sentence())
        .isEqualTo(
            "Nothing is changed yet: wang proposed that 2 lines of 3.03 of batch "
                + batchNo
                + " are FAILED. Another approver (chen, zhao) has to give the same command before"
                + " 2026-03-14T12:00:00+08:00.");
    assertThat(resultsOf(batchNo)).containsExactly("OPEN", "OPEN");
    assertThat(rows("SELECT kind, cause, detail FROM event"))
        .endsWith("SETTLE_PROPOSED wang all 2 open lines of 3.03 to FAILED: bank says so");

    assertThat(twoPersons().settle(failed, by("chen", "seen as well")).sentence())
        .isEqualTo("2 lines of 3.03 of batch " + batchNo + " are FAILED.");
    assertThat(rows("SELECT kind, cause, detail FROM event WHERE kind = 'SETTLE'"))
        .containsExactly(
            "SETTLE chen all 2 open lines of 3.03 to FAILED: seen as well (proposed by wang: bank"
                + " says so)");
  }

  /** That the gateway paid it was not known to who proposed it. */
  @Test
  void what_was_proposed_of_an_open_line_is_not_confirmed_of_a_paid_one() {
    String batchNo = oneBatch(2);
    post(Verdicts.taken());
    pass(Duration.ofHours(26));
    Settlement failed = Settlement.line(batchNo, "A-1", FAILED).correcting();
    twoPersons().settle(failed, by("wang", "bank says so"));
    Notify.of("n", batchNo).paid(linesOf(batchNo).get(0)).to(notifies);

    Settlement.Result second = twoPersons().settle(failed, by("chen", "seen as well"));

    assertThat(second.isDone()).isFalse();
    assertThat(second.sentence()).contains("chen proposed");
    assertThat(resultsOf(batchNo)).containsExactly("PAID", "OPEN");
  }

  @Test
  void what_was_proposed_before_a_post_is_not_confirmed_after_it() {
    String batchNo = oneBatch(1);
    post(Verdicts.unknown());
    acts.hold(batchNo, act("wait"));
    pass(Duration.ofHours(26));
    Settlement failed = all(batchNo, FAILED, 1, "1.01");
    twoPersons().settle(failed, by("wang", "bank says so"));
    acts.release(batchNo, act("go on"));
    post(Verdicts.taken());

    Settlement.Result second = twoPersons().settle(failed.evenEarly(), by("chen", "seen as well"));

    assertThat(second.isDone()).isFalse();
    assertThat(resultsOf(batchNo)).containsExactly("OPEN");
  }

  /** It was never posted by this ledger, but the gateway has it. */
  @Test
  void a_batch_that_was_called_ours_counts_as_sent_permanently() {
    String batchNo = oneBatch(1);
    acts.hold(batchNo, act("an older ledger"));
    acts.isOurs(batchNo, act("the merchant page shows it"));
    acts.settle(Settlement.line(batchNo, "A-1", PAID), act("seen"));

    change("UPDATE publication SET published_at = 1");

    Settlement failed = Settlement.line(batchNo, "A-1", FAILED).correcting();
    assertThatThrownBy(() -> acts.settle(failed, act("bank")))
        .isInstanceOf(ActRefusedException.class)
        .hasMessageContaining("may have been sent");
    pass(Duration.ofHours(26));
    assertThat(twoPersons().settle(failed, by("wang", "bank")).isDone()).isFalse();
  }

  /** Anybody could approve it, so nobody is named who could confirm. */
  @Test
  void a_file_that_waited_for_its_repeats_alone_needs_no_second_person_where_none_is_named() {
    String batchNo = oneBatch(2);
    change("UPDATE payout_file SET first_wait = 'AWAITING_APPROVAL', for_repeats = 1");
    post(Verdicts.taken());
    pass(Duration.ofHours(26));
    Settlement failed = all(batchNo, FAILED, 2, "3.03");
    AcceptRules approversAlone = rules(null, "chen", "zhao");
    AcceptRules sumAlone = rules(Money.parse("3.03"));

    assertThat(ledger.acts(approversAlone).settle(failed, by("wang", "bank")).isDone()).isFalse();
    change("DELETE FROM proposal");
    refused(
        () -> ledger.acts(sumAlone).settle(failed, by("wang", "bank")),
        "Two persons are required to mark as failed what may be paid, and"
            + " payout.approval.approvers names no one who could confirm it; name approvers"
            + " there.");

    assertThat(ledger.acts(AcceptRules.AT_ONCE).settle(failed, by("wang", "bank")).isDone())
        .isTrue();
    assertThat(resultsOf(batchNo)).containsExactly("FAILED", "FAILED");
  }

  @Test
  void a_file_that_needed_a_named_approver_needs_two_persons_whatever_is_named_today() {
    String batchNo = oneBatch(2);
    change("UPDATE payout_file SET first_wait = 'AWAITING_APPROVAL'");
    post(Verdicts.taken());
    pass(Duration.ofHours(26));

    assertThatThrownBy(() -> acts.settle(all(batchNo, FAILED, 2, "3.03"), by("wang", "bank")))
        .hasMessageContaining("Two persons are required");
  }

  private static AcceptRules rules(Money from, String... approvers) {
    return new AcceptRules(from, 259_200_000, List.of(approvers), Map.of(), null, false);
  }

  @Test
  void whoever_submitted_a_file_confirms_no_failure_of_its_lines() {
    String batchNo = oneBatch(2);
    change("UPDATE payout_file SET submitted_by = 'ZHAO'");
    post(Verdicts.taken());
    pass(Duration.ofHours(26));
    Settlement failed = all(batchNo, FAILED, 2, "3.03");

    refused(
        () -> twoPersons().settle(failed, by("chen", "bank")),
        "Two persons are required to mark as failed what may be paid, and"
            + " payout.approval.approvers names no one except chen who could confirm it; another"
            + " person has to propose it.");
    twoPersons().settle(failed, by("wang", "bank"));
    refused(
        () -> twoPersons().settle(failed, by("zhao", "bank")),
        "zhao submitted the file a.csv; another approver (chen) has to confirm what wang"
            + " proposed.");
    assertThat(twoPersons().settle(failed, by("chen", "bank")).isDone()).isTrue();
  }

  @Test
  void nobody_confirms_the_own_proposal_nor_without_being_an_approver() {
    String batchNo = oneBatch(2);
    post(Verdicts.taken());
    pass(Duration.ofHours(26));
    Settlement failed = all(batchNo, FAILED, 2, "3.03");
    twoPersons().settle(failed, by("chen", "bank"));

    refused(
        () -> twoPersons().settle(failed, by("Chen\u200b", "bank")),
        "Chen\u200b proposed this already; another approver (zhao) has to confirm it.");
    refused(
        () -> twoPersons().settle(failed, by("wang", "bank")),
        "wang is not among those who may approve, payout.approval.approvers; chen proposed this,"
            + " and another approver (zhao) has to confirm it.");
    refused(
        () -> twoPersons().settle(failed, by("li", "bank")),
        "li owns the inbox that file a.csv came through (payout.inbox.owner); another approver"
            + " (zhao) has to confirm what chen proposed.");

    twoPersons().settle(failed, by("zhao", "bank"));
    assertThat(state(batchNo)).isEqualTo("SETTLED");
  }

  @Test
  void a_proposal_is_for_the_very_lines_and_ends_after_72_hours() {
    String batchNo = oneBatch(3);
    post(Verdicts.taken());
    pass(Duration.ofHours(26));
    twoPersons().settle(all(batchNo, FAILED, 3, "6.06"), by("wang", "bank"));
    acts.settle(Settlement.line(batchNo, "A-1", PAID), act("seen"));

    twoPersons().settle(all(batchNo, FAILED, 2, "5.05"), by("chen", "bank"));
    twoPersons().settle(Settlement.line(batchNo, "A-2", FAILED), by("zhao", "bank"));
    assertThat(resultsOf(batchNo)).containsExactly("PAID", "OPEN", "OPEN");
    pass(Duration.ofHours(72));
    twoPersons().settle(all(batchNo, FAILED, 2, "5.05"), by("zhao", "bank"));
    assertThat(resultsOf(batchNo)).containsExactly("PAID", "OPEN", "OPEN");

    twoPersons().settle(all(batchNo, FAILED, 2, "5.05"), by("chen", "bank"));
    assertThat(resultsOf(batchNo)).containsExactly("PAID", "FAILED", "FAILED");
  }

  @Test
  void a_single_line_takes_two_persons_too_and_early_does_not_change_that() {
    String batchNo = oneBatch(2);
    post(Verdicts.taken());
    Settlement failed = Settlement.line(batchNo, "A-2", FAILED).evenEarly();

    twoPersons().settle(failed, by("wang", "bank"));
    assertThat(resultsOf(batchNo)).containsExactly("OPEN", "OPEN");
    twoPersons().settle(failed, by("chen", "bank"));

    assertThat(resultsOf(batchNo)).containsExactly("OPEN", "FAILED");
  }

  @Test
  void one_person_is_enough_for_what_is_paid_or_was_never_sent_or_needs_no_approval() {
    String batchNo = oneBatch(1);
    post(Verdicts.taken());
    String never = accept("n.csv", List.of(lines("N", 1))).get(0);
    acts.hold(never, act("wait"));
    String small = accept("s.csv", List.of(lines("S", 1))).get(0);
    post(Verdicts.taken());
    AcceptRules fromTwoYuan =
        new AcceptRules(new Money(200), 1, List.of("chen"), Map.of(), null, false);

    twoPersons().settle(all(batchNo, PAID, 1, "1.01"), by("wang", "bank"));
    twoPersons().settle(all(never, FAILED, 1, "1.01"), by("wang", "bank"));
    ledger.acts(fromTwoYuan).settle(all(small, FAILED, 1, "1.01").evenEarly(), by("wang", "bank"));

    assertThat(List.of(state(batchNo), state(never), state(small))).containsOnly("SETTLED");
  }

  @Test
  void a_proposal_is_refused_if_no_one_could_confirm_it() {
    String batchNo = oneBatch(1);
    post(Verdicts.taken());
    pass(Duration.ofHours(26));
    AcceptRules one =
        new AcceptRules(Money.ZERO, 1, List.of("chen", "li"), Map.of("inbox", "li"), null, false);

    refused(
        () -> ledger.acts(one).settle(all(batchNo, FAILED, 1, "1.01"), by("chen", "bank")),
        "Two persons are required to mark as failed what may be paid, and payout.approval.approvers"
            + " names no one except chen who could confirm it; another person has to propose it.");
  }

  private ActLedger twoPersons() {
    return ledger.acts(TWO_PERSONS);
  }

  private void refusedEarly(String batchNo, String serial) {
    assertThatThrownBy(() -> acts.settle(Settlement.line(batchNo, serial, FAILED), act("why")))
        .isInstanceOf(ActRefusedException.class)
        .hasMessageEndingWith("Wait until then, or use --early.");
  }

  private static Settlement all(
      String batchNo, payout.batch.LineState as, long lines, String amount) {
    return Settlement.all(batchNo, as, lines, Money.parse(amount));
  }

  private static Act by(String who, String reason) {
    return new Act(who, reason, false);
  }

  private void refused(ThrowingCallable act, String sentence) {
    String before = everything();

    assertThatThrownBy(act).isInstanceOf(ActRefusedException.class).hasMessage(sentence);

    assertThat(everything()).isEqualTo(before);
  }
}
