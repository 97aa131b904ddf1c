package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import payout.batch.ChinaClock;
import payout.ledger.sql.Database;
import payout.ledger.sql.HomeLock;
import payout.ledger.sql.LedgerException;
import payout.testing.SettableClock;

/** Processes on one ledger: who is there, who takes whose place, and who must stop. */
@OnBothDatabases
class NodeTest extends LedgerFixture {

  private static final NodePlace.Patience SHORT = new NodePlace.Patience(400, 1_200);

  /** Where a process must be seen beating, however seldom the machine lets it. */
  private static final NodePlace.Patience OF_THE_LIVING = new NodePlace.Patience(3_000, 1_200);

  private static final Map<String, String> COMMON =
      Map.of(
          "payout.approval",
          "required",
          "payout.day.amount-max",
          "",
          "payout.email",
          "#0123456789");

  private final List<Database> databases = new ArrayList<>();
  private long form;

  @BeforeEach
  void readForm() {
    form = Long.parseLong(one("SELECT MAX(installed_rank) FROM flyway_schema_history"));
  }

  private final AtomicLong nanosAhead = new AtomicLong();
  private final SettableClock machine = SettableClock.ticking();
  private final ChinaClock wall = new ChinaClock(machine);

  @AfterEach
  void closeDatabases() {
    databases.forEach(Database::close);
  }

  // ---- who is there

  @Test
  void a_node_is_listed_from_its_start_to_its_end_in_order() {
    Node node = join("n1", "one");
    node.count(() -> 3);
    node.beat();

    assertThat(ledger.byDatabaseTime().status().now()).isPositive();
    NodeRecord listed = only();
    assertThat(listed.name()).isEqualTo("n1");
    assertThat(listed.version()).isEqualTo("1.2.3");
    assertThat(listed.inFlight()).isEqualTo(3);
    assertThat(listed.seenAt()).isGreaterThanOrEqualTo(listed.startedAt());
    assertThat(node.closedBecause()).isEmpty();

    node.close();
    assertThat(rows("SELECT name FROM node")).isEmpty();
  }

  @Test
  void a_node_that_was_silent_for_a_day_is_listed_no_longer_and_forgotten_when_one_joins() {
    join("n1", "one");
    change("UPDATE node SET seen_at = seen_at - 86400001");

    assertThat(beside(wall).status().nodes()).isEmpty();

    join("n2", "two");
    assertThat(rows("SELECT name FROM node")).containsExactly("n2");
  }

  @Test
  void what_a_node_does_is_recorded_under_its_name() {
    String batchNo = oneBatch(1);
    ledger.close();

    try (Ledger node = run("n1")) {
      node.sending(RULES).claim().orElseThrow();

      assertThat(node.status().events(node.status().batches(batchNo).get(0)))
          .extracting(StatusLedger.Event::node)
          .contains("n1", "");
    }
  }

  // ---- one name

  @Test
  void a_process_takes_back_at_once_what_the_last_one_of_its_home_held() throws IOException {
    List<String> numbers = manyBatches(2);
    join("n1", "dead");
    Path lock = folder.resolve("node.lock");
    HomeLock.take(lock, "earlier").close();
    HomeLock.take(lock, "dead").close();
    SendLedger dead = sending("dead");
    Claim claim = dead.claim().orElseThrow();
    assertThat(claims("dead").claim("inbox", "a.csv")).isPresent();
    assertThat(queue("dead").claim(9)).isNotEmpty();
    assertThat(queue("alive").claim(9)).isEmpty();

    NodeIdentity ofHome = new NodeIdentity("n1", "1.2.3", PARTNER, COMMON, lock);
    Node alive = join(ofHome, "alive", new NodePlace.Patience(60_000, 60_000));

    assertThat(sending("alive").recoverExpired()).isEqualTo(1);
    assertThat(state(claim.batch().batchNo())).isEqualTo("UNKNOWN");
    assertThat(numbers).contains(claim.batch().batchNo());
    assertThat(eventsOf(claim.batch().batchNo())).endsWith("SENDING", "RECOVERED");
    assertThat(claims("alive").claim("inbox", "a.csv")).isPresent();
    assertThat(queue("alive").claim(9)).isNotEmpty();
    assertThat(dead.record(claim, Verdicts.taken())).as("what the dead one still tells").isFalse();
    alive.close();
    assertThat(join(ofHome, "next", SHORT).closedBecause()).isEmpty();
  }

