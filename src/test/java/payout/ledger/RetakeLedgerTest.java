package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import payout.batch.FileState;
import payout.batch.Language;
import payout.batch.LineState;
import payout.batch.Money;
import payout.batch.PayoutLine;
import payout.ledger.serial.SerialEntry;

/** What the ledger records of a file that it lost and takes again. */
@OnBothDatabases
class RetakeLedgerTest extends LedgerFixture {

  private static final AcceptRules APPROVAL =
      new AcceptRules(
          Money.ZERO,
          Duration.ofHours(72).toMillis(),
          List.of("chen"),
          Map.of("inbox", "li"),
          null,
          false);

  private static final Act ACT = new Act("wang", "It was looked at.", false);

  @Test
  void a_file_in_doubt_is_held_and_so_is_an_open_batch_with_one_of_its_serials() {
    String other = accept("other.csv", List.of(lines("A", 1))).get(0);
    long rival = batch(other).id();

    FileRecord again = again("lost.csv", lines("A", 1), "It is in doubt.", Set.of(rival));

    assertThat(again.retaken()).isEqualTo(Retaken.DOUBT);
    assertThat(status.batches(again.id()))
        .extracting(each -> each.state().name())
        .containsExactly("HELD");
    assertThat(state(other)).isEqualTo("HELD");
    assertThat(sending.claim()).as("nothing is sent").isEmpty();
    assertThat(again.archiveName()).isEqualTo(".done/20260310100001000-lost.csv");
    assertThat(status.events(again)).extracting(StatusLedger.Event::kind).contains("RETAKEN");
  }

  @Test
  void of_two_batches_with_one_serial_one_is_released() {
    String other = accept("other.csv", List.of(lines("A", 2))).get(0);
    FileRecord file = again("lost.csv", lines("A", 1), "In doubt.", Set.of(batch(other).id()));
    String lost = number("lost.csv", 1, 1);
    accept("another.csv", List.of(lines("B", 1)));

    assertThat(acts.preview(ActKind.RELEASE, other, ACT).isRefused()).isFalse();
    assertThat(acts.preview(ActKind.RELEASE, lost, ACT).isRefused()).isFalse();
    acts.release(lost, ACT);

    assertThat(state(lost)).isEqualTo("READY");
    assertThat(acts.preview(ActKind.RELEASE, other, ACT).sentence())
        .contains("the payment A-1 is also in batch " + lost + ", which is READY, and is OPEN");
    assertThatThrownBy(() -> acts.release(other, ACT))
        .isInstanceOf(ActRefusedException.class)
        .hasMessageContaining("could be paid twice")
        .hasMessageContaining("this batch itself may have been posted, and paid, by the ledger");
    assertThat(state(other)).isEqualTo("HELD");
    acts.hold(file.id(), ACT);
    acts.release(other, ACT);
    assertThatThrownBy(() -> acts.release(file.id(), ACT))
        .isInstanceOf(ActRefusedException.class)
        .hasMessageContaining(lost + " has a payment that another batch has, too");
  }

  /** The ledger that was lost may have posted them, although this one never did. */
  @Test
  void what_is_held_in_doubt_counts_as_sent_when_a_person_calls_it_failed() {
    AcceptRules two =
        new AcceptRules(Money.ZERO, 1, List.of("chen", "zhao"), Map.of(), null, false);
    String other = accept("other.csv", List.of(lines("A", 1))).get(0);
    pass(Duration.ofHours(5));
    again("lost.csv", lines("A", 1), "In doubt.", Set.of(batch(other).id()));
    String lost = number("lost.csv", 1, 1);
    Settlement failed = Settlement.line(lost, "A-1", LineState.FAILED);
    Settlement rival = Settlement.line(other, "A-1", LineState.FAILED);
    pass(Duration.ofHours(26).minusMillis(1));

    for (Settlement each : List.of(failed, rival)) {
      assertThatThrownBy(() -> acts.settle(each, ACT))
          .isInstanceOf(ActRefusedException.class)
          .hasMessageContaining("may have been sent, by a ledger that was lost, at the latest at")
          .hasMessageEndingWith("Wait until then, or use --early.");
      assertThat(ledger.acts(two).settle(each.evenEarly(), ACT).isDone()).isFalse();
    }
    pass(Duration.ofMillis(1));
    acts.settle(failed, ACT);

    assertThat(state(lost)).isEqualTo("SETTLED");
    assertThat(ledger.acts(two).settle(rival, new Act("chen", "seen", false)).isDone())
        .as("the same command without --early confirms it")
        .isTrue();
  }

