package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static payout.batch.LineState.PAID;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import payout.batch.FileState;
import payout.batch.Language;
import payout.batch.LineState;
import payout.batch.Money;
import payout.ledger.ActRefusedException.Why;

/** An act is about what its operator saw, or it is refused; and what would be done can be seen. */
@OnBothDatabases
class ActSeenTest extends LedgerFixture {

  /** Every file has to be approved by chen within 72 hours; the inbox is li's. */
  private static final AcceptRules APPROVAL =
      new AcceptRules(
          Money.ZERO,
          Duration.ofHours(72).toMillis(),
          List.of("chen"),
          Map.of("inbox", "li"),
          null,
          false);

  // ---- what was seen

  @Test
  void every_act_is_refused_when_lines_or_sum_are_not_what_was_seen() {
    for (Trial each : trials()) {
      Seen now = each.preview().get().touches();

      assertThat(now.lines()).as(each.name()).isPositive();
      refused(
          () -> each.act().apply(act("x").seeing(new Seen(now.lines() + 1, now.amount(), ""))),
          " shown; now " + now.lines());
      refused(
          () ->
              each.act()
                  .apply(act("x").seeing(new Seen(now.lines(), now.amount().plus(fen(1)), ""))),
          now.amount() + " CNY");
      refused(
          () ->
              each.act()
                  .apply(act("x").seeing(new Seen(now.lines(), now.amount(), sha256("other")))),
          "The SHA-256 " + sha256("other").substring(0, 8) + "… was shown; now");
      refused(
          () ->
              each.act()
                  .apply(act("x").asDryRun().seeing(new Seen(now.lines() + 1, now.amount(), ""))),
          "Look again.");
      assertThat(each.act().apply(act("x").seeing(now))).as(each.name()).isNotEmpty();
    }
  }

  @Test
  void a_notify_that_came_since_is_said_in_lines_and_sum() {
    String batchNo = oneBatch(3);
    post(Verdicts.taken());
    Settlement all = Settlement.all(batchNo, PAID);
    Seen shown = acts.preview(all, act("x")).touches();
    Notify.of("n1", batchNo).paid(linesOf(batchNo).get(0)).to(notifies);

    refused(
        () -> acts.settle(all, act("x").seeing(shown)),
        "3 lines, 6.06 CNY were shown; now 2 lines, 5.05 CNY are open. Look again.");

    acts.settle(all, act("x").seeing(acts.preview(all, act("x")).touches()));
    assertThat(state(batchNo)).isEqualTo("SETTLED");
  }

  @Test
  void all_open_lines_are_settled_only_by_who_says_how_many() {
    String batchNo = oneBatch(1);
    post(Verdicts.taken());

    refused(
        () -> acts.settle(Settlement.all(batchNo, PAID), act("x")),
        "Name how many lines are open, and their sum.",
        Why.INPUT);
  }

  @Test
  void an_approval_on_a_page_names_bytes_lines_and_sum_and_is_recorded_when_refused() {
    FileRecord file = drop("a.csv", 2);
    WaitingLedger waiting = ledger.waiting(APPROVAL, Language.EN);
    Seen shown = waiting.preview(ActKind.APPROVE, file.id(), chen()).touches();
    assertThat(shown).isEqualTo(new Seen(2, fen(303), file.sha256()));

    for (Seen other :
        List.of(
            new Seen(3, fen(303), file.sha256()),
            new Seen(2, fen(304), file.sha256()),
            new Seen(2, fen(303), sha256("b.csv")))) {
      assertThatThrownBy(() -> waiting.approve(file.id(), chen().seeing(other)))
          .isInstanceOf(ActRefusedException.class)
          .hasMessageContaining("Look again.")
          .extracting(e -> ((ActRefusedException) e).why())
          .isEqualTo(Why.CHANGED);
    }
    assertThatThrownBy(() -> waiting.approve(file.id(), chen()))
        .hasMessage("Name the lines, the sum and the SHA-256 that were shown.");
    assertThat(status.file(file.id()).state()).isEqualTo(FileState.AWAITING_APPROVAL);
    assertThat(rows("SELECT cause FROM event WHERE kind = 'APPROVAL_REFUSED'")).hasSize(4);

    assertThat(waiting.approve(file.id(), chen().seeing(shown)))
        .isEqualTo("File a.csv is ACCEPTED.");
  }

