package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import payout.batch.Earlier;
import payout.batch.RequestCharset;
import payout.batch.Verdict;
import payout.ledger.sql.Database;
import payout.ledger.sql.LedgerException;

@OnBothDatabases
class SendLedgerTest extends LedgerFixture {

  /** The settings after gateway and charset were changed. */
  private static final SendRules MOVED =
      new SendRules(
          PAYER.at("https://new.example/gateway.do", RequestCharset.GBK),
          RULES.leaseMs(),
          RULES.resendDelayMs(),
          RULES.resendDelayMaxMs(),
          RULES.pauseMs());

  private static final String MOVED_TO = "https://new.example/gateway.do gbk";

  @Test
  void the_intent_is_committed_before_a_claim_is_given_out() {
    oneBatch(2);

    Claim claim = sending.claim().orElseThrow();

    assertThat(one("SELECT state, maybe_sent, attempts, pay_date, due_at FROM batch"))
        .isEqualTo("SENDING 1 1 20260310 null");
    assertThat(claim.lines().toList()).isEqualTo(lines("A", 2));
    assertThat(claim.payer()).isEqualTo(PAYER);
    assertThat(claim.payDate()).isEqualTo("20260310");
    assertThat(claim.earlier()).isEqualTo(Earlier.NONE_ARRIVED);
    assertThat(claim.batch().attempts()).isEqualTo(1);
  }

  @Test
  void what_has_been_due_the_longest_goes_first() {
    List<String> numbers = manyBatches(3);
    change("UPDATE batch SET due_at = due_at - 5 WHERE place = 3");
    change("UPDATE batch SET due_at = due_at + 1 WHERE place = 2");

    assertThat(sending.claim().orElseThrow().batch().batchNo()).isEqualTo(numbers.get(2));
    assertThat(sending.claim().orElseThrow().batch().batchNo()).isEqualTo(numbers.get(0));
    assertThat(sending.claim()).isEmpty();
    pass(Duration.ofMillis(1));
    assertThat(sending.claim().orElseThrow().batch().batchNo()).isEqualTo(numbers.get(1));
    assertThat(sending.claim()).isEmpty();
  }

  @Test
  void nothing_is_claimed_in_the_last_minute_of_chinas_day() {
    time.set(Instant.parse("2026-03-10T15:58:59.999Z"));
    manyBatches(3);
    assertThat(sending.claim()).isPresent();

    time.set(Instant.parse("2026-03-10T15:59:00Z"));
    assertThat(sending.claim()).isEmpty();
    time.set(Instant.parse("2026-03-10T15:59:59.999Z"));
    assertThat(sending.claim()).isEmpty();

    time.set(Instant.parse("2026-03-10T16:00:00Z"));
    assertThat(sending.claim().orElseThrow().payDate()).isEqualTo("20260311");
  }

  @Test
  void a_batch_that_is_sent_again_after_midnight_keeps_number_and_lines_and_gets_the_new_day() {
    time.set(Instant.parse("2026-03-10T15:58:00Z"));
    String batchNo = oneBatch(2);
    Claim first = post(Verdicts.unknown());
    time.set(Instant.parse("2026-03-10T16:00:00Z"));

    Claim second = sending.claim().orElseThrow();

    assertThat(first.payDate()).isEqualTo("20260310");
    assertThat(second.payDate()).isEqualTo("20260311");
    assertThat(second.batch().batchNo()).isEqualTo(batchNo);
    assertThat(second.lines().toList()).isEqualTo(first.lines().toList());
    assertThat(second.earlier()).isEqualTo(Earlier.MAY_HAVE_ARRIVED);
  }

  @Test
  void a_taken_batch_waits_for_its_notify_and_is_not_sent_again() {
    String batchNo = oneBatch(1);
    post(Verdicts.taken());
    pass(Duration.ofDays(30));

    assertThat(sending.claim()).isEmpty();
    assertThat(one("SELECT state, maybe_sent, due_at, owner, lease_until FROM batch"))
        .isEqualTo("TAKEN 1 null null null");
    assertThat(eventsOf(batchNo)).containsSubsequence("SENDING", "TAKEN");
  }

