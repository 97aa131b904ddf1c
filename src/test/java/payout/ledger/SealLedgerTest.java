package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import payout.batch.Language;
import payout.batch.PayoutLine;
import payout.ledger.chain.Seal.Head;

/** The trail is sealed behind its writers, nothing is skipped, and a cut in it is seen. */
@OnBothDatabases
class SealLedgerTest extends LedgerFixture {

  private static final String EVENT =
      "INSERT INTO event (at, kind, cause, detail) VALUES (1773108000000, 'NOTE', 'test', '')";

  private String batchNo;
  private String held;

  @BeforeEach
  void payAFile() {
    batchNo = oneBatch(3);
    post(Verdicts.taken());
    held = accept("b.csv", List.of(lines("B", 1))).get(0);
    acts.hold(held, act("wait"));
  }

  @Test
  void every_step_and_every_act_is_sealed_once_in_a_chain() {
    assertThat(seal()).isEqualTo(1);
    List<String> first = rows("SELECT number, previous, hash FROM seal");
    acts.release(held, act("go on"));
    assertThat(seal()).isEqualTo(1);

    TrailReport report = verify();
    assertThat(report.isWhole()).isTrue();
    assertThat(report.events()).isEqualTo(Long.parseLong(one("SELECT COUNT(*) FROM event")));
    assertThat(report.acts()).isEqualTo(2);
    assertThat(report.pending()).isZero();
    assertThat(report.late() + report.older()).isZero();
    assertThat(first.get(0)).startsWith("1 " + "0".repeat(64) + " ");
    assertThat(one("SELECT previous FROM seal WHERE number = 2"))
        .isEqualTo(first.get(0).split(" ")[2]);
    assertThat(seal()).as("nothing is left").isZero();
  }

  @Test
  void what_a_step_seals_is_bounded() {
    for (int i = 0; i < 2500; i++) {
      change(EVENT);
    }

    assertThat(seal()).isEqualTo(3);

    assertThat(verify().events()).isGreaterThan(2500);
    assertThat(verify().isWhole()).isTrue();
  }

  @Test
  void a_row_whose_transaction_commits_later_than_higher_ids_is_sealed_then() throws Exception {
    assumeThat(engine).as("SQLite has one writer").isEqualTo(Engine.POSTGRESQL);
    seal();
    try (Connection slow = connect();
        Statement statement = slow.createStatement()) {
      slow.setAutoCommit(false);
      statement.executeUpdate(EVENT);
      statement.executeUpdate(EVENT);
      change(EVENT);
      seal();
      assertThat(rows("SELECT low, high FROM seal_gap")).hasSize(1);
      pass(Duration.ofMinutes(59));
      change(EVENT);
      seal();

      slow.commit();
    }
    assertThat(verify().pending()).as("the two in the gap").isEqualTo(2);
    assertThat(verify().isWhole()).isTrue();

    assertThat(seal()).isEqualTo(1);

    TrailReport report = verify();
    assertThat(report.isWhole()).isTrue();
    assertThat(report.pending()).isZero();
    assertThat(report.events()).isEqualTo(Long.parseLong(one("SELECT COUNT(*) FROM event")));
    assertThat(rows("SELECT * FROM seal_gap")).isEmpty();
  }

  @Test
  void a_gap_that_nothing_filled_ends_after_an_hour() {
    seal();
    change(
        "INSERT INTO event (id, at, kind, cause) SELECT MAX(id) + 10, 1773108000000, 'NOTE', 'test'"
            + " FROM event");
    seal();
    assertThat(rows("SELECT * FROM seal_gap")).hasSize(1);

    pass(Duration.ofMinutes(61));
    seal();

    assertThat(rows("SELECT * FROM seal_gap")).isEmpty();
    assertThat(verify().isWhole()).isTrue();
  }

