package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import payout.batch.Language;
import payout.batch.LineState;
import payout.batch.Money;

/** A whole file stopped and let go in one act. */
@OnBothDatabases
class HoldFileTest extends LedgerFixture {

  @Test
  void all_that_is_ready_or_unknown_is_held_and_the_rest_is_named() {
    List<String> numbers = manyBatches(6);
    post(Verdicts.taken());
    post(Verdicts.unknown());
    sending.claim().orElseThrow();
    post(Verdicts.refused("ILLEGAL_ARGUMENT"));

    String said = acts.hold("a.csv", act("wrong month"));

    assertThat(said)
        .isEqualTo(
            "3 batches of file a.csv, 3 lines of 3.00, are HELD. Not held: "
                + numbers.get(0)
                + " is TAKEN, "
                + numbers.get(2)
                + " is SENDING.");
    assertThat(rows("SELECT state, held_from, due_at FROM batch ORDER BY id"))
        .containsExactly(
            "TAKEN null null",
            "HELD UNKNOWN null",
            "SENDING null null",
            "REFUSED null null",
            "HELD READY null",
            "HELD READY null");
    assertThat(rows("SELECT kind, cause, detail FROM event WHERE kind = 'HOLD'"))
        .hasSize(3)
        .containsOnly("HOLD wang wrong month");
    pass(Duration.ofDays(1));
    assertThat(sending.claim()).isEmpty();
  }

  @Test
  void what_was_held_goes_back_to_where_it_came_from_in_one_act() {
    manyBatches(3);
    post(Verdicts.unknown());
    acts.hold("a.csv", act("wait"));
    String before = everything();
    assertThat(acts.release(sha256("a.csv").substring(0, 8), dryRun()))
        .isEqualTo(
            "Dry run, nothing is changed: 3 batches of file a.csv, 3 lines of 3.00, go back to"
                + " where they came from.");
    assertThat(everything()).isEqualTo(before);

    acts.release(sha256("a.csv").substring(0, 8), act("go"));

    assertThat(rows("SELECT state, held_from FROM batch ORDER BY id"))
        .containsExactly("UNKNOWN null", "READY null", "READY null");
    assertThat(sending.claim()).isPresent();
  }

  @Test
  void a_dry_run_changes_nothing() {
    manyBatches(3);
    String before = everything();

    assertThat(acts.hold("a.csv", dryRun()))
        .isEqualTo(
            "Dry run, nothing is changed: 3 batches of file a.csv, 3 lines of 3.00, are HELD.");

    assertThat(everything()).isEqualTo(before);
  }

  /** Whoever lets a file go on must not send anew what the gateway's answer stopped. */
  @Test
  void what_an_answer_of_the_gateway_stopped_or_has_a_result_stays_held() {
    List<String> numbers = manyBatches(2);
    List<String> two = accept("b.csv", List.of(lines("B", 2)));
    post(Verdicts.numberIsUsed());
    acts.hold("a.csv", act("wait"));

    assertThat(acts.release("a.csv", act("go")))
        .isEqualTo(
            "1 batch of file a.csv, 1 line of 1.00, goes back to where it came from. Not released: "
                + numbers.get(0)
                + " was held by an answer of the gateway (BATCH_NO_NOT_UNIQUE). Release these by"
                + " their numbers.");

    acts.hold(two.get(0), act("wait"));
    acts.settle(Settlement.line(two.get(0), "B-1", LineState.PAID), act("bank"));
    refused(
        () -> acts.release("b.csv", act("go")),
        "Nothing of file b.csv can be released: "
            + two.get(0)
            + " has a line with a result, so it must never be posted again. Release these by their"
            + " numbers.");
  }

  @Test
  void a_file_that_waits_or_is_done_or_unknown_is_refused() {
    refused(
        () -> acts.hold("none.csv", act("x")), "The ledger holds no batch and no file none.csv.");
    manyBatches(1);
    refused(
        () -> acts.release("a.csv", act("x")),
        "Nothing of file a.csv can be released: no batch of it is HELD.");
    post(Verdicts.taken());
    refused(
        () -> acts.hold("a.csv", act("x")),
        "Nothing of file a.csv can be held: " + number("a.csv", 1, 1) + " is TAKEN.");
    Notify.of("n1", number("a.csv", 1, 1)).paid(linesOf(number("a.csv", 1, 1)).get(0)).to(notifies);
    refused(
        () -> acts.hold("a.csv", act("x")),
        "File a.csv is SETTLED: only the batches of an ACCEPTED file can be held or released.");
    intake =
        ledger.intake(
            new AcceptRules(Money.ZERO, 1, List.of("chen"), java.util.Map.of(), null, false),
            Language.EN);
    take(arrive("w.csv", sha256("w.csv")).file(), List.of(lines("W", 1)));
    refused(
        () -> acts.hold("w.csv", act("x")),
        "File w.csv is AWAITING_APPROVAL: nothing of it is sent while it waits; approve or reject"
            + " it.");
  }

  @Test
  void of_several_files_of_one_name_the_open_one_is_meant_or_the_hash_is_required() {
    String first = accept("a.csv", sha256("1"), List.of(lines("A", 1))).get(0);
    post(Verdicts.refused("ILLEGAL_ARGUMENT"));
    accept("a.csv", sha256("2"), List.of(lines("B", 1)));

    acts.hold("a.csv", act("wait"));
    assertThat(rows("SELECT state FROM batch ORDER BY id")).containsExactly("REFUSED", "HELD");
    accept("a.csv", sha256("3"), List.of(lines("C", 1)));

    refused(
        () -> acts.release("a.csv", act("go")),
        "Several files a.csv are open; name one by its SHA-256 instead.");
    acts.release(sha256("2"), act("go"));
    assertThat(first).isNotEmpty();
    assertThat(rows("SELECT state FROM batch ORDER BY id"))
        .containsExactly("REFUSED", "READY", "READY");
  }

  @Test
  void of_many_batches_that_stay_the_first_ten_are_named() {
    manyBatches(13);
    for (int i = 0; i < 12; i++) {
      post(Verdicts.taken());
    }

    assertThat(acts.hold("a.csv", act("wait")))
        .startsWith("1 batch of file a.csv, 1 line of 1.00, is HELD. Not held: ")
        .endsWith(number("a.csv", 1, 10) + " is TAKEN, and 2 more.");
  }

  private void refused(ThrowingCallable act, String sentence) {
    String before = everything();

    assertThatThrownBy(act).isInstanceOf(ActRefusedException.class).hasMessage(sentence);

    assertThat(everything()).isEqualTo(before);
  }
}