  /** It waited by the copy; what was due in it may have been sent since. */
  @Test
  void what_was_due_when_the_ledger_was_lost_counts_as_sent_although_a_person_holds_it() {
    String due = accept("due.csv", List.of(lines("D", 1))).get(0);
    post(Verdicts.unknown());
    pass(Duration.ofHours(25));
    ledger.retakes().lostSomething(List.of(), List.of(), Language.EN);
    acts.hold(due, ACT);
    Settlement failed = Settlement.line(due, "D-1", LineState.FAILED);
    pass(Duration.ofHours(2));

    assertThatThrownBy(() -> acts.settle(failed, ACT))
        .hasMessageContaining("by a ledger that was lost");
    pass(Duration.ofHours(24));

    acts.settle(failed, ACT);
    assertThat(state(due)).isEqualTo("SETTLED");
  }

  @Test
  void a_rival_that_was_posted_counts_although_it_is_held() {
    String other = accept("other.csv", List.of(lines("A", 1))).get(0);
    post(Verdicts.unknown());
    acts.hold(other, ACT);
    again("lost.csv", lines("A", 1), "In doubt.", Set.of(batch(other).id()));

    assertThatThrownBy(() -> acts.release(number("lost.csv", 1, 1), ACT))
        .isInstanceOf(ActRefusedException.class);
    acts.release(other, ACT);

    assertThat(state(other)).isEqualTo("UNKNOWN");
  }

  @Test
  void a_rival_that_was_paid_keeps_a_batch_held_for_good() {
    String other = accept("other.csv", List.of(lines("A", 1))).get(0);
    post(Verdicts.taken());
    again("lost.csv", lines("A", 1), "In doubt.", Set.of(batch(other).id()));

    assertThatThrownBy(() -> acts.release(number("lost.csv", 1, 1), ACT))
        .hasMessageContaining(other + ", which is TAKEN");
  }

  @Test
  void a_rival_that_the_gateway_has_stays_as_it_is() {
    String other = accept("other.csv", List.of(lines("A", 1))).get(0);
    post(Verdicts.taken());

    again("lost.csv", lines("A", 1), "It is in doubt.", Set.of(batch(other).id()));

    assertThat(state(other)).isEqualTo("TAKEN");
  }

  /** Or else it could never be accepted, and whoever rejects it frees serials that were paid. */
  @Test
  void a_rival_in_a_file_that_waits_for_approval_is_held_when_that_is_approved() {
    FileRecord waits = drop(APPROVAL, "waits.csv", null);
    assertThat(waits.state()).isEqualTo(FileState.AWAITING_APPROVAL);
    again("lost.csv", lines("waits.csv", 1), "It is in doubt.", Set.of(rivalOf(waits)));
    inDoubt(waits);
    pass(Duration.ofHours(99));
    assertThat(ledger.waiting(APPROVAL, Language.EN).expire(FAILS)).isEmpty();

    ledger
        .waiting(APPROVAL, Language.EN)
        .approve("waits.csv", waits.sha256(), new Act("chen", "seen", false));

    acceptedAndHeld(waits);
  }

  @Test
  void a_rival_in_a_file_that_waits_for_its_day_is_held_on_that_day() {
    FileRecord waits = drop(AcceptRules.AT_ONCE, "waits.csv", LocalDate.of(2026, 3, 11));
    assertThat(waits.state()).isEqualTo(FileState.AWAITING_DATE);
    again("lost.csv", lines("waits.csv", 1), "It is in doubt.", Set.of(rivalOf(waits)));
    inDoubt(waits);
    pass(Duration.ofDays(1));

    assertThat(ledger.waiting(AcceptRules.AT_ONCE, Language.EN).acceptOnDay(FAILS)).hasSize(1);

    acceptedAndHeld(waits);
  }