  @Test
  void a_refused_batch_is_final_with_its_code_and_ends_its_file() {
    String batchNo = oneBatch(2);

    post(Verdicts.refused("ILLEGAL_ARGUMENT"));

    assertThat(one("SELECT state, maybe_sent, open_lines, code, due_at FROM batch"))
        .isEqualTo("REFUSED 0 0 ILLEGAL_ARGUMENT null");
    assertThat(resultsOf(batchNo)).containsExactly("REFUSED", "REFUSED");
    assertThat(one("SELECT state, open_batches FROM payout_file")).isEqualTo("SETTLED 0");
    assertThat(rows("SELECT kind FROM publication ORDER BY id"))
        .containsExactly("ACK", "BATCH_RESULT", "RESULT", "RETRY");
  }

  @Test
  void a_number_that_is_used_holds_the_batch_and_leaves_no_mark() {
    String batchNo = oneBatch(1);
    post(Verdicts.numberIsUsed());
    pass(Duration.ofDays(1));

    assertThat(one("SELECT state, maybe_sent, held_from, due_at, code FROM batch"))
        .isEqualTo("HELD 0 READY null BATCH_NO_NOT_UNIQUE");
    assertThat(sending.claim()).isEmpty();

    acts.release(batchNo, act("try again"));
    assertThat(sending.claim().orElseThrow().earlier()).isEqualTo(Earlier.NONE_ARRIVED);
  }

  @Test
  void a_connection_refused_leaves_the_mark_as_it_was_before_the_post() {
    oneBatch(1);

    post(Verdicts.notConnected(Earlier.NONE_ARRIVED));
    assertThat(one("SELECT state, maybe_sent FROM batch")).isEqualTo("UNKNOWN 0");

    pass(Duration.ofHours(1));
    assertThat(post(Verdicts.unknown()).earlier()).isEqualTo(Earlier.NONE_ARRIVED);
    assertThat(one("SELECT state, maybe_sent FROM batch")).isEqualTo("UNKNOWN 1");

    pass(Duration.ofHours(1));
    Claim third = post(Verdicts.notConnected(Earlier.MAY_HAVE_ARRIVED));
    assertThat(third.earlier()).isEqualTo(Earlier.MAY_HAVE_ARRIVED);
    assertThat(one("SELECT state, maybe_sent FROM batch")).isEqualTo("UNKNOWN 1");
  }

  @Test
  void a_lost_post_counts_as_one_that_may_have_arrived() {
    oneBatch(1);
    ledger.sending(RULES).claim().orElseThrow();
    pass(Duration.ofMinutes(3));

    sending.recoverExpired();
    pass(Duration.ofHours(1));

    assertThat(sending.claim().orElseThrow().earlier()).isEqualTo(Earlier.MAY_HAVE_ARRIVED);
  }

  @Test
  void a_refusal_of_a_date_that_has_passed_makes_the_batch_due_at_once() {
    oneBatch(1);

    post(Verdicts.dateHasPassed("PAY_DATE_ERROR"));

    assertThat(one("SELECT state, maybe_sent FROM batch")).isEqualTo("READY 0");
    assertThat(sending.claim().orElseThrow().earlier()).isEqualTo(Earlier.NONE_ARRIVED);
  }

  @Test
  void the_wait_of_an_unknown_batch_doubles_to_its_maximum() {
    oneBatch(1);
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      post(Verdicts.unknown());
      long due = Long.parseLong(one("SELECT due_at FROM batch"));
      waits.add((due - clock.millis()) / 1000);
      time.set(Instant.ofEpochMilli(due - 1));
      assertThat(sending.claim()).isEmpty();
      time.set(Instant.ofEpochMilli(due));
    }

