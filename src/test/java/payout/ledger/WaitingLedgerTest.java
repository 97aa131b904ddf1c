package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static payout.batch.FileState.ACCEPTED;
import static payout.batch.FileState.AWAITING_APPROVAL;
import static payout.batch.FileState.AWAITING_DATE;
import static payout.batch.FileState.AWAITING_LIMIT;
import static payout.batch.FileState.DUPLICATE;
import static payout.batch.FileState.RECEIVED;
import static payout.batch.FileState.REJECTED;
import static payout.batch.FileState.SETTLED;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import payout.batch.ChinaClock;
import payout.batch.FileState;
import payout.batch.Language;
import payout.batch.LineState;
import payout.batch.Money;
import payout.ledger.serial.SerialEntry;
import payout.testing.SettableClock;

@OnBothDatabases
class WaitingLedgerTest extends LedgerFixture {

  private static final Map<String, String> OWNERS = Map.of("inbox", "li");

  /** Every file has to be approved by chen or li within 72 hours; the inbox is li's. */
  private static final AcceptRules APPROVAL = approval(null, false);

  private static AcceptRules approval(String dayMax, boolean nextDay) {
    return new AcceptRules(
        Money.ZERO,
        Duration.ofHours(72).toMillis(),
        List.of("chen", "li"),
        OWNERS,
        dayMax == null ? null : Money.parse(dayMax),
        nextDay);
  }

  private static AcceptRules limit(String dayMax, boolean nextDay) {
    return new AcceptRules(null, 0, List.of(), Map.of(), Money.parse(dayMax), nextDay);
  }

  // ---- waiting

  @Test
  void nothing_of_a_file_that_waits_can_be_sent() {
    FileRecord file = drop(APPROVAL, "a.csv", 3);

    pass(Duration.ofDays(1));
    assertThat(file.state()).isEqualTo(AWAITING_APPROVAL);
    assertThat(sending.claim()).isEmpty();
    restart();
    assertThat(sending.claim()).isEmpty();
    assertThat(rows("SELECT kind FROM publication")).containsExactly("WAITING");
    assertThat(rows("SELECT state, due_at FROM batch")).containsExactly("READY null");
    assertThat(file.archiveName()).startsWith(".waiting/").endsWith("-a.csv");
    assertThat(now(file).reason()).contains("before 2026-03-13T10:00:00+08:00");
  }

  @Test
  void a_file_that_waited_still_reports_how_many_of_its_lines_were_left_out() {
    intake = ledger.intake(APPROVAL, Language.EN);
    FileRecord arrived = arrive("a.csv", sha256("a.csv")).file();
    StagedBatch batch = StagedBatch.of(1, lines("a.csv", 1));
    intake.stage(arrived, List.of(batch));
    intake.takeTurn(arrived);
    String leftOut = "2 lines were left out and are not paid; the reasons are in the rejects file.";
    FileRecord file =
        intake.accept(
            arrived,
            new IntakeStore.Decision(1, batch.amount(), 2, 1, 0, new byte[0], leftOut, ""));

    assertThat(file.reason()).startsWith("An approver must approve it before").endsWith(leftOut);
    approve(APPROVAL, "a.csv", sha256("a.csv"), "chen");
    assertThat(now(file).state()).isEqualTo(ACCEPTED);
    assertThat(now(file).reason()).isEqualTo(leftOut);
  }

  @Test
  void only_files_from_the_sum_on_have_to_be_approved() {
    AcceptRules from =
        new AcceptRules(Money.parse("3.03"), 1, List.of("chen"), OWNERS, null, false);

    assertThat(drop(from, "small.csv", 1).state()).isEqualTo(ACCEPTED);
    assertThat(drop(from, "at.csv", 2).state()).isEqualTo(AWAITING_APPROVAL);
  }

  @Test
  void a_file_that_waits_holds_its_bytes_its_serials_and_its_numbers() {
    drop(APPROVAL, "a.csv", 2);

    Reception again = arrive("copy.csv", sha256("a.csv"));
    assertThat(again.file().state()).isEqualTo(DUPLICATE);
    FileRecord other = arrive("other.csv", sha256("other.csv")).file();
    intake.takeTurn(other);
    assertThat(intake.addSerials(other, new long[] {SerialEntry.of("a.csv-1", 1)})).hasSize(1);
    assertThat(status.lines("a.csv-1")).hasSize(1);
    assertThat(status.batches(number("a.csv", 1, 1))).hasSize(1);
  }