  @Test
  void a_rival_in_a_file_that_waits_for_the_limit_is_held_when_a_day_has_room() {
    FileRecord waits = drop(limit("1.00"), "waits.csv", null);
    assertThat(waits.state()).isEqualTo(FileState.AWAITING_LIMIT);
    again("lost.csv", lines("waits.csv", 1), "It is in doubt.", Set.of(rivalOf(waits)));
    inDoubt(waits);

    assertThat(ledger.waiting(limit("9.00"), Language.EN).acceptWithinLimit(FAILS)).hasSize(1);

    acceptedAndHeld(waits);
  }

  @Test
  void a_file_that_was_accepted_before_is_in_doubt_all_the_same_for_a_rival() {
    FileRecord waits = drop(AcceptRules.AT_ONCE, "waits.csv", LocalDate.of(2026, 3, 11));
    ledger.retakes().lostSomething(List.of(waits), List.of(), Language.EN);
    assertThat(status.file(waits.id()).retaken()).isEqualTo(Retaken.SAME);
    assertThat(status.file(waits.id()).reason())
        .as("nobody can approve it before its day")
        .contains("On its day it is accepted again")
        .doesNotContain("payout approve");

    again("lost.csv", lines("waits.csv", 1), "It is in doubt.", Set.of(rivalOf(waits)));

    inDoubt(waits);
    assertThat(status.file(waits.id()).archiveName()).startsWith(".done/");
  }

  @Test
  void a_file_without_doubt_is_sent_under_its_number_and_held_if_the_gateway_has_it() {
    FileRecord again = again("lost.csv", lines("A", 1), "", Set.of());

    Claim claim = post(Verdicts.numberIsUsed());

    assertThat(claim.batch().batchNo()).isEqualTo(number("lost.csv", 1, 1));
    assertThat(state(number("lost.csv", 1, 1))).isEqualTo("HELD");
    assertThat(sending.isTakenAgain(claim)).isTrue();
    assertThat(again.retaken()).isEqualTo(Retaken.SAME);
  }

  @Test
  void the_newest_place_in_the_archive_says_how_far_the_ledger_knows() {
    assertThat(ledger.retakes().since()).isEmpty();
    accept("a.csv", List.of(lines("A", 1)));
    long first = clock.millis();
    assertThat(ledger.retakes().since()).hasValue(first);

    pass(Duration.ofHours(5));
    accept("b.csv", List.of(lines("B", 1)));
    long second = clock.millis();
    pass(Duration.ofHours(5));
    again("c.csv", lines("C", 1), "", Set.of());

    assertThat(ledger.retakes().since()).hasValue(second - 60_000);
  }

  @Test
  void one_process_at_a_time_takes_files_again() {
    RetakeLedger here = ledger.retakes();
    assertThat(here.begin()).isTrue();
    assertThat(here.begin()).as("it goes on").isTrue();
    if (engine == Engine.POSTGRESQL) {
      RetakeLedger there = anotherProcess().retakes();
      assertThat(there.begin()).isFalse();
      pass(Duration.ofSeconds(21));
      assertThat(there.begin()).as("the other one died").isTrue();
      assertThat(here.begin()).isFalse();
      there.end();
    }
    assertThat(here.begin()).isTrue();
  }

  @Test
  void what_was_due_is_told_of_as_a_whole() {
    String due = accept("due.csv", List.of(lines("D", 1))).get(0);

    ledger.retakes().lostSomething(List.of(), List.of(), Language.EN);

    assertThat(sending.isTakenAgain(sending.claim().orElseThrow())).isTrue();
    assertThat(state(due)).isEqualTo("SENDING");
  }

  @Test
  void what_the_machine_would_accept_is_in_doubt_once_something_was_lost() {
    FileRecord byDate = drop(AcceptRules.AT_ONCE, "date.csv", LocalDate.of(2026, 3, 11));
    FileRecord byLimit = drop(limit("1.00"), "limit.csv", null);
    FileRecord byPerson = drop(APPROVAL, "person.csv", null);
    FileRecord decided = drop(APPROVAL, "decided.csv", null);
    FileRecord console = drop(APPROVAL, "console.csv", null);
    change("UPDATE payout_file SET submitted_by = 'qian' WHERE id = " + console.id());

    assertThat(ledger.retakes().lostSomething(List.of(), List.of(decided), Language.EN))
        .extracting(FileRecord::id)
        .containsExactly(byDate.id(), byLimit.id(), decided.id(), console.id());

    for (FileRecord each : List.of(byDate, byLimit, decided, console)) {
      inDoubt(each);
    }
    assertThat(status.file(byPerson.id()).retaken())
        .as("an approver looks at it, and its place tells whether one did")
        .isEqualTo(Retaken.NO);
    assertThat(ledger.retakes().waiting())
        .extracting(FileRecord::id)
        .containsExactly(byPerson.id());
    assertThat(ledger.retakes().lostSomething(List.of(), List.of(), Language.EN)).isEmpty();
  }