  @Test
  void an_approval_that_another_one_overtook_does_not_exceed_the_limit_of_the_day() {
    AcceptRules both =
        new AcceptRules(Money.ZERO, 72_000_000, List.of("chen", "zhao"), Map.of(), fen(1), false);
    intake = ledger.intake(both, Language.EN);
    FileRecord file = take(arrive("a.csv", sha256("a.csv")).file(), List.of(lines("A", 1)));
    WaitingLedger waiting = ledger.waiting(both, Language.EN);
    Seen shown = waiting.preview(ActKind.APPROVE, file.id(), chen()).touches();
    Act zhao = new Act("zhao", "", false).seeing(shown);
    assertThat(waiting.preview(ActKind.EXCEED_LIMIT, file.id(), zhao).sentence())
        .isEqualTo("File a.csv waits for approval first.");

    waiting.approve(file.id(), chen().seeing(shown));

    assertThatThrownBy(() -> waiting.approve(file.id(), zhao))
        .hasMessage("File a.csv waits for the limit of the day, not for approval.");
    assertThat(waiting.preview(ActKind.EXCEED_LIMIT, file.id(), zhao).sentence())
        .isEqualTo("File a.csv is ACCEPTED.");
    waiting.exceedLimit(file.id(), zhao);
    assertThat(status.file(file.id()).state()).isEqualTo(FileState.ACCEPTED);
  }

  @Test
  void who_may_not_approve_is_told_so_before_and_after() {
    FileRecord file = drop("a.csv", 1);
    WaitingLedger waiting = ledger.waiting(APPROVAL, Language.EN);
    Seen shown = Seen.of(file);

    for (String who : List.of("li", "L\u200bI", "zhao")) {
      Act by = new Act(who, "", false).seeing(shown);
      Preview preview = waiting.preview(ActKind.APPROVE, file.id(), by);

      assertThat(preview.result()).isEqualTo(ActResult.REFUSED);
      assertThat(preview.why()).isEqualTo(Why.PERSON);
      assertThatThrownBy(() -> waiting.approve(file.id(), by)).hasMessage(preview.sentence());
    }
  }

  @Test
  void a_file_is_rejected_as_it_was_seen() {
    FileRecord file = drop("a.csv", 2);
    WaitingLedger waiting = ledger.waiting(APPROVAL, Language.EN);

    refused(
        () -> waiting.reject(file.id(), act("wrong").seeing(new Seen(1, fen(303), ""))),
        "1 line, 3.03 CNY was shown; now 2 lines, 3.03 CNY are in the file. Look again.");

    waiting.reject(file.id(), act("wrong").seeing(Seen.of(file)));
    assertThat(status.file(file.id()).state()).isEqualTo(FileState.REJECTED);
  }

  // ---- what would be done

  @Test
  void a_preview_says_what_the_act_then_says_and_changes_nothing() {
    for (Trial each : trials()) {
      String before = everything();
      Preview preview = each.preview().get();

      assertThat(everything()).as(each.name()).isEqualTo(before);
      assertThat(preview.isRefused()).isFalse();
      assertThat(preview.moves()).hasSize(preview.count());
      assertThat(each.act().apply(act("x").asDryRun()))
          .isEqualTo("Dry run, nothing is changed: " + preview.sentence());
      assertThat(everything()).as(each.name()).isEqualTo(before);
      assertThat(each.act().apply(act("x"))).as(each.name()).isEqualTo(preview.sentence());
      assertThat(everything()).as(each.name()).isNotEqualTo(before);
    }
  }