  @Test
  void no_act_and_no_notify_moves_a_batch_of_a_file_that_waits() {
    drop(APPROVAL, "a.csv", 1);
    String batchNo = number("a.csv", 1, 1);
    String before = everything();

    for (Callable<String> each :
        List.<Callable<String>>of(
            () -> acts.hold(batchNo, act("x")),
            () -> acts.release(batchNo, act("x")),
            () -> acts.isOurs(batchNo, act("x")),
            () -> acts.resend(batchNo, act("x")),
            () ->
                acts.settle(Settlement.line(batchNo, "a.csv-1", LineState.PAID), act("x"))
                    .sentence())) {
      assertThatThrownBy(each::call)
          .isInstanceOf(ActRefusedException.class)
          .hasMessageContaining("its file a.csv is AWAITING_APPROVAL");
    }
    assertThat(notifies.target(batchNo)).isEmpty();
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void a_batch_that_is_due_too_early_is_not_sent_even_so() {
    drop(APPROVAL, "a.csv", 1);
    change("UPDATE batch SET due_at = 1");

    assertThatThrownBy(sending::claim).hasMessageContaining("its file is AWAITING_APPROVAL");
    assertThat(rows("SELECT state FROM batch")).containsExactly("READY");
  }

  // ---- approving

  @Test
  void another_person_approves_the_bytes_and_all_batches_go_out() {
    FileRecord file = drop(APPROVAL, "a.csv", 2);

    String said = approve(APPROVAL, "a.csv", file.sha256(), "chen");

    assertThat(said).isEqualTo("File a.csv is ACCEPTED.");
    assertThat(now(file).state()).isEqualTo(ACCEPTED);
    assertThat(now(file).reason()).isEmpty();
    assertThat(now(file).waited().approvedBy()).isEqualTo("chen");
    assertThat(now(file).archiveName()).isEqualTo(file.archiveName().replace(".waiting", ".done"));
    assertThat(rows("SELECT kind FROM publication ORDER BY id")).containsExactly("WAITING", "ACK");
    assertThat(rows("SELECT kind, cause, detail FROM event ORDER BY id"))
        .endsWith("APPROVED chen seen the list", "ACCEPTED chen seen the list");
    post(Verdicts.taken());
    assertThat(state(number("a.csv", 1, 1))).isEqualTo("TAKEN");
  }

  @Test
  void what_is_no_approval_is_refused_and_recorded_and_changes_nothing() {
    FileRecord file = drop(APPROVAL, "a.csv", 2);
    String sha256 = file.sha256();

    refused("name the bytes with --sha256", "a.csv", null, "chen");
    refused("has the SHA-256 " + sha256 + ", and not", "a.csv", sha256("b.csv"), "chen");
    refused("li owns the inbox", "a.csv", sha256, "li");
    refused("LI owns the inbox", "a.csv", sha256, "LI");
    refused("zhao is not among those who may approve", "a.csv", sha256, "zhao");
    refused("Chen is not among those who may approve", "a.csv", sha256, "Chen");
    refused("The ledger holds no file that b.csv means", "b.csv", sha256, "chen");

    assertThat(now(file).state()).isEqualTo(AWAITING_APPROVAL);
    assertThat(sending.claim()).isEmpty();
    assertThat(rows("SELECT cause FROM event WHERE kind = 'APPROVAL_REFUSED' ORDER BY id"))
        .containsExactly("chen", "chen", "li", "LI", "zhao", "Chen", "chen");
  }

  @Test
  void a_file_is_approved_once() {
    FileRecord file = drop(APPROVAL, "a.csv", 2);
    approve(APPROVAL, "a.csv", file.sha256(), "chen");
    String before = one("SELECT * FROM payout_file");

    refused("is ACCEPTED, approved by chen", "a.csv", file.sha256(), "chen");

    assertThat(one("SELECT * FROM payout_file")).isEqualTo(before);
    assertThat(one("SELECT amount FROM accepted_day")).isEqualTo("303");
  }

  @Test
  void a_name_that_means_two_files_needs_the_bytes() {
    FileRecord first = drop(APPROVAL, "a.csv", sha256("first"), "F", 1);
    FileRecord second = drop(APPROVAL, "a.csv", sha256("second"), "S", 1);

    refused("Several files a.csv wait", "a.csv", null, "chen");
    approve(APPROVAL, "a.csv", first.sha256(), "chen");

    assertThat(now(first).state()).isEqualTo(ACCEPTED);
    assertThat(now(second).state()).isEqualTo(AWAITING_APPROVAL);
  }

  @Test
  void an_approval_that_comes_too_late_is_refused_and_the_file_with_it() {
    FileRecord file = drop(APPROVAL, "a.csv", 2);
    pass(Duration.ofHours(72).minusMillis(1));
    assertThat(waiting(APPROVAL).expire(FAILS)).isEmpty();
    pass(Duration.ofMillis(1));

    refused("waited too long for approval", "a.csv", file.sha256(), "chen");
    assertThat(waiting(APPROVAL).expire(FAILS))
        .extracting(FileRecord::name)
        .containsExactly("a.csv");

    assertThat(waiting(APPROVAL).expire(FAILS)).isEmpty();
    assertThat(now(file).state()).isEqualTo(REJECTED);
    assertThat(now(file).reason()).startsWith("APPROVAL_EXPIRED: ");
    assertThat(now(file).archiveName()).startsWith(".rejected/");
    assertThat(rows("SELECT kind FROM publication ORDER BY id")).containsExactly("WAITING", "ACK");
    assertThat(rows("SELECT * FROM batch")).isEmpty();
  }

  @Test
  void what_was_rejected_may_come_again_under_its_number() {
    FileRecord file = drop(APPROVAL, "a.csv", 2);

    assertThat(waiting(APPROVAL).reject("a.csv", by("li", "wrong month"))).contains("REJECTED");
    assertThat(now(file).reason()).isEqualTo("REJECTED_BY_PERSON: li refused it: wrong month");
    assertThatThrownBy(() -> waiting(APPROVAL).reject("a.csv", by("li", "again")))
        .hasMessageContaining("is REJECTED");

    FileRecord again = drop(AcceptRules.AT_ONCE, "a.csv", 2);
    assertThat(again.state()).isEqualTo(ACCEPTED);
    assertThat(status.batches(again.id()))
        .extracting(BatchRecord::batchNo)
        .containsExactly(number("a.csv", 1, 1));
    assertThat(status.lines("a.csv-1")).hasSize(1);
  }

  @Test
  void a_grant_for_bytes_outlives_a_rejection() {
    accept("a.csv", List.of(lines("a.csv", 1)));
    post(Verdicts.taken());
    Notify.of("n", number("a.csv", 1, 1)).paid(linesOf(number("a.csv", 1, 1)).get(0)).to(notifies);
    acts.again(sha256("a.csv"), act("each month"));
    drop(APPROVAL, "a.csv", sha256("a.csv"), "B", 1);

    waiting(APPROVAL).reject("a.csv", by("chen", "too early"));

    FileRecord again = drop(AcceptRules.AT_ONCE, "a.csv", sha256("a.csv"), "B", 1);
    assertThat(again.state()).isEqualTo(ACCEPTED);
    assertThat(again.round()).isEqualTo(2);
  }

  @Test
  void a_dry_run_changes_nothing() {
    FileRecord file = drop(approval("1.00", false), "a.csv", 2);
    String before = everything();
    Act dry = new Act("chen", "only asking", true);

    assertThat(waiting(approval("1.00", false)).approve("a.csv", file.sha256(), dry))
        .startsWith("Dry run, nothing is changed: File a.csv is AWAITING_LIMIT");
    assertThat(waiting(APPROVAL).approve("a.csv", file.sha256(), dry))
        .isEqualTo("Dry run, nothing is changed: File a.csv is ACCEPTED.");
    assertThat(waiting(APPROVAL).reject("a.csv", dry)).startsWith("Dry run");
    assertThatThrownBy(() -> waiting(APPROVAL).approve("a.csv", null, dry))
        .isInstanceOf(ActRefusedException.class);

    assertThat(everything()).isEqualTo(before);
  }

  // ---- approval files

  @Test
  void an_approval_file_names_the_bytes_and_the_sum() {
    FileRecord file = drop(APPROVAL, "a.csv", 2);
    WaitingLedger waiting = waiting(APPROVAL);

    refusedNote(file, note("f1", file.sha256(), "3.04", ""), "pays 3.03, and not 3.04");
    refusedNote(file, note("f2", sha256("b"), "3.03", ""), "has the SHA-256");
    refusedNote(file, note("f3", file.sha256(), "3.03", "li"), "li owns the inbox");
    refusedNote(file, note("f4", file.sha256(), "3.03", "zhao"), "not among those");
    assertThatThrownBy(() -> waiting.approve(0, note("f5", file.sha256(), "3.03", "")))
        .hasMessageContaining("no file that f5 means");
    assertThat(sending.claim()).isEmpty();

    refusedNote(file, note("f8", file.sha256(), "3.03", ""), "must have a line by=");
    assertThat(sending.claim()).isEmpty();

    ApprovalNote right = note("f6", file.sha256(), "3.03", "chen");
    assertThat(waiting.approve(file.id(), right)).isEqualTo("File a.csv is ACCEPTED.");
    assertThat(waiting.approve(file.id(), right)).contains("approved by this already");
    refusedNote(file, note("f7", file.sha256(), "3.03", ""), "is ACCEPTED, approved by chen");
    assertThat(one("SELECT amount FROM accepted_day")).isEqualTo("303");
    assertThat(rows("SELECT cause FROM event WHERE kind = 'APPROVAL_REFUSED' ORDER BY id"))
        .containsExactly("f1", "f2", "li", "zhao", "f5", "f8", "f7");
  }

  @Test
  void where_no_approver_is_named_whoever_may_write_to_the_folder_approves() {
    AcceptRules alone =
        new AcceptRules(
            Money.ZERO, Duration.ofHours(72).toMillis(), List.of(), OWNERS, null, false);
    FileRecord first = drop(alone, "a.csv", 2);
    FileRecord second = drop(alone, "b.csv", 1);

    waiting(alone).approve(first.id(), note("f1", first.sha256(), "3.03", ""));
    assertThatThrownBy(
            () -> waiting(alone).approve(second.id(), note("f2", second.sha256(), "1.01", "li")))
        .hasMessageContaining("li owns the inbox");
    waiting(alone).approve(second.id(), note("f3", second.sha256(), "1.01", "zhao"));

    assertThat(now(first).state()).isEqualTo(FileState.ACCEPTED);
    assertThat(now(second).state()).isEqualTo(FileState.ACCEPTED);
  }

  @Test
  void an_approval_file_passes_no_limit_of_the_day() {
    FileRecord file = drop(limit("1.00", false), "a.csv", 2);

    refusedNote(file, note("f1", file.sha256(), "3.03", ""), "waits for the limit of the day");
  }

  // ---- the limit of the day

  @Test
  void a_day_of_china_pays_up_to_its_limit_to_the_fen() {
    AcceptRules rules = limit("4.04", true);
    assertThat(drop(rules, "a.csv", 1).state()).isEqualTo(ACCEPTED);
    assertThat(drop(rules, "b.csv", 2).state()).isEqualTo(ACCEPTED);
    FileRecord over = drop(rules, "c.csv", sha256("c.csv"), List.of(line("C-1", 1, 1)));

    assertThat(over.state()).isEqualTo(AWAITING_LIMIT);
    assertThat(one("SELECT day, amount FROM accepted_day")).isEqualTo("2026-03-10 404");
    time.set(Instant.parse("2026-03-10T15:59:59.999Z"));
    assertThat(waiting(rules).acceptWithinLimit(FAILS)).isEmpty();
    time.set(Instant.parse("2026-03-10T16:00:00Z"));
    assertThat(waiting(rules).acceptWithinLimit(FAILS)).hasSize(1);

    assertThat(now(over).state()).isEqualTo(ACCEPTED);
    assertThat(rows("SELECT day, amount FROM accepted_day ORDER BY day"))
        .containsExactly("2026-03-10 404", "2026-03-11 1");
    assertThat(sending.claim()).isPresent();
  }

  @Test
  void the_oldest_goes_on_first_and_what_has_no_room_waits_on() {
    AcceptRules rules = limit("3.50", true);
    drop(rules, "today.csv", 2);
    FileRecord first = drop(rules, "first.csv", 1);
    FileRecord large = drop(rules, "large.csv", 3);
    FileRecord second = drop(rules, "second.csv", 2);
    FileRecord small = drop(rules, "small.csv", 1);
    pass(Duration.ofDays(1));

    waiting(rules).acceptWithinLimit(FAILS);

    assertThat(List.of(now(first), now(large), now(second), now(small)))
        .extracting(FileRecord::state)
        .containsExactly(ACCEPTED, AWAITING_LIMIT, AWAITING_LIMIT, ACCEPTED);
  }

  @Test
  void a_file_on_hold_waits_for_a_person_who_lets_it_exceed_the_limit() {
    AcceptRules rules = limit("1.00", false);
    FileRecord file = drop(rules, "a.csv", 1);
    pass(Duration.ofDays(2));
    assertThat(waiting(rules).acceptWithinLimit(FAILS)).isEmpty();
    assertThat(sending.claim()).isEmpty();

    assertThat(approve(rules, "a.csv", null, "anybody")).isEqualTo("File a.csv is ACCEPTED.");

    assertThat(now(file).state()).isEqualTo(ACCEPTED);
    assertThat(one("SELECT day, amount FROM accepted_day WHERE amount > 0"))
        .isEqualTo("2026-03-12 101");
    assertThat(sending.claim()).isPresent();
  }

  @Test
  void a_file_over_the_limit_that_has_to_be_approved_needs_both() {
    AcceptRules rules = approval("1.00", true);
    FileRecord file = drop(rules, "a.csv", 1);
    assertThat(file.state()).isEqualTo(AWAITING_APPROVAL);

    assertThat(approve(rules, "a.csv", file.sha256(), "chen")).contains("is AWAITING_LIMIT");
    assertThat(now(file).state()).isEqualTo(AWAITING_LIMIT);
    assertThat(now(file).archiveName()).startsWith(".waiting/");
    assertThat(sending.claim()).isEmpty();
    pass(Duration.ofHours(100));
    assertThat(waiting(rules).expire(FAILS)).isEmpty();
    assertThatThrownBy(() -> approve(rules, "a.csv", file.sha256(), "chen"))
        .hasMessageContaining("was approved by chen and waits for the limit of the day");
    assertThatThrownBy(() -> approve(rules, "a.csv", null, "li")).hasMessageContaining("li owns");
    approve(rules, "a.csv", null, "chen");

    assertThat(now(file).state()).isEqualTo(ACCEPTED);
    assertThat(sending.claim()).isPresent();
  }

  @Test
  void the_reason_of_a_wait_is_in_the_language_of_the_settings_and_kept() {
    AcceptRules rules = approval("1.00", true);
    intake = ledger.intake(rules, Language.ZH);
    take(arrive("a.csv", sha256("a.csv")).file(), List.of(lines("a.csv", 1)));
    FileRecord file = status.files("a.csv").get(0);
    String waits = "需要在 2026-03-13T10:00:00+08:00 之前审批：使用 payout approve 命令，或提交审批文件。";
    assertThat(file.reason()).isEqualTo(waits);
    WaitingLedger chinese = ledger.waiting(rules, Language.ZH);

    chinese.approve("a.csv", file.sha256(), by("chen", "seen"));
    assertThat(now(file).reason()).startsWith("付款后将超过当日限额（payout.day.amount-max）");
    assertThat(now(file).waited().reason()).isEqualTo(waits);
    chinese.reject("a.csv", by("li", "改月份"));
    assertThat(now(file).reason()).isEqualTo("REJECTED_BY_PERSON: li 退回了这个文件：改月份");

    FileRecord late = drop(APPROVAL, "b.csv", 1);
    pass(Duration.ofHours(72));
    assertThat(chinese.expire(FAILS)).hasSize(1);
    assertThat(now(late).reason()).isEqualTo("APPROVAL_EXPIRED: 文件没有在期限内通过审批。");
    assertThat(now(late).waited().reason()).startsWith("An approver must approve it before ");
  }

  // ---- at once

  @Test
  void approvals_at_once_on_many_nodes_never_pass_the_limit_together() throws Exception {
    AcceptRules rules = approval("5.05", true);
    List<FileRecord> files = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      files.add(drop(rules, "f" + i + ".csv", 1));
    }
    List<Callable<String>> works = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      FileRecord file = files.get(i);
      WaitingLedger node = (i % 2 == 0 ? ledger : beside()).waiting(rules, Language.EN);
      works.add(() -> node.approve(file.name(), file.sha256(), by("chen", "ok")));
    }