    assertThat(waits).containsExactly(60L, 120L, 240L, 480L, 960L, 1920L, 3600L, 3600L, 3600L);
  }

  /** Where two payers share a ledger, a node signs for its own alone. */
  @ParameterizedTest
  @ValueSource(strings = {"partner", "email", "account_name", "buyer_account_name"})
  void claims_nothing_that_was_made_for_another_payer(String column) {
    String foreign = oneBatch(1);
    change("UPDATE payout_file SET " + column + " = 'gbk'");
    accept("own.csv", List.of(lines("B", 1)));
    String own = number("own.csv", 1, 1);

    assertThat(sending.claim().orElseThrow().batch().batchNo()).isEqualTo(own);
    assertThat(sending.claim()).isEmpty();
    assertThat(one("SELECT state, attempts FROM batch WHERE batch_no = '" + foreign + "'"))
        .isEqualTo("READY 0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"READY", "UNKNOWN"})
  void a_batch_that_never_left_goes_to_the_gateway_and_in_the_charset_of_today(String state) {
    String batchNo = oneBatch(1);
    if (state.equals("UNKNOWN")) {
      post(Verdicts.notConnected(Earlier.NONE_ARRIVED));
      pass(Duration.ofHours(1));
    }
    assertThat(state(batchNo)).isEqualTo(state);

    Claim claim = ledger.sending(MOVED).claim().orElseThrow();

    assertThat(claim.payer()).isEqualTo(MOVED.payer());
    assertThat(claim.checkedIn()).isEqualTo(PAYER.charset());
    assertThat(one("SELECT gateway, charset FROM batch")).isEqualTo(MOVED_TO);
  }

  /** One number has one content, wherever it may have been seen. */
  @Test
  void a_batch_that_may_have_been_sent_goes_nowhere_else() {
    String batchNo = oneBatch(1);
    ledger.sending(MOVED).record(ledger.sending(MOVED).claim().orElseThrow(), Verdicts.unknown());
    pass(Duration.ofHours(1));

    assertThat(sending.claim()).isEmpty();
    assertThat(status.openForOther(PAYER, 9))
        .extracting(each -> each.batchNo() + " " + each.gateway() + " " + each.charset())
        .containsExactly(batchNo + " " + MOVED_TO);
    assertThat(ledger.sending(MOVED).claim()).isPresent();
  }

  /** It is held because the gateway has the number; another gateway would take it. */
  @Test
  void a_number_that_a_gateway_had_goes_to_no_other_one_when_it_is_released() {
    String batchNo = oneBatch(1);
    post(Verdicts.numberIsUsed());
    acts.release(batchNo, act("try again"));

    assertThat(ledger.sending(MOVED).claim()).isEmpty();
    assertThat(sending.claim()).isPresent();
  }

  /** A ledger of the time when nothing was noted of it: the story of the batch tells. */
  @Test
  void the_migration_pins_what_was_held_because_a_gateway_had_its_number() {
    List<String> numbers = manyBatches(3);
    post(Verdicts.numberIsUsed());
    acts.release(numbers.get(0), act("try again"));
    pass(Duration.ofSeconds(1));
    acts.hold(numbers.get(1), act("wait"));
    change("UPDATE batch SET pinned = 0, gateway = NULL, charset = NULL");

    change(statementOf("claims", "UPDATE batch SET pinned = 1"));

    assertThat(one("SELECT COUNT(*) FROM batch WHERE pinned = 1")).isEqualTo("1");
    assertThat(status.openForOther(MOVED.payer(), 9))
        .extracting(StatusLedger.Foreign::batchNo)
        .containsExactly(numbers.get(0));
  }

  /** A statement of a migration, which begins so. */
  private static String statementOf(String migration, String begin) {
    try (Stream<Path> files = Files.list(Path.of("src/main/resources/payout/ledger/migration"))) {
      Path file =
          files
              .filter(each -> each.toString().endsWith("__" + migration + ".sql"))
              .findFirst()
              .orElseThrow();
      String text = Files.readString(file);
      int from = text.indexOf(begin);
      return text.substring(from, text.indexOf(';', from));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // ---- what was claimed and not posted

  @ParameterizedTest
  @ValueSource(strings = {"READY", "UNKNOWN"})
  void a_claim_that_is_given_back_leaves_the_batch_as_it_was(String state) {
    String batchNo = oneBatch(1);
    if (state.equals("UNKNOWN")) {
      post(Verdicts.unknown());
      pass(Duration.ofHours(1));
    }
    String before = one("SELECT state, maybe_sent, attempts, owner, lease_until FROM batch");

    Claim claim = sending.claim().orElseThrow();
    assertThat(sending.inFlight()).isEqualTo(1);
    assertThat(sending.giveBack(claim, "The process is about to end.")).isTrue();

    assertThat(one("SELECT state, maybe_sent, attempts, owner, lease_until FROM batch"))
        .isEqualTo(before);
    assertThat(eventsOf(batchNo)).endsWith("SENDING", "GIVEN_BACK");
    assertThat(sending.inFlight()).isZero();
    assertThat(sending.claim()).isPresent();
  }

  @Test
  void a_claim_that_another_process_has_by_now_is_not_given_back() {
    String batchNo = oneBatch(1);
    Claim late = ledger.sending(RULES).claim().orElseThrow();
    pass(Duration.ofMinutes(3));
    sending.recoverExpired();
    pass(Duration.ofHours(1));
    sending.claim().orElseThrow();

    assertThat(sending.giveBack(late, "late")).isFalse();
    assertThat(one("SELECT state, maybe_sent FROM batch")).isEqualTo("SENDING 1");
    assertThat(state(batchNo)).isEqualTo("SENDING");
  }

  /** After a claim was given back the number of posts is the same again; the token is not. */
  @Test
  void a_late_owner_is_distinguished_from_the_next_one_by_its_token() {
    oneBatch(1);
    Claim first = sending.claim().orElseThrow();
    sending.giveBack(first, "The process is about to end.");
    Claim second = sending.claim().orElseThrow();

    assertThat(second.batch().attempts()).isEqualTo(first.batch().attempts());
    assertThat(sending.record(first, Verdicts.refused("ILLEGAL_ARGUMENT"))).isFalse();
    assertThat(sending.record(second, Verdicts.taken())).isTrue();
  }

  /** Its thread ended on the way; the running process finds it, and no restart is needed. */
  @Test
  void an_abandoned_claim_of_this_process_is_unknown_when_its_lease_is_over() {
    String batchNo = oneBatch(1);
    Claim claim = sending.claim().orElseThrow();
    sending.abandon(claim);

    pass(Duration.ofMinutes(2));
    assertThat(sending.isLeased(claim)).isTrue();
    assertThat(sending.recoverExpired()).isZero();
    pass(Duration.ofMillis(1));
    assertThat(sending.isLeased(claim)).isFalse();
    assertThat(sending.recoverExpired()).isEqualTo(1);
    assertThat(state(batchNo)).isEqualTo("UNKNOWN");
  }

  /** The end of its thread was not reported, so the monotonic clock ends its claim. */
  @Test
  void a_claim_that_was_not_abandoned_is_found_too() {
    AtomicLong nanos = new AtomicLong();
    Database database = Database.open(address.url(), address.user(), address.password());
    try (database) {
      SendLedger process =
          new SendLedger(database, clock, "this", RULES, LedgerGate.OPEN, nanos::get);
      oneBatch(1);
      Claim claim = process.claim().orElseThrow();
      pass(Duration.ofMinutes(2).plusMillis(1));
      nanos.set(Duration.ofMinutes(2).toNanos() - 1);
      assertThat(process.isHeld(claim)).isTrue();
      assertThat(process.recoverExpired()).isZero();
      assertThat(process.inFlight()).isEqualTo(1);

      nanos.set(Duration.ofMinutes(2).toNanos());
      assertThat(process.isHeld(claim)).isFalse();
      assertThat(process.inFlight()).isZero();
      assertThat(process.recoverExpired()).isEqualTo(1);
    }
  }

  /** The outcome is still in hand when the ledger is back. */
  @Test
  void an_outcome_that_could_not_be_recorded_is_recorded_later() {
    String batchNo = oneBatch(1);
    Claim claim = sending.claim().orElseThrow();
    change("ALTER TABLE event RENAME TO gone");
    assertThatThrownBy(() -> sending.recordAndClaim(claim, Verdicts.taken()))
        .isInstanceOf(LedgerException.class);
    assertThat(sending.inFlight()).isEqualTo(1);
    change("ALTER TABLE gone RENAME TO event");

    assertThat(sending.recordAndClaim(claim, Verdicts.taken()).changed()).isTrue();
    assertThat(state(batchNo)).isEqualTo("TAKEN");
  }

  @Test
  void an_answer_after_a_notify_changes_nothing() {
    String batchNo = oneBatch(2);
    Claim claim = sending.claim().orElseThrow();
    Notify.of("n1", batchNo).paid(claim.lines().toList().get(0)).to(notifies);
    String batch = one("SELECT * FROM batch");

    assertThat(sending.record(claim, Verdicts.refused("ILLEGAL_ARGUMENT"))).isFalse();
    assertThat(sending.record(claim, Verdicts.paused("ILLEGAL_SIGN"))).isFalse();
    assertThat(sending.record(claim, Verdicts.unknown())).isFalse();
    assertThat(sending.record(claim, Verdicts.taken())).isFalse();

    assertThat(one("SELECT * FROM batch")).isEqualTo(batch);
    assertThat(status.pause(PARTNER)).isEmpty();
    assertThat(eventsOf(batchNo))
        .endsWith(
            "TAKEN", "ANSWER_TOO_LATE", "ANSWER_TOO_LATE", "ANSWER_TOO_LATE", "ANSWER_TOO_LATE");
  }

  @Test
  void the_answer_to_a_post_that_was_given_up_changes_nothing_about_the_next_one() {
    String batchNo = oneBatch(1);
    Claim first = ledger.sending(RULES).claim().orElseThrow();
    pass(Duration.ofMinutes(3));
    sending.recoverExpired();
    pass(Duration.ofHours(1));
    Claim second = sending.claim().orElseThrow();

    assertThat(sending.record(first, Verdicts.refused("ILLEGAL_ARGUMENT"))).isFalse();
    assertThat(state(batchNo)).isEqualTo("SENDING");
    assertThat(sending.record(second, Verdicts.taken())).isTrue();
  }

  // ---- the outcome of one post and the intent of the next in one commit

  @Test
  void a_taken_batch_and_the_next_intent_are_one_commit() {
    List<String> numbers = manyBatches(2);
    Claim first = sending.claim().orElseThrow();

    SendLedger.Recorded recorded = sending.recordAndClaim(first, Verdicts.taken());

    assertThat(recorded.changed()).isTrue();
    assertThat(recorded.next().orElseThrow().batch().batchNo()).isEqualTo(numbers.get(1));
    assertThat(state(numbers.get(0))).isEqualTo("TAKEN");
    assertThat(state(numbers.get(1))).isEqualTo("SENDING");
    assertThat(sending.recordAndClaim(recorded.next().get(), Verdicts.taken()).next()).isEmpty();
    assertThat(state(numbers.get(1))).isEqualTo("TAKEN");
  }

  @Test
  void an_outcome_other_than_taken_is_recorded_without_a_claim() {
    List<String> numbers = manyBatches(4);

    for (Verdict end :
        List.of(
            Verdicts.unknown(),
            Verdicts.refused("ILLEGAL_ARGUMENT"),
            Verdicts.numberIsUsed(),
            Verdicts.paused("ILLEGAL_SIGN"))) {
      Claim claim = sending.claim().orElseThrow();
      assertThat(sending.recordAndClaim(claim, end).next()).isEmpty();
    }

    assertThat(numbers.stream().map(this::state))
        .containsExactly("UNKNOWN", "REFUSED", "HELD", "READY");
    assertThat(sending.claim()).isEmpty();
  }

  @Test
  void an_outcome_does_not_hang_on_the_next_claim() {
    List<String> numbers = manyBatches(2);
    Claim first = sending.claim().orElseThrow();
    change("DELETE FROM batch_lines WHERE batch_id = (SELECT MAX(id) FROM batch)");

    SendLedger.Recorded recorded = sending.recordAndClaim(first, Verdicts.taken());

    assertThat(recorded.changed()).isTrue();
    assertThat(recorded.next()).isEmpty();
    assertThat(state(numbers.get(0))).isEqualTo("TAKEN");
    assertThat(one("SELECT state, maybe_sent, attempts FROM batch WHERE place = 2"))
        .isEqualTo("READY 0 0");
  }

  @Test
  void nothing_is_claimed_along_in_the_last_minute_of_the_day_or_in_a_pause() {
    time.set(Instant.parse("2026-03-10T15:58:59.999Z"));
    manyBatches(3);
    Claim first = sending.claim().orElseThrow();
    Claim second = sending.claim().orElseThrow();
    time.set(Instant.parse("2026-03-10T15:59:00Z"));
    assertThat(sending.recordAndClaim(first, Verdicts.taken()).next()).isEmpty();

    time.set(Instant.parse("2026-03-10T16:00:00Z"));
    sending.record(second, Verdicts.paused("ILLEGAL_SIGN"));
    assertThat(sending.claim()).isEmpty();
  }

  @Test
  void an_answer_that_comes_too_late_still_lets_the_next_batch_go() {
    List<String> numbers = manyBatches(2);
    Claim first = sending.claim().orElseThrow();
    Notify.of("n1", numbers.get(0)).paid(first.lines().toList().get(0)).to(notifies);

    SendLedger.Recorded recorded = sending.recordAndClaim(first, Verdicts.taken());

    assertThat(recorded.changed()).isFalse();
    assertThat(recorded.next().orElseThrow().batch().batchNo()).isEqualTo(numbers.get(1));
  }

  // ---- a refusal of the whole account

  @Test
  void a_pause_lets_one_probe_through_each_time_it_is_over() {
    manyBatches(3);
    post(Verdicts.paused("ILLEGAL_SIGN"));
    assertThat(status.pause(PARTNER)).contains("ILLEGAL_SIGN");
    assertThat(sending.claim()).isEmpty();

    pass(Duration.ofMinutes(5).minusMillis(1));
    assertThat(sending.claim()).isEmpty();

    pass(Duration.ofMillis(1));
    assertThat(sending.claim()).isPresent();
    assertThat(sending.claim()).isEmpty();

    pass(Duration.ofMinutes(5));
    assertThat(sending.claim()).isPresent();
    assertThat(sending.claim()).isEmpty();
  }

  @Test
  void a_probe_that_is_taken_ends_the_pause() {
    manyBatches(3);
    post(Verdicts.paused("ILLEGAL_SIGN"));
    pass(Duration.ofMinutes(5));

    post(Verdicts.taken());

    assertThat(status.pause(PARTNER)).isEmpty();
    assertThat(sending.claim()).isPresent();
    assertThat(sending.claim()).isPresent();
  }

  @Test
  void a_probe_that_is_refused_again_goes_on_pausing() {
    manyBatches(2);
    post(Verdicts.paused("ILLEGAL_SIGN"));
    pass(Duration.ofMinutes(5));

    post(Verdicts.paused("NOT_ENOUGH_AMOUNT"));

    assertThat(status.pause(PARTNER)).contains("NOT_ENOUGH_AMOUNT");
    assertThat(sending.claim()).isEmpty();
    assertThat(rows("SELECT DISTINCT state, maybe_sent FROM batch")).containsExactly("READY 0");
  }

  @Test
  void a_pause_outlives_the_process() {
    manyBatches(2);
    post(Verdicts.paused("ILLEGAL_SIGN"));

    restart();

    assertThat(sending.claim()).isEmpty();
  }

  @Test
  void a_probe_is_not_used_up_when_nothing_is_due() {
    oneBatch(1);
    post(Verdicts.paused("ILLEGAL_SIGN"));
    change("UPDATE batch SET due_at = " + (clock.millis() + 400_000));
    pass(Duration.ofMinutes(6));
    assertThat(sending.claim()).isEmpty();

    pass(Duration.ofMinutes(1));

    assertThat(sending.claim()).isPresent();
  }

  // ---- many at once

  @Test
  void many_threads_claim_each_batch_once() throws Exception {
    List<String> numbers = manyBatches(60);

    assertThat(claimAll(List.of(sending, sending, sending, sending)))
        .containsExactlyInAnyOrderElementsOf(numbers);
  }

  @Test
  void two_nodes_claim_each_batch_once() throws Exception {
    List<String> numbers = manyBatches(60);
    List<SendLedger> nodes =
        engine == Engine.SQLITE
            ? List.of(sending, beside().sending(RULES))
            : List.of(
                sending, sending, anotherProcess().sending(RULES), anotherProcess().sending(RULES));

    assertThat(claimAll(nodes)).containsExactlyInAnyOrderElementsOf(numbers);
  }

  private List<String> claimAll(List<SendLedger> nodes) throws Exception {
    List<Callable<List<String>>> works = new ArrayList<>();
    for (SendLedger node : nodes) {
      works.add(
          () -> {
            List<String> claimed = new ArrayList<>();
            Optional<Claim> claim = node.claim();
            while (claim.isPresent()) {
              claimed.add(claim.get().batch().batchNo());
              node.record(claim.get(), Verdicts.taken());
              claim = node.claim();
            }
            return claimed;
          });
    }
    return atOnce(works).stream().flatMap(List::stream).toList();
  }

  @Test
  void the_last_batches_of_a_file_refused_at_once_settle_it_once() throws Exception {
    manyBatches(8);
    List<Callable<Boolean>> works = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Claim claim = sending.claim().orElseThrow();
      works.add(() -> sending.record(claim, Verdicts.refused("ILLEGAL_ARGUMENT")));
    }

    atOnce(works);

    assertThat(one("SELECT state, open_batches FROM payout_file")).isEqualTo("SETTLED 0");
    assertThat(rows("SELECT kind FROM event WHERE kind = 'SETTLED'")).hasSize(1);
    assertThat(rows("SELECT kind FROM publication WHERE kind = 'RESULT'")).hasSize(1);
  }

  // ---- recovery

  @Test
  void a_restart_makes_its_own_posts_unknown_but_not_those_of_a_living_node() {
    String batchNo = oneBatch(1);
    sending.claim().orElseThrow();

    restart();
    int recovered = sending.recover();

    assertThat(recovered).isEqualTo(engine == Engine.SQLITE ? 1 : 0);
    assertThat(state(batchNo)).isEqualTo(engine == Engine.SQLITE ? "UNKNOWN" : "SENDING");
    pass(Duration.ofMinutes(2).plusMillis(1));
    assertThat(sending.recoverExpired()).isEqualTo(engine == Engine.SQLITE ? 0 : 1);
    assertThat(one("SELECT state, maybe_sent, owner, lease_until FROM batch"))
        .isEqualTo("UNKNOWN 1 null null");
  }

  @Test
  void a_post_keeps_its_lease_to_the_last_millisecond() {
    oneBatch(1);
    ledger.sending(RULES).claim().orElseThrow();

    pass(Duration.ofMinutes(2));
    assertThat(sending.recoverExpired()).isZero();

    pass(Duration.ofMillis(1));
    assertThat(sending.recoverExpired()).isEqualTo(1);
    assertThat(sending.recoverExpired()).isZero();
  }

  @Test
  void
      a_claim_that_could_not_be_committed_is_recovered_from_like_any_other_when_a_neighbour_ends() {
    manyBatches(2);
    commitsOfClaimsFail();
    assertThatThrownBy(sending::claim).isInstanceOf(LedgerException.class);
    commitsWork();

    theNextClaimIsANeighboursWhoEnds();
    assertThat(sending.recoverExpired()).isEqualTo(1);
  }

  @Test
  void a_claim_that_could_not_be_committed_with_an_outcome_is_recovered_from_too() {
    manyBatches(2);
    Claim first = sending.claim().orElseThrow();
    commitsOfClaimsFail();
    assertThat(sending.recordAndClaim(first, Verdicts.taken()).next()).isEmpty();
    commitsWork();

    theNextClaimIsANeighboursWhoEnds();
    assertThat(sending.recoverExpired()).isEqualTo(1);
  }

  private void theNextClaimIsANeighboursWhoEnds() {
    assertThat(ledger.sending(RULES).claim()).isPresent();
    pass(Duration.ofMinutes(2).plusMillis(1));
  }

  /** As a full disk does: every statement passes, and the commit does not. */
  private void commitsOfClaimsFail() {
    if (engine == Engine.SQLITE) {
      change("CREATE TABLE free (id INTEGER PRIMARY KEY)");
      change("CREATE TABLE late (id INT REFERENCES free (id) DEFERRABLE INITIALLY DEFERRED)");
      change(
          "CREATE TRIGGER disk AFTER UPDATE ON batch WHEN OLD.state = 'READY' AND NEW.state ="
              + " 'SENDING' BEGIN INSERT INTO late VALUES (1); END");
    } else {
      change(
          "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql"
              + " AS 'BEGIN RAISE EXCEPTION ''full''; END'");
      change(
          "CREATE CONSTRAINT TRIGGER disk AFTER UPDATE ON batch DEFERRABLE INITIALLY DEFERRED FOR"
              + " EACH ROW WHEN (OLD.state = 'READY' AND NEW.state = 'SENDING') EXECUTE FUNCTION"
              + " full_disk()");
    }
  }

  private void commitsWork() {
    change("DROP TRIGGER disk" + (engine == Engine.SQLITE ? "" : " ON batch"));
  }

  @Test
  void a_post_of_ours_in_the_air_is_not_taken_for_lost_when_the_clock_jumps_ahead() {
    String batchNo = oneBatch(1);
    Claim claim = sending.claim().orElseThrow();

    pass(Duration.ofDays(3));
    assertThat(sending.recoverExpired()).isZero();
    assertThat(state(batchNo)).isEqualTo("SENDING");

    sending.record(claim, Verdicts.taken());
    assertThat(state(batchNo)).isEqualTo("TAKEN");
  }

  // ---- overdue

  @Test
  void an_overdue_batch_that_was_not_reported_is_reported_again() {
    String batchNo = oneBatch(1);
    post(Verdicts.taken());
    pass(Duration.ofHours(26));

    assertThatThrownBy(
            () ->
                overdue.report(
                    each -> {
                      throw new IllegalStateException("The process ends here.");
                    }))
        .hasMessage("The process ends here.");

    assertThat(noteOverdue()).extracting(BatchRecord::batchNo).containsExactly(batchNo);
  }

  @Test
  void a_batch_without_results_after_25_hours_is_marked_once_and_closed_by_a_late_notify() {
    String batchNo = oneBatch(1);
    post(Verdicts.taken());
    pass(Duration.ofHours(25));
    assertThat(noteOverdue()).isEmpty();

    pass(Duration.ofMillis(1));
    assertThat(noteOverdue()).extracting(BatchRecord::batchNo).containsExactly(batchNo);
    assertThat(noteOverdue()).isEmpty();
    assertThat(batch(batchNo).overdue()).isTrue();
    assertThat(status.totals().overdue()).isEqualTo(1);

    Notify.of("late", batchNo).paid(linesOf(batchNo).get(0)).to(notifies);
    assertThat(state(batchNo)).isEqualTo("SETTLED");
    assertThat(batch(batchNo).overdue()).isFalse();
    assertThat(status.totals().overdue()).isZero();
    assertThat(eventsOf(batchNo)).containsSubsequence("TAKEN", "OVERDUE", "SETTLED");
  }
}