  @Test
  void a_preview_lists_what_goes_from_where_to_where() {
    List<String> numbers = manyBatches(3);
    post(Verdicts.unknown());
    long file = batch(numbers.get(0)).fileId();

    assertThat(acts.preview(ActKind.HOLD, file, act("x")).moves())
        .containsExactly(
            new Preview.Move(numbers.get(0), "UNKNOWN", "HELD", 1, fen(100)),
            new Preview.Move(numbers.get(1), "READY", "HELD", 1, fen(100)),
            new Preview.Move(numbers.get(2), "READY", "HELD", 1, fen(100)));
    assertThat(acts.preview(ActKind.HOLD, file, act("x")).touches())
        .isEqualTo(Seen.of(3, fen(300)));

    String two = accept("t.csv", List.of(lines("T", 3))).get(0);
    acts.hold(two, act("x"));
    assertThat(acts.preview(Settlement.lines(two, List.of("T-3", "T-1"), PAID), act("x")).moves())
        .containsExactly(
            new Preview.Move("T-1", "OPEN", "PAID", 1, fen(101)),
            new Preview.Move("T-3", "OPEN", "PAID", 1, fen(303)));
  }

  @Test
  void a_result_that_another_person_has_to_confirm_is_shown_as_a_proposal() {
    AcceptRules two =
        new AcceptRules(Money.ZERO, 1, List.of("chen", "zhao"), Map.of(), null, false);
    String batchNo = oneBatch(1);
    post(Verdicts.taken());
    Settlement failed = Settlement.line(batchNo, "A-1", LineState.FAILED).evenEarly();
    ActLedger acts = ledger.acts(two);

    Preview first = acts.preview(failed, act(""));
    assertThat(first.result()).isEqualTo(ActResult.PROPOSED);
    assertThat(first.sentence()).startsWith("wang would propose that Line A-1 of batch");
    acts.settle(failed, act("bank").seeing(first.touches()));

    assertThat(acts.preview(failed, act("")).why()).isEqualTo(Why.PERSON);
    assertThat(acts.preview(failed, chen()).result()).isEqualTo(ActResult.DONE);
  }

  // ---- lines that are named

  @Test
  void some_lines_get_their_result_in_one_act() {
    String batchNo = oneBatch(4);
    post(Verdicts.taken());

    assertThat(
            acts.settle(
                    Settlement.lines(batchNo, List.of("A-4", "A-2"), PAID),
                    act("bank").seeing(Seen.of(2, fen(606))))
                .sentence())
        .isEqualTo("2 lines of 6.06 of batch " + batchNo + " (A-2, A-4) are PAID.");

    assertThat(resultsOf(batchNo)).containsExactly("OPEN", "PAID", "OPEN", "PAID");
    assertThat(one("SELECT open_lines, paid_lines, paid_amount FROM batch")).isEqualTo("2 2 606");
    assertThat(rows("SELECT detail FROM event WHERE kind = 'SETTLE'"))
        .containsExactly("serials A-2, A-4 from OPEN to PAID: bank");
    refused(
        () -> acts.settle(Settlement.lines(batchNo, List.of("A-1", "A-2"), PAID), act("bank")),
        "Line A-2 is PAID already.");
    refused(
        () ->
            acts.settle(
                Settlement.lines(batchNo, List.of("A-1", "A-2"), LineState.FAILED).correcting(),
                act("bank")),
        "Batch " + batchNo + " is TAKEN: line A-2 is PAID; --correct changes one line at a time.");
    refused(
        () -> acts.settle(Settlement.lines(batchNo, List.of("A-1", "B"), PAID), act("bank")),
        "Batch " + batchNo + " has no line with serial B.");
  }

  @Test
  void a_proposal_about_some_lines_is_confirmed_for_these_alone() {
    AcceptRules two =
        new AcceptRules(Money.ZERO, 1, List.of("chen", "zhao"), Map.of(), null, false);
    String batchNo =
        accept("p.csv", List.of(List.of(line("A", 1, 5), line("B", 2, 5), line("C", 3, 5)))).get(0);
    post(Verdicts.taken());
    ActLedger acts = ledger.acts(two);
    Function<List<String>, Settlement> failed =
        serials -> Settlement.lines(batchNo, serials, LineState.FAILED).evenEarly();

    assertThat(acts.settle(failed.apply(List.of("A", "B")), act("bank")).isDone()).isFalse();

    assertThat(acts.settle(failed.apply(List.of("A", "C")), chen()).isDone()).isFalse();
    assertThat(acts.settle(failed.apply(List.of("B", "A")), chen()).isDone()).isTrue();
    assertThat(resultsOf(batchNo)).containsExactly("FAILED", "FAILED", "OPEN");
  }

  // ---- every kind of act, each on a batch or file of its own