    atOnce(works);

    assertThat(rows("SELECT state, COUNT(*) FROM payout_file GROUP BY state ORDER BY state"))
        .containsExactly("ACCEPTED 5", "AWAITING_LIMIT 3");
    assertThat(one("SELECT amount FROM accepted_day")).isEqualTo("505");
    assertThat(one("SELECT COUNT(*) FROM batch WHERE due_at IS NOT NULL")).isEqualTo("5");
  }

  @Test
  void one_of_many_who_decide_at_once_decides() throws Exception {
    FileRecord file = drop(APPROVAL, "a.csv", 1);
    List<Callable<String>> works = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      WaitingLedger node = beside().waiting(APPROVAL, Language.EN);
      boolean rejects = i == 5;
      works.add(
          () -> {
            try {
              return rejects
                  ? node.reject("a.csv", by("zhao", "no"))
                  : node.approve("a.csv", file.sha256(), by("chen", "ok"));
            } catch (ActRefusedException e) {
              return "refused";
            }
          });
    }

    assertThat(atOnce(works)).filteredOn(said -> !said.equals("refused")).hasSize(1);

    boolean accepted = now(file).state() == ACCEPTED;
    assertThat(rows("SELECT amount FROM accepted_day"))
        .isEqualTo(accepted ? List.of("101") : List.of());
    assertThat(one("SELECT COUNT(*) FROM batch")).isEqualTo(accepted ? "1" : "0");
    assertThat(rows("SELECT kind FROM publication WHERE kind = 'ACK'")).hasSize(1);
  }

  /** Two nodes whose clocks differ by a moment: one approves just in time, the other expires. */
  @Test
  void at_the_very_moment_of_expiry_a_file_is_either_approved_or_refused() throws Exception {
    Instant end = time.instant().plus(Duration.ofHours(72));
    WaitingLedger before =
        beside(new ChinaClock(SettableClock.standing(end.minusMillis(1))))
            .waiting(APPROVAL, Language.EN);
    WaitingLedger after =
        beside(new ChinaClock(SettableClock.standing(end))).waiting(APPROVAL, Language.EN);
    for (int round = 0; round < 8; round++) {
      FileRecord file = drop(APPROVAL, "a" + round + ".csv", 1);
      Callable<String> approves =
          () -> {
            try {
              return before.approve(file.name(), file.sha256(), by("chen", "ok"));
            } catch (ActRefusedException e) {
              return "refused";
            }
          };
      Callable<String> expires = () -> "expired " + after.expire(FAILS).size();
      List<Callable<String>> works = List.of(approves, expires, approves, expires);

      assertThat(atOnce(works))
          .filteredOn(said -> !said.equals("refused") && !said.equals("expired 0"))
          .hasSize(1);

      boolean accepted = now(file).state() == ACCEPTED;
      assertThat(one("SELECT COUNT(*) FROM batch WHERE file_id = " + file.id()))
          .isEqualTo(accepted ? "1" : "0");
      assertThat(now(file).archiveName()).startsWith(accepted ? ".done/" : ".rejected/");
    }
  }

  @Test
  void a_clock_that_jumps_back_lets_nothing_pass_a_limit_or_an_expiry() {
    AcceptRules rules = limit("1.01", true);
    assertThat(drop(rules, "today.csv", 1).state()).isEqualTo(ACCEPTED);
    FileRecord waits = drop(rules, "waits.csv", 1);
    pass(Duration.ofDays(1));
    assertThat(waiting(rules).acceptWithinLimit(FAILS)).hasSize(1);
    FileRecord third = drop(rules, "third.csv", 1);
    FileRecord late = drop(APPROVAL, "late.csv", 1);
    pass(Duration.ofHours(72));
    assertThat(waiting(APPROVAL).expire(FAILS)).hasSize(1);
    pass(Duration.ofHours(-96));

    assertThat(waiting(rules).acceptWithinLimit(FAILS)).isEmpty();
    assertThat(now(third).state()).isEqualTo(AWAITING_LIMIT);
    refused("is REJECTED", "late.csv", late.sha256(), "chen");
    assertThat(now(waits).state()).isEqualTo(ACCEPTED);
    assertThat(rows("SELECT amount FROM accepted_day ORDER BY day")).containsExactly("101", "101");
  }

  @Test
  void no_sign_means_all_files() {
    drop(limit("1.00", false), "a.csv", 1);
    WaitingLedger waiting = waiting(limit("1.00", false));

    for (String what : List.of("%", "_____", "")) {
      assertThatThrownBy(() -> waiting.reject(what, by("chen", "no")))
          .hasMessageContaining("The ledger holds no file");
      assertThat(status.files(what)).isEmpty();
    }
  }

  // ---- the table

  @Test
  void the_steps_of_a_file_are_these_and_no_others() {
    Map<FileState, Set<FileState>> legal = new EnumMap<>(FileState.class);
    legal.put(
        RECEIVED,
        Set.of(AWAITING_APPROVAL, AWAITING_DATE, AWAITING_LIMIT, ACCEPTED, REJECTED, DUPLICATE));
    legal.put(AWAITING_APPROVAL, Set.of(AWAITING_DATE, AWAITING_LIMIT, ACCEPTED, REJECTED));
    legal.put(AWAITING_DATE, Set.of(AWAITING_LIMIT, ACCEPTED, REJECTED));
    legal.put(AWAITING_LIMIT, Set.of(ACCEPTED, REJECTED));
    legal.put(ACCEPTED, Set.of(SETTLED));

    for (FileState from : FileState.values()) {
      for (FileState to : FileState.values()) {
        boolean is = legal.getOrDefault(from, Set.of()).contains(to);
        assertThat(FileTransitions.isLegal(from, to)).as(from + " to " + to).isEqualTo(is);
        if (!is) {
          assertThatThrownBy(() -> FileTransitions.require(from, to))
              .hasMessage("A file does not go from " + from + " to " + to + ".");
        }
      }
    }
  }

  // ---- what the tests say in short

  private FileRecord drop(AcceptRules rules, String name, int lines) {
    return drop(rules, name, sha256(name), name, lines);
  }

  private FileRecord drop(
      AcceptRules rules, String name, String sha256, String serials, int lines) {
    return drop(rules, name, sha256, lines(serials, lines));
  }

  private FileRecord drop(
      AcceptRules rules, String name, String sha256, List<payout.batch.PayoutLine> lines) {
    intake = ledger.intake(rules, Language.EN);
    Reception reception = arrive(name, sha256);
    assertThat(reception).isInstanceOf(Reception.ToRead.class);
    return take(reception.file(), List.of(lines));
  }

  private WaitingLedger waiting(AcceptRules rules) {
    return ledger.waiting(rules, Language.EN);
  }

  private String approve(AcceptRules rules, String what, String sha256, String who) {
    return waiting(rules).approve(what, sha256, by(who, "seen the list"));
  }

  private void refused(String sentence, String what, String sha256, String who) {
    assertThatThrownBy(() -> approve(APPROVAL, what, sha256, who))
        .isInstanceOf(ActRefusedException.class)
        .hasMessageContaining(sentence);
    assertThat(rows("SELECT detail FROM event WHERE kind = 'APPROVAL_REFUSED' ORDER BY id"))
        .last()
        .asString()
        .contains(sentence);
  }

  private void refusedNote(FileRecord file, ApprovalNote note, String sentence) {
    assertThatThrownBy(() -> waiting(APPROVAL).approve(file.id(), note))
        .isInstanceOf(ActRefusedException.class)
        .hasMessageContaining(sentence);
  }

  private FileRecord now(FileRecord file) {
    return status.file(file.id());
  }

  private static ApprovalNote note(String identity, String sha256, String amount, String by) {
    return new ApprovalNote(identity, sha256, Money.parse(amount), by);
  }

  private static Act by(String who, String reason) {
    return new Act(who, reason, false);
  }
}