  /** Nobody knows whether it was accepted before; the rules alone would accept it. */
  @Test
  void a_file_from_waiting_waits_for_a_person_under_its_numbers() {
    FileRecord again = again(".waiting/", "lost.csv", lines("A", 1), "It is in doubt.", Set.of());
    pass(Duration.ofDays(400));

    assertThat(again.state()).isEqualTo(FileState.AWAITING_APPROVAL);
    assertThat(sending.claim()).as("nothing is sent").isEmpty();
    WaitingLedger waiting = ledger.waiting(AcceptRules.AT_ONCE, Language.EN);
    assertThat(waiting.expire(FAILS)).as("its serials stay in use").isEmpty();
    waiting.approve("lost.csv", again.sha256(), act("it was asked about"));

    acceptedAndHeld(again);
    assertThat(status.file(again.id()).archiveName()).isEqualTo(".done/20260310100001000-lost.csv");
    acts.release(number("lost.csv", 1, 1), act("it was never sent"));
    assertThat(post(Verdicts.taken()).batch().batchNo()).isEqualTo(number("lost.csv", 1, 1));
  }

  private FileRecord again(String name, List<PayoutLine> lines, String doubt, Set<Long> rivals) {
    return again(".done/", name, lines, doubt, rivals);
  }

  private FileRecord again(
      String folder, String name, List<PayoutLine> lines, String doubt, Set<Long> rivals) {
    FileRecord file = arrive(name, sha256(name)).file();
    StagedBatch batch = StagedBatch.of(1, lines);
    intake.stage(file, List.of(batch));
    intake.takeTurn(file);
    intake.addSerials(
        file,
        lines.stream().mapToLong(line -> SerialEntry.of(line.serial(), 1)).sorted().toArray());
    return intake.acceptAgain(
        file,
        new IntakeStore.Decision(lines.size(), batch.amount(), 0, 1, 0, new byte[0], "", ""),
        new long[0],
        new Retake(folder + "20260310100001000-" + name, doubt, rivals));
  }

  private FileRecord drop(AcceptRules rules, String name, LocalDate payOn) {
    IntakeLedger usual = intake;
    intake = ledger.intake(rules, Language.EN);
    FileRecord arrived = arrive(name, sha256(name)).file();
    StagedBatch batch = StagedBatch.of(1, lines(name, 1));
    intake.stage(arrived, List.of(batch));
    intake.takeTurn(arrived);
    if (payOn != null) {
      intake.keepPayOn(arrived, payOn);
    }
    FileRecord file =
        intake.accept(
            arrived, new IntakeStore.Decision(1, batch.amount(), 0, 1, 0, new byte[0], "", ""));
    intake = usual;
    return file;
  }

  private static AcceptRules limit(String dayMax) {
    return new AcceptRules(null, 0, List.of(), Map.of(), Money.parse(dayMax), true);
  }

  private long rivalOf(FileRecord file) {
    return status.batches(file.id()).get(0).id();
  }

  private void inDoubt(FileRecord file) {
    FileRecord now = status.file(file.id());
    assertThat(now.state()).isEqualTo(file.state());
    assertThat(now.retaken()).isEqualTo(Retaken.DOUBT);
    assertThat(now.waited().expiresAt()).isZero();
    assertThat(now.reason()).contains("all its batches are HELD");
    assertThat(states(file)).containsExactly("READY");
  }

  private void acceptedAndHeld(FileRecord file) {
    assertThat(status.file(file.id()).state()).isEqualTo(FileState.ACCEPTED);
    assertThat(states(file)).containsExactly("HELD");
    assertThat(sending.claim()).as("nothing is sent").isEmpty();
  }

  private List<String> states(FileRecord file) {
    return status.batches(file.id()).stream().map(each -> each.state().name()).toList();
  }
}