  @Test
  void one_of_two_sealers_seals_and_another_takes_over_when_its_lease_is_over() {
    assumeThat(engine).isEqualTo(Engine.POSTGRESQL);
    SealLedger one = ledger.sealing();
    SealLedger other = anotherProcess().sealing();
    assertThat(one.step()).isTrue();
    change(EVENT);

    assertThat(other.step()).isFalse();
    pass(Duration.ofSeconds(11));
    assertThat(other.step()).isTrue();
    change(EVENT);
    assertThat(one.step()).as("its lease is another's now").isFalse();
    other.end();
    change(EVENT);

    assertThat(one.step()).isTrue();
    assertThat(verify().isWhole()).isTrue();
    assertThat(verify().pending()).isZero();
  }

  @Test
  void writers_and_two_sealers_at_once_leave_one_chain_over_everything() throws Exception {
    Ledger second = engine == Engine.POSTGRESQL ? anotherProcess() : ledger;
    List<Callable<Integer>> works = new ArrayList<>();
    for (int writer = 0; writer < 3; writer++) {
      String name = "w" + writer;
      works.add(
          () -> {
            for (int i = 0; i < 20; i++) {
              List<PayoutLine> lines = lines(name + "x" + i, 1);
              ledger.audit().record(AuditKind.LOGIN, name, Source.UNKNOWN, About.NOTHING, "");
              intake.forget(arrive(name + i + ".csv", sha256(name + i)).file());
              assertThat(lines).hasSize(1);
            }
            return 0;
          });
    }
    for (Ledger each : List.of(ledger, second)) {
      works.add(
          () -> {
            SealLedger sealing = each.sealing();
            for (int i = 0; i < 100; i++) {
              sealing.step();
              if (i % 30 == 29) {
                sealing.end();
              }
            }
            sealing.end();
            return 0;
          });
    }

    atOnce(works);
    pass(Duration.ofSeconds(11));
    seal();

    TrailReport report = verify();
    assertThat(report.isWhole()).as("%s", report).isTrue();
    assertThat(report.pending()).isZero();
    assertThat(report.events()).isEqualTo(Long.parseLong(one("SELECT COUNT(*) FROM event")));
    assertThat(report.acts()).isEqualTo(Long.parseLong(one("SELECT COUNT(*) FROM audit")));
  }

  @Test
  void a_changed_row_is_named() {
    seal();
    change("UPDATE event SET cause = 'nobody' WHERE id = 3");
    change("UPDATE audit SET reason = 'because' WHERE id = 1");

    assertThat(sentences())
        .containsExactly(
            "Event 3 was changed since seal 1 covered it.",
            "Audit 1 was changed since seal 1 covered it.");
  }

  @Test
  void a_missing_row_is_named() {
    seal();
    change("DELETE FROM event WHERE id = 2");
    change("DELETE FROM audit WHERE id = 1");

    assertThat(sentences())
        .containsExactly(
            "Event 2 is missing; seal 1 covers it.", "Audit 1 is missing; seal 1 covers it.");
    assertThat(verify().wholeFrom()).isEqualTo(2);
  }

  @Test
  void an_added_row_is_named_unless_it_may_still_be_sealed() {
    change("DELETE FROM event WHERE id = 2");
    seal();
    pass(Duration.ofHours(2));
    change(EVENT);
    assertThat(verify().isWhole()).isTrue();
    assertThat(verify().pending()).isEqualTo(1);
    seal();
    change("INSERT INTO event (id, at, kind, cause) VALUES (2, 1773108000000, 'APPROVED', 'chen')");

    seal();

    assertThat(sentences()).containsExactly("Event 2 was added: no seal covers it.");
  }

  /** Nothing seals while no service runs, so its own time is what tells. */
  @Test
  void a_row_of_an_earlier_time_behind_the_last_one_is_an_added_one() {
    seal();
    pass(Duration.ofHours(1));
    change(EVENT);
    seal();
    change("INSERT INTO event (at, kind, cause) VALUES (1773108000000, 'APPROVED', 'chen')");

    assertThat(sentences()).hasSize(1).first().asString().endsWith("was added: no seal covers it.");
  }

  @Test
  void a_row_that_was_added_while_a_service_runs_is_sealed_late() {
    seal();
    pass(Duration.ofHours(3));
    change("INSERT INTO event (at, kind, cause) VALUES (1773108000000, 'APPROVED', 'chen')");
    seal();

    assertThat(verify().isWhole()).isTrue();
    assertThat(verify().late()).isEqualTo(1);
    assertThat(verify().firstLate()).startsWith("event ");
  }