  /** It may be frozen or cut off with a post under way, whose outcome it records later. */
  @Test
  void the_posts_of_a_process_that_is_only_silent_are_left_to_it() {
    assumeThat(engine).isEqualTo(Engine.POSTGRESQL);
    String batchNo = oneBatch(1);
    join("n1", "silent");
    SendLedger silent = sending("silent");
    Claim claim = silent.claim().orElseThrow();
    assertThat(claims("silent").claim("inbox", "a.csv")).isPresent();
    assertThat(queue("silent").claim(9)).isNotEmpty();

    join("n1", "alive");

    assertThat(claims("alive").claim("inbox", "a.csv")).isPresent();
    assertThat(queue("alive").claim(9)).isNotEmpty();
    assertThat(sending("alive").recoverExpired()).isZero();
    assertThat(state(batchNo)).isEqualTo("SENDING");
    assertThat(silent.record(claim, Verdicts.taken())).isTrue();
    assertThat(state(batchNo)).isEqualTo("TAKEN");
  }

  @Test
  void a_lock_of_a_home_proves_only_the_death_of_who_had_it() throws IOException {
    Path file = folder.resolve("data/node.lock");
    HomeLock first = HomeLock.take(file, "one");

    try (HomeLock beside = HomeLock.take(file, "two")) {
      assertThat(beside.isDead("one")).isFalse();
    }
    first.close();
    for (int i = 0; i < 40; i++) {
      HomeLock.take(file, "early " + i).close();
    }
    HomeLock.take(file, "last").close();
    try (HomeLock next = HomeLock.take(file, "three")) {
      assertThat(next.isDead("last")).isTrue();
      assertThat(next.isDead("early 39")).isTrue();
      assertThat(next.isDead("three")).isFalse();
      assertThat(next.isDead("two")).isFalse();
    }
    assertThat(Files.size(file)).isLessThan(2_500);
  }

  /** See {@link NodeTimes}: the gate of the one is closed before the other may begin. */
  @Test
  void a_name_is_taken_only_from_a_process_that_can_begin_nothing_any_more() {
    assumeThat(engine).isEqualTo(Engine.POSTGRESQL);
    Node hangs = join("n1", "one");
    long watched = NodePlace.Patience.DEFAULT.watchMs() - NodeTimes.MARGIN_MS + 1;

    nanosAhead.set(Duration.ofMillis(watched).toNanos());
    machine.move(Duration.ofMillis(watched));

    assertThat(hangs.closedBecause().orElseThrow()).startsWith("For over 10 seconds");
    assertThat(3 * NodeTimes.BEAT_MS).isLessThan(NodeTimes.STALE_MS);
    assertThat(NodeTimes.STALE_MS + NodeTimes.MARGIN_MS).isLessThanOrEqualTo(NodeTimes.WATCH_MS);
    assertThat(NodeTimes.WATCH_MS).isLessThanOrEqualTo(NodeTimes.SILENCE_MS);
    assertThat(NodeRecord.SILENCE_MAX_MS).isEqualTo(NodeTimes.SILENCE_MS);
    assertThat(NodePlace.Patience.DEFAULT.watchMs()).isEqualTo(NodeTimes.WATCH_MS);
  }

  /** As when the standby to which it is copied answers late. */
  @Test
  void a_beat_whose_commit_hangs_is_waited_for() throws Exception {
    assumeThat(engine).isEqualTo(Engine.POSTGRESQL);
    Node first = join("n1", "one");
    CountDownLatch written = new CountDownLatch(1);
    CountDownLatch commit = new CountDownLatch(1);
    Future<Boolean> beat =
        start(
            () ->
                database()
                    .write(
                        sql -> {
                          NodeTable.beat(sql, "n1", "one", ChinaClock.system().millis(), 0, 7);
                          written.countDown();
                          return awaitQuietly(commit);
                        }));
    assertThat(written.await(20, TimeUnit.SECONDS)).isTrue();
    Future<Node> second =
        start(() -> join("n1", "two", COMMON, new NodePlace.Patience(3_000, 60_000)));
    await().during(Duration.ofMillis(3_500)).until(() -> only().owner().equals("one"));

    AtomicBoolean beating = new AtomicBoolean(true);
    commit.countDown();
    end(beat);
    Future<Boolean> beats = start(beats(first, beating));
    await().during(Duration.ofMillis(3_500)).until(() -> only().owner().equals("one"));
    assertThat(first.closedBecause()).isEmpty();

    beating.set(false);
    end(beats);
    assertThat(end(second).closedBecause()).isEmpty();
  }

