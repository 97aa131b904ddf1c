package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static payout.batch.LineState.PAID;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import payout.batch.Language;
import payout.batch.LineState;
import payout.batch.Money;

/** A form that is sent twice does nothing twice. */
@OnBothDatabases
class ActKeyTest extends LedgerFixture {

  private static final AcceptRules TWO_PERSONS =
      new AcceptRules(Money.ZERO, 259_200_000, List.of("chen", "zhao"), Map.of(), null, false);

  @Test
  void the_second_act_with_a_key_has_the_outcome_of_the_first_and_changes_nothing() {
    String batchNo = oneBatch(1);
    Act once = act("wait").once(ActKey.draw());
    String said = acts.hold(batchNo, once);
    acts.release(batchNo, act("go"));
    String before = everything();

    assertThat(acts.hold(batchNo, once)).isEqualTo(said);

    assertThat(everything()).isEqualTo(before);
    assertThat(state(batchNo)).isEqualTo("READY");
    acts.hold(batchNo, act("wait").once(ActKey.draw()));
    assertThat(state(batchNo)).isEqualTo("HELD");
  }

  @Test
  void of_many_that_come_at_once_one_is_done_and_all_say_so() throws Exception {
    List<String> numbers = manyBatches(5);
    for (String batchNo : numbers) {
      Act once = act("wait").once(ActKey.draw());
      List<Callable<String>> works = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        ActLedger node = (i % 2 == 0 ? ledger : beside()).acts();
        works.add(() -> node.hold(batchNo, once));
      }

      assertThat(new HashSet<>(atOnce(works))).hasSize(1);
      assertThat(eventsOf(batchNo)).containsOnlyOnce("HOLD");
    }
  }

  /** Without a key the second would be an act of its own: here it would confirm the first. */
  @Test
  void a_double_click_neither_proposes_twice_nor_confirms() throws Exception {
    String batchNo = oneBatch(1);
    post(Verdicts.taken());
    Settlement failed = Settlement.all(batchNo, LineState.FAILED, 1, new Money(101)).evenEarly();
    Act first = act("bank").once(ActKey.draw());
    List<Callable<Settlement.Result>> works = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ActLedger node = beside().acts(TWO_PERSONS);
      works.add(() -> node.settle(failed, first));
    }

    assertThat(atOnce(works)).allMatch(result -> !result.isDone());

    assertThat(one("SELECT COUNT(*) FROM proposal")).isEqualTo("1");
    Act second = new Act("chen", "seen", false).once(ActKey.draw());
    ledger.acts(TWO_PERSONS).settle(failed, second);
    assertThat(ledger.acts(TWO_PERSONS).settle(failed, second).isDone()).isTrue();
    assertThat(ledger.acts(TWO_PERSONS).settle(failed, first).isDone()).isFalse();
    assertThat(resultsOf(batchNo)).containsExactly("FAILED");
  }

  @Test
  void a_reload_does_not_do_later_what_was_refused() {
    String batchNo = oneBatch(1);
    Act once = act("again").once(ActKey.draw());
    String refusal = "Batch " + batchNo + " is READY: only an UNKNOWN batch can be sent again.";
    assertThatThrownBy(() -> acts.resend(batchNo, once)).hasMessage(refusal);
    post(Verdicts.unknown());
    String before = everything();

    assertThatThrownBy(() -> acts.resend(batchNo, once))
        .isInstanceOf(ActRefusedException.class)
        .hasMessage(refusal);

    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void what_was_missing_can_be_said_with_the_same_key() {
    String batchNo = oneBatch(1);
    post(Verdicts.taken());
    ActKey key = ActKey.draw();
    Settlement paid = Settlement.line(batchNo, "A-1", PAID);
    assertThatThrownBy(() -> acts.settle(paid, new Act("wang", "", false).once(key)))
        .hasMessageStartingWith("Give a reason");

    acts.settle(paid, act("bank").once(key));

    assertThat(state(batchNo)).isEqualTo("SETTLED");
  }

  @Test
  void a_key_answers_for_no_other_act_and_no_other_person() {
    List<String> numbers = manyBatches(2);
    Act once = act("wait").once(ActKey.draw());
    acts.hold(numbers.get(0), once);
    String before = everything();
    String sentence = "This form was sent already, for something else. Load the page again.";

    assertThatThrownBy(() -> acts.hold(numbers.get(1), once)).hasMessage(sentence);
    assertThatThrownBy(() -> acts.release(numbers.get(0), once)).hasMessage(sentence);
    assertThatThrownBy(
            () ->
                acts.hold(
                    numbers.get(0), new Act("chen", "wait", false).once(once.key().orElseThrow())))
        .hasMessage(sentence);

    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void a_refused_approval_is_recorded_once() {
    intake = ledger.intake(TWO_PERSONS, Language.EN);
    FileRecord file = take(arrive("a.csv", sha256("a.csv")).file(), List.of(lines("A", 1)));
    WaitingLedger waiting = ledger.waiting(TWO_PERSONS, Language.EN);
    Act once =
        new Act("wu", "", false)
            .seeing(new Seen(1, new Money(101), file.sha256()))
            .once(ActKey.draw());

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> waiting.approve(file.id(), once))
          .isInstanceOf(ActRefusedException.class)
          .hasMessageStartingWith("wu is not among those who may approve")
          .extracting(e -> ((ActRefusedException) e).why())
          .isEqualTo(ActRefusedException.Why.PERSON);
    }

    assertThat(rows("SELECT kind FROM event WHERE kind = 'APPROVAL_REFUSED'")).hasSize(1);
  }

  @Test
  void a_key_is_remembered_for_seven_days_at_least() {
    String batchNo = oneBatch(1);
    Act once = act("wait").once(ActKey.draw());
    String said = acts.hold(batchNo, once);
    pass(Duration.ofDays(7));
    ledger.days().close();
    assertThat(acts.hold(batchNo, once)).isEqualTo(said);

    pass(Duration.ofDays(2));
    ledger.days().close();

    assertThat(rows("SELECT * FROM act_key")).isEmpty();
  }

  @Test
  void a_dry_run_takes_no_key() {
    String batchNo = oneBatch(1);
    Act once = act("wait").once(ActKey.draw());

    acts.hold(batchNo, once.asDryRun());
    acts.hold(batchNo, once);

    assertThat(state(batchNo)).isEqualTo("HELD");
  }

  @Test
  void keys_are_drawn_at_random_and_checked_when_they_come_back() {
    Set<ActKey> drawn = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      drawn.add(ActKey.draw());
    }

    assertThat(drawn).hasSize(100);
    for (String none : List.of("", "short", "0123456789abcde\n", "x".repeat(65))) {
      assertThatThrownBy(() -> new ActKey(none)).isInstanceOf(ActRefusedException.class);
    }
    assertThatThrownBy(() -> new ActKey(null)).isInstanceOf(ActRefusedException.class);
  }

  /** The first was refused and did not say so yet when the second came. */
  @Test
  void two_that_are_refused_at_once_are_both_refused() throws Exception {
    String batchNo = oneBatch(1);
    Act once = act("again").once(ActKey.draw());
    List<Future<String>> works = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      works.add(
          start(
              () -> {
                try {
                  return acts.resend(batchNo, once);
                } catch (ActRefusedException e) {
                  return "refused";
                }
              }));
    }

    for (Future<String> each : works) {
      assertThat(end(each)).isEqualTo("refused");
    }
    assertThat(rows("SELECT result FROM act_key")).containsExactly("REFUSED");
  }
}