  @Test
  void a_seal_that_was_changed_or_removed_is_named() {
    seal();
    change(EVENT);
    seal();
    change(EVENT);
    seal();
    change("UPDATE seal SET at = at + 1 WHERE number = 2");
    assertThat(sentences()).containsExactly("Seal 2 was changed: its hash is not the one over it.");

    change("DELETE FROM seal WHERE number = 2");

    assertThat(sentences()).first().isEqualTo("Seal 2 is missing.");
    assertThat(sentences()).last().asString().endsWith("was added: no seal covers it.");
  }

  @Test
  void what_is_packed_stays_in_the_chain_and_is_checked_there() {
    settleAndPack();
    assertThat(Long.parseLong(one("SELECT COUNT(*) FROM packed"))).isPositive();

    assertThat(verify().isWhole()).as("%s", verify()).isTrue();

    Notify.of("late", batchNo).failed(linesOf(batchNo).get(0)).to(notifies);
    assertThat(verify().isWhole()).as("unpacked").isTrue();
    seal();
    pack();
    assertThat(verify().isWhole()).as("packed again").isTrue();
    change("UPDATE packed SET data = substr(data, 1, length(data) / 2)");
    assertThat(sentences().get(0)).startsWith("Event ").endsWith("is missing; seal 1 covers it.");
    assertThat(sentences()).anyMatch(each -> each.contains("cannot be read"));
  }

  @Test
  void nothing_is_packed_before_it_is_sealed() {
    settle();
    pass(Duration.ofDays(401));
    assertThat(pack()).isZero();

    seal();

    assertThat(pack()).isPositive();
    assertThat(verify().isWhole()).isTrue();
  }

  @Test
  void what_is_older_than_the_chain_is_sealed_beside_in_small_steps() {
    settleAndPack();
    for (int i = 0; i < 1500; i++) {
      change(EVENT);
    }
    // As the migration leaves an earlier ledger: packs, and more events than count as new.
    change("DELETE FROM seal");
    change("DELETE FROM seal_gap");
    change("DELETE FROM seal_mark");
    for (String mark : List.of("event", "event_begin")) {
      change("INSERT INTO seal_mark SELECT '" + mark + "', MAX(id) - 5 FROM event");
    }
    assertThat(verify().isWhole()).as("nothing is sealed yet").isTrue();
    assertThat(verify().pending()).isPositive();
    pass(Duration.ofDays(1));

    SealLedger sealing = ledger.sealing();
    assertThat(sealing.step()).isTrue();
    assertThat(verify().isWhole()).as("%s", verify()).isTrue();
    assertThat(ledger.trail().state().hasCaughtUp()).isFalse();
    seal();

    TrailReport report = verify();
    assertThat(report.isWhole()).as("%s", report).isTrue();
    assertThat(report.pending()).isZero();
    assertThat(report.older()).isPositive();
    assertThat(ledger.trail().state().hasCaughtUp()).isTrue();
    change("UPDATE event SET cause = 'nobody' WHERE id = (SELECT MIN(id) FROM event)");
    assertThat(sentences()).hasSize(1);
  }

  @Test
  void a_restored_ledger_goes_on_with_a_break_that_is_named() {
    seal();
    ledger.retakes().lostSomething(List.of(), List.of(), Language.EN);
    seal();

    TrailReport report = verify();

    assertThat(report.findings()).isEmpty();
    assertThat(report.isWhole()).isFalse();
    assertThat(report.breaks()).hasSize(1);
    assertThat(report.breaks().get(0).seal()).isEqualTo(2);
    assertThat(ledger.trail().verify(List.of(), Set.of(2L)).isWhole()).isTrue();
  }