  private List<Trial> trials() {
    List<Trial> trials = new ArrayList<>();
    String unknown = accept("u.csv", List.of(lines("U", 2))).get(0);
    post(Verdicts.unknown());
    trials.add(Trial.of("resend", acts, ActKind.RESEND, unknown, act -> acts.resend(unknown, act)));
    String held = accept("h.csv", List.of(lines("H", 2))).get(0);
    acts.hold(held, act("x"));
    trials.add(Trial.of("release", acts, ActKind.RELEASE, held, act -> acts.release(held, act)));
    String ours = accept("o.csv", List.of(lines("O", 2))).get(0);
    acts.hold(ours, act("x"));
    acts.settle(Settlement.line(ours, "O-1", PAID), act("x"));
    trials.add(Trial.of("ours", acts, ActKind.OURS, ours, act -> acts.isOurs(ours, act)));
    String settled = accept("s.csv", List.of(lines("S", 2))).get(0);
    post(Verdicts.refused("ILLEGAL_ARGUMENT"));
    change("UPDATE publication SET published_at = 1");
    Settlement correction = Settlement.line(settled, "S-1", PAID).correcting();
    trials.add(Trial.of("correct", acts, correction));
    String sha256 = sha256("s.csv");
    trials.add(Trial.of("again", acts, ActKind.AGAIN, sha256, act -> acts.again(sha256, act)));
    trials.add(
        Trial.of(
            "revoke", acts, ActKind.REVOKE_AGAIN, sha256, act -> acts.revokeAgain(sha256, act)));
    String taken = accept("t.csv", List.of(lines("T", 3))).get(0);
    post(Verdicts.taken());
    trials.add(Trial.of("settle a line", acts, Settlement.line(taken, "T-2", PAID)));
    trials.add(Trial.of("settle the rest", acts, Settlement.all(taken, PAID, 2, fen(404))));
    String ready = accept("r.csv", List.of(lines("R", 2))).get(0);
    post(Verdicts.paused("ILLEGAL_SIGN"));
    trials.add(Trial.of("resume", acts, ActKind.RESUME, PARTNER, act -> acts.resume(PARTNER, act)));
    trials.add(Trial.of("hold", acts, ActKind.HOLD, ready, act -> acts.hold(ready, act)));
    long file =
        status
            .batches(accept("f.csv", List.of(lines("F", 1), lines("G", 2))).get(0))
            .get(0)
            .fileId();
    trials.add(
        new Trial(
            "hold a file",
            () -> acts.preview(ActKind.HOLD, file, act("")),
            act -> acts.hold(file, act)));
    trials.add(
        new Trial(
            "release a file",
            () -> acts.preview(ActKind.RELEASE, file, act("")),
            act -> acts.release(file, act)));
    return trials;
  }

  /** An act that the state allows by then. */
  private record Trial(
      String name, java.util.function.Supplier<Preview> preview, Function<Act, String> act) {

    static Trial of(
        String name, ActLedger acts, ActKind kind, String what, Function<Act, String> act) {
      return new Trial(name, () -> acts.preview(kind, what, LedgerFixture.act("")), act);
    }

    static Trial of(String name, ActLedger acts, Settlement settlement) {
      return new Trial(
          name,
          () -> acts.preview(settlement, LedgerFixture.act("")),
          act -> acts.settle(settlement, act).sentence());
    }
  }

  private FileRecord drop(String name, int lines) {
    intake = ledger.intake(APPROVAL, Language.EN);
    return take(arrive(name, sha256(name)).file(), List.of(lines(name, lines)));
  }

  private static Act chen() {
    return new Act("chen", "seen", false);
  }

  private static Money fen(long fen) {
    return new Money(fen);
  }

  private void refused(ThrowingCallable act, String sentence) {
    refused(act, sentence, Why.STATE, Why.CHANGED, Why.UNKNOWN);
  }

  private void refused(ThrowingCallable act, String sentence, Why... whys) {
    String before = everything();

    assertThatThrownBy(act)
        .isInstanceOf(ActRefusedException.class)
        .hasMessageContaining(sentence)
        .satisfies(e -> assertThat(((ActRefusedException) e).why()).isIn((Object[]) whys));

    assertThat(everything()).isEqualTo(before);
  }
}