  private static boolean awaitQuietly(CountDownLatch latch) {
    try {
      return latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  // ---- a ledger that lost the join

  @Test
  void a_node_that_a_fail_over_lost_takes_its_place_again() {
    oneBatch(1);
    Node node = join("n1", "one");
    change("DELETE FROM node");
    change("DELETE FROM common_setting");

    node.beat();

    assertThat(node.closedBecause()).isEmpty();
    assertThat(only().owner()).isEqualTo("one");
    assertThat(rows("SELECT name FROM common_setting")).hasSize(COMMON.size());
    assertThat(sending("one", node).claim()).isPresent();
    node.beat();
    assertThat(node.closedBecause()).isEmpty();
  }

  /** It is the process that this one replaced, and never beats. */
  @Test
  void a_node_takes_its_place_from_what_a_fail_over_brought_back() {
    assumeThat(engine).isEqualTo(Engine.POSTGRESQL);
    Node node = join("n1", "one");
    change("UPDATE node SET owner = 'zero', started_at = started_at - 60000");

    node.beat();
    assertThat(node.closedBecause().orElseThrow())
        .contains("as after a fail-over", "holds an earlier one under the name n1");
    assertThat(only().owner()).isEqualTo("zero");

    nanosAhead.set(Duration.ofMillis(NodeTimes.WATCH_MS).toNanos());
    machine.move(Duration.ofMillis(NodeTimes.WATCH_MS));
    node.beat();

    assertThat(node.closedBecause()).isEmpty();
    assertThat(only().owner()).isEqualTo("one");
  }

  @Test
  void a_node_whose_name_was_taken_never_takes_it_back() {
    Node frozen = join("n1", "one");
    Node second = join("n1", "two");
    frozen.beat();
    second.close();

    frozen.beat();

    assertThat(frozen.closedBecause().orElseThrow()).startsWith("Another process runs under");
    assertThat(rows("SELECT name FROM node")).isEmpty();
  }

  @Test
  void what_another_node_holds_is_left_to_it() {
    oneBatch(1);
    join("n1", "one");
    sending("one").claim().orElseThrow();
    assertThat(claims("one").claim("inbox", "a.csv")).isPresent();

    join("n2", "two");

    assertThat(sending("two").recoverExpired()).isZero();
    assertThat(claims("two").claim("inbox", "a.csv")).isEmpty();
  }

  @Test
  void under_a_name_that_beats_a_process_waits_for_its_end() throws Exception {
    assumeThat(engine).isEqualTo(Engine.POSTGRESQL);
    Node first = join("n1", "one");
    AtomicBoolean beating = new AtomicBoolean(true);
    Future<Boolean> beats = start(beats(first, beating));
    Future<Node> second =
        start(() -> join("n1", "two", COMMON, new NodePlace.Patience(3_000, 60_000)));
    await().during(Duration.ofMillis(3_500)).until(() -> only().owner().equals("one"));

    beating.set(false);
    end(beats);
    first.close();

    assertThat(end(second).closedBecause()).isEmpty();
    assertThat(only().owner()).isEqualTo("two");
  }

  @Test
  void under_a_name_that_goes_on_beating_a_process_is_refused() throws Exception {
    assumeThat(engine).isEqualTo(Engine.POSTGRESQL);
    Node first = join("n1", "one");
    AtomicBoolean beating = new AtomicBoolean(true);
    Future<Boolean> beats = start(beats(first, beating));

    assertThatThrownBy(() -> join("n1", "two", COMMON, OF_THE_LIVING))
        .isInstanceOf(LedgerException.class)
        .hasMessageMatching(
            "Another process runs on this ledger under the name n1 since \\S+ and goes on. End it,"
                + " or give this one another payout.node.name.");

    beating.set(false);
    end(beats);
    assertThat(only().owner()).isEqualTo("one");
    assertThat(first.closedBecause()).isEmpty();
  }

  @Test
  void two_processes_of_one_name_that_start_together_do_not_both_join() throws Exception {
    assumeThat(engine).isEqualTo(Engine.POSTGRESQL);
    List<Callable<Boolean>> starts = new ArrayList<>();
    for (String owner : List.of("one", "two")) {
      starts.add(
          () -> {
            try {
              Node node = join("n1", owner, COMMON, OF_THE_LIVING);
              start(beats(node, new AtomicBoolean(true)));
              return true;
            } catch (LedgerException refused) {
              return false;
            }
          });
    }

    assertThat(atOnce(starts)).containsExactlyInAnyOrder(true, false);
  }

  @Test
  void a_process_that_was_replaced_while_it_was_frozen_claims_nothing_more() {
    oneBatch(1);
    Node frozen = join("n1", "one");
    join("n1", "two");

    frozen.beat();

    assertThat(frozen.closedBecause().orElseThrow())
        .startsWith(
            "Another process runs under the name n1 since this one was silent for too long");
    assertThat(sending("one", frozen).claim()).isEmpty();
    assertThat(claims("one", frozen).claim("inbox", "a.csv")).isEmpty();
    assertThat(queue("one", frozen).claim(9)).isEmpty();
    frozen.close();
    assertThat(only().owner()).as("it removes only itself").isEqualTo("two");
  }

  @Test
  void a_process_without_a_beat_begins_nothing_before_the_next_one() {
    assumeThat(engine).isEqualTo(Engine.POSTGRESQL);
    Node node = join("n1", "one");
    nanosAhead.set(Duration.ofSeconds(5).toNanos());
    machine.move(Duration.ofSeconds(5));
    assertThat(node.closedBecause()).isEmpty();

    nanosAhead.set(Duration.ofSeconds(11).toNanos());

    assertThat(node.closedBecause().orElseThrow()).startsWith("For over 10 seconds");
    node.beat();
    assertThat(node.closedBecause()).isEmpty();
  }

  // ---- settings

  @Test
  void a_node_that_would_pay_unapproved_does_not_join_those_that_need_an_approval() {
    assumeThat(engine).isEqualTo(Engine.POSTGRESQL);
    join("n1", "one");
    join("n2", "two");

    assertThatThrownBy(
            () ->
                join(
                    "n3",
                    "three",
                    Map.of(
                        "payout.approval", "none",
                        "payout.day.amount-max", "5.00",
                        "payout.email", "#9876543210",
                        "payout.of-a-newer-version", "1"),
                    SHORT))
        .isInstanceOf(LedgerException.class)
        .hasMessage(
            "Other nodes run on this ledger with other settings (n1, n2): payout.approval is none"
                + " here and required there; payout.day.amount-max is 5.00 here and empty there;"
                + " payout.email is another one. All nodes of a payer need the same. Give this node"
                + " the settings of the others; or, to change a setting, stop all nodes and start"
                + " them with the new value.");

    assertThat(rows("SELECT name FROM node ORDER BY name")).containsExactly("n1", "n2");
    assertThat(one("SELECT value FROM common_setting WHERE name = 'payout.approval'"))
        .isEqualTo("required");
  }

  @Test
  void when_no_other_node_lives_a_setting_is_changed() {
    join("n1", "one").close();

    join("n2", "two", Map.of("payout.approval", "none"), SHORT).close();

    assertThat(rows("SELECT name, value FROM common_setting"))
        .containsExactly("payout.approval none");
  }

  @Test
  void on_an_embedded_ledger_no_other_node_lives() {
    assumeThat(engine).isEqualTo(Engine.SQLITE);
    join("n1", "killed");

    join("n2", "two", Map.of("payout.approval", "none"), SHORT);

    assertThat(only().name()).isEqualTo("n2");
  }

  /** It was only frozen: it must not go on with the old settings, nor finish what it began. */
  @Test
  void a_node_that_was_silent_while_a_setting_was_changed_loses_its_place() {
    assumeThat(engine).isEqualTo(Engine.POSTGRESQL);
    FileRecord file = arrive("a.csv", sha256("a.csv")).file();
    change("UPDATE intake_claim SET owner = 'one'");
    Node silent = join("n1", "one");
    change("UPDATE node SET seen_at = seen_at - 21000");

    join("n2", "two", Map.of("payout.approval", "none"), SHORT);

    assertThatThrownBy(() -> intake.stage(file, List.of(StagedBatch.of(1, lines("A", 1)))))
        .isInstanceOf(ClaimLostException.class);
    silent.beat();
    assertThat(silent.closedBecause().orElseThrow())
        .startsWith("This process was silent for too long")
        .endsWith("start it again.");
  }

  @Test
  void a_setting_of_a_newer_program_is_added_for_those_that_come() {
    assumeThat(engine).isEqualTo(Engine.POSTGRESQL);
    join("n1", "one");
    Map<String, String> more = new java.util.TreeMap<>(COMMON);
    more.put("payout.new", "on");
    join("n2", "two", more, SHORT);
    more.put("payout.new", "off");

    assertThatThrownBy(() -> join("n3", "three", more, SHORT))
        .hasMessageContaining("payout.new is off here and on there");
  }

  // ---- clock, form

  @Test
  void a_node_whose_clock_is_wrong_goes_by_the_time_of_the_database_and_claims_nothing() {
    assumeThat(engine).isEqualTo(Engine.POSTGRESQL);
    machine.move(Duration.ofMinutes(-10));
    Node node = join("n1", "one");

    assertThat(node.clockOffsetMs()).isBetween(-601_000L, -599_000L);
    assertThat(node.clock().millis())
        .isBetween(ChinaClock.system().millis() - 1_000L, ChinaClock.system().millis() + 1_000L);
    assertThat(node.closedBecause().orElseThrow()).contains("differs", "more than 30 seconds");

    machine.move(Duration.ofSeconds(580));
    assertThat(node.closedBecause().orElseThrow()).contains("was set");
    node.beat();
    assertThat(node.closedBecause()).isEmpty();
    assertThat(node.clockOffsetMs()).isBetween(-21_000L, -19_000L);
    assertThat(only().clockOffsetMs()).isEqualTo(node.clockOffsetMs());
  }

  /**
   * The way of a rolling upgrade: the first new node migrates, the others finish and are replaced.
   */
  @Test
  void a_node_of_an_older_program_finishes_what_it_began_and_claims_nothing_more() {
    String first = manyBatches(2).get(0);
    Node older = join("n1", "one");
    SendLedger sends = sending("one", older);
    Claim claim = sends.claim().orElseThrow();
    newerForm();

    older.beat();

    assertThat(older.closedBecause().orElseThrow())
        .startsWith("A newer version of this program brought the ledger up to date.");
    assertThat(sends.recordAndClaim(claim, Verdicts.taken()).next()).isEmpty();
    assertThat(state(first)).isEqualTo("TAKEN");
    assertThat(sends.claim()).isEmpty();
  }

  @Test
  void an_older_program_that_waited_for_its_name_does_not_miss_a_newer_form() {
    newerForm();

    assertThatThrownBy(() -> join("n1", "older"))
        .isInstanceOf(LedgerException.class)
        .hasMessageStartingWith("A newer version of this program brought the ledger up to date");

    assertThat(rows("SELECT name FROM node")).isEmpty();
  }

  @Test
  void a_node_whose_ledger_lost_a_migration_claims_nothing() {
    form++;
    Node node = join("n1", "one");

    node.beat();

    assertThat(node.closedBecause().orElseThrow())
        .startsWith("The ledger lost the last update of its tables");
  }

  private void newerForm() {
    change(
        "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,"
            + " checksum, installed_by, execution_time, success)"
            + " VALUES (99, '99', 'later', 'SQL', 'V99__later.sql', 1, 'somebody', 1, "
            + (engine == Engine.SQLITE ? "1)" : "TRUE)"));
  }

  private Callable<Boolean> beats(Node node, AtomicBoolean beating) {
    return () -> {
      while (beating.get() && !Thread.currentThread().isInterrupted()) {
        node.beat();
        java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
      }
      return true;
    };
  }

  private Node join(String name, String owner) {
    return join(name, owner, COMMON, SHORT);
  }

  private Node join(
      String name, String owner, Map<String, String> common, NodePlace.Patience patience) {
    return join(new NodeIdentity(name, "1.2.3", PARTNER, common), owner, patience);
  }

  private Node join(NodeIdentity identity, String owner, NodePlace.Patience patience) {
    return Node.join(
        database(),
        identity,
        owner,
        form,
        wall,
        () -> System.nanoTime() + nanosAhead.get(),
        patience);
  }

  private synchronized Database database() {
    Database opened = Database.open(address.url(), address.user(), address.password());
    databases.add(opened);
    return opened;
  }

  private Ledger run(String name) {
    NodeIdentity identity = new NodeIdentity(name, "1.2.3", PARTNER, COMMON);
    return Ledger.run(address, "production", Beginning.unasked(), identity, ChinaClock.system());
  }

  private NodeRecord only() {
    List<NodeRecord> nodes = beside(wall).status().nodes();
    assertThat(nodes).hasSize(1);
    return nodes.get(0);
  }

  private SendLedger sending(String owner) {
    return sending(owner, LedgerGate.OPEN);
  }

  private SendLedger sending(String owner, LedgerGate gate) {
    return new SendLedger(database(), ChinaClock.system(), owner, RULES, gate, System::nanoTime);
  }

  private ClaimLedger claims(String owner) {
    return claims(owner, LedgerGate.OPEN);
  }

  private ClaimLedger claims(String owner, LedgerGate gate) {
    return new ClaimLedger(database(), ChinaClock.system(), owner, gate, System::nanoTime);
  }

  private PublicationQueue queue(String owner) {
    return queue(owner, LedgerGate.OPEN);
  }

  private PublicationQueue queue(String owner, LedgerGate gate) {
    return new PublicationQueue(
        database(), ChinaClock.system(), owner, gate, System::nanoTime, false);
  }
}