  @Test
  void a_sealer_whose_last_seal_is_gone_records_a_break() {
    SealLedger sealing = ledger.sealing();
    sealing.step();
    String copy = one("SELECT MAX(id) FROM event");
    change(EVENT);
    sealing.step();
    change("DELETE FROM seal WHERE number = 2");
    change("DELETE FROM event WHERE id > " + copy);
    change("UPDATE seal_mark SET value = " + copy + " WHERE name = 'event'");
    change(EVENT);

    sealing.step();
    sealing.step();

    assertThat(verify().findings()).as("%s", verify()).isEmpty();
    assertThat(verify().breaks()).hasSize(1);
    assertThat(verify().breaks().get(0).detail()).contains("does not hold seal 2 any more");
  }

  @Test
  void a_chain_that_was_rebuilt_does_not_fit_what_is_known_outside() {
    seal();
    Head head = ledger.trail().state().head();
    OutsideHead outside = new OutsideHead("reconcile.2026-03-10.csv", clock.millis(), head);
    assertThat(ledger.trail().verify(List.of(outside), Set.of()).isWhole()).isTrue();
    change("UPDATE event SET cause = 'nobody' WHERE id = 1");
    change("DELETE FROM seal");
    change("UPDATE seal_mark SET value = 0 WHERE name <> 'pack'");
    seal();
    assertThat(verify().isWhole()).as("nothing inside tells").isTrue();

    TrailReport report = ledger.trail().verify(List.of(outside), Set.of());

    assertThat(report.isWhole()).isFalse();
    assertThat(report.findings().get(0).sentence())
        .startsWith("reconcile.2026-03-10.csv says that seal 1 has the hash " + head.hash());
    assertThat(ledger.trail().compare(outside)).as("a start records it").isTrue();
    assertThat(ledger.trail().compare(outside)).as("once").isFalse();
    seal();
    assertThat(verify().breaks()).hasSize(1);
  }

  @Test
  void the_day_that_is_closed_keeps_the_end_of_the_chain() {
    seal();
    Head head = ledger.trail().state().head();
    pass(Duration.ofDays(1));
    change(EVENT);

    ledger.days().close();

    assertThat(publications.report(20260310).head()).contains(head);
  }

  @Test
  void the_state_says_since_when_it_holds_and_when_it_was_verified() {
    assertThat(ledger.trail().state().head()).isEqualTo(Head.START);
    seal();
    long sealed = clock.millis();
    pass(Duration.ofMinutes(5));
    ledger.trail().verified(verify(), "wang", Source.UNKNOWN);

    TrailState state = ledger.trail().state();

    assertThat(state.sealedFrom()).isEqualTo(sealed);
    assertThat(state.sealedTo()).isEqualTo(sealed);
    assertThat(state.verifiedAt()).isEqualTo(clock.millis());
    assertThat(state.wasWhole()).isTrue();
    seal();
    change("DELETE FROM event WHERE id = 2");
    pass(Duration.ofMinutes(5));
    ledger.trail().verified(verify(), "wang", Source.UNKNOWN);
    assertThat(ledger.trail().state().wasWhole()).isFalse();
    assertThat(ledger.trail().state().verified()).contains("Event 2 is missing");
  }

  @Test
  void the_meters_know_the_oldest_row_that_is_not_sealed() {
    long since = clock.millis();
    pass(Duration.ofSeconds(30));
    assertThat(ledger.meters().read().oldest().get(LedgerNumbers.UNSEALED)).isEqualTo(since);

    seal();

    assertThat(ledger.meters().read().oldest()).doesNotContainKey(LedgerNumbers.UNSEALED);
  }

  private TrailReport verify() {
    return ledger.trail().verify(List.of(), Set.of());
  }

  private List<String> sentences() {
    return verify().findings().stream().map(TrailReport.Finding::sentence).toList();
  }

  private void settle() {
    Notify notify = Notify.of("n1", batchNo);
    linesOf(batchNo).forEach(notify::paid);
    notify.to(notifies);
  }

  private void settleAndPack() {
    settle();
    seal();
    pass(Duration.ofDays(401));
    assertThat(pack()).isPositive();
  }

  private int pack() {
    PackLedger packing = ledger.packing(400);
    int steps = 0;
    while (packing.step()) {
      steps++;
    }
    return steps;
  }
}
