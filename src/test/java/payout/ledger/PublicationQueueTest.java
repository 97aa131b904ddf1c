package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import payout.batch.OutputKind;
import payout.ledger.sql.Database;

/** What is due in the outbox is claimed under a token, and what fails holds nothing else back. */
@OnBothDatabases
class PublicationQueueTest extends LedgerFixture {

  private static final int ROUND = 25;

  @Test
  void files_that_cannot_be_written_are_not_seen_until_they_are_due_again() {
    files(5 * ROUND);

    List<Publication> failed = failing(4 * ROUND);

    assertThat(queue.claim(ROUND)).hasSize(ROUND).doesNotContainAnyElementsOf(failed);
  }

  /** The oldest failures are the first to be due again, behind what was never tried. */
  @Test
  void what_is_new_goes_before_what_failed() {
    files(2);
    List<Publication> failed = failing(2);
    pass(Duration.ofSeconds(1));
    accept("new.csv", List.of(lines("NEW", 1)));

    List<Publication> claimed = queue.claim(9);

    assertThat(claimed).hasSize(3);
    assertThat(claimed.get(0).file().name()).isEqualTo("new.csv");
    assertThat(ids(claimed.subList(1, 3))).isEqualTo(ids(failed));
  }

  @Test
  void the_wait_doubles_up_to_a_minute_and_has_no_last_time() {
    files(1);
    List<Long> seconds = new ArrayList<>();

    for (int i = 0; i < 9; i++) {
      failing(1);
      long waited = 0;
      while (queue.claim(1).isEmpty()) {
        pass(Duration.ofSeconds(1));
        waited++;
      }
      seconds.add(waited);
    }

    assertThat(seconds).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L);
  }

  @Test
  void what_failed_is_due_at_once_after_a_start() {
    files(1);
    failing(1);
    assertThat(queue.claim(1)).isEmpty();

    queue.recover();

    assertThat(queue.claim(1)).hasSize(1);
    assertThat(one("SELECT attempts, reason FROM publication")).isEqualTo("1 The disk is full.");
  }

  @Test
  void what_was_not_tried_is_given_back_as_it_was() {
    files(1);
    Publication claimed = queue.claim(1).get(0);

    queue.finish(List.of(new PublicationQueue.Result.NotTried(claimed)));

    assertThat(one("SELECT owner, lease_until, attempts, due_at FROM publication"))
        .isEqualTo("null null 0 0");
  }

  /** One thread of a process claims; what it could not record it claims again. */
  @Test
  void what_this_process_claimed_and_did_not_record_is_claimed_again_under_another_token() {
    files(1);
    Publication first = queue.claim(1).get(0);
    Publication second = queue.claim(1).get(0);

    assertThat(second.token()).isGreaterThan(first.token());
    assertThat(queue.finish(List.of(new PublicationQueue.Result.Published(first)))).isEmpty();
    assertThat(queue.finish(List.of(new PublicationQueue.Result.Published(second))))
        .containsExactly(second);
  }

  @Test
  void another_node_claims_nothing_until_the_lease_is_over_and_the_late_owner_records_nothing() {
    assumeThat(engine).isEqualTo(Engine.POSTGRESQL);
    files(1);
    PublicationQueue neighbour = anotherProcess().publicationQueue();
    Publication late = queue.claim(1).get(0);

    pass(Duration.ofSeconds(30));
    assertThat(neighbour.claim(1)).isEmpty();
    pass(Duration.ofMillis(1));
    Publication claimed = neighbour.claim(1).get(0);

    assertThat(queue.isHeld(late)).isFalse();
    assertThat(neighbour.isHeld(claimed)).isTrue();
    assertThat(queue.finish(List.of(new PublicationQueue.Result.Published(late)))).isEmpty();
    assertThat(neighbour.finish(List.of(new PublicationQueue.Result.Published(claimed))))
        .containsExactly(claimed);
  }

  /** A long file is being written; the others of the claim wait for their turn meanwhile. */
  @Test
  void the_thread_that_writes_extends_all_claims_as_long_as_it_makes_progress() {
    files(2);
    try (Node node = new Node("this");
        Node neighbour = new Node("neighbour")) {
      List<Publication> claimed = node.queue.claim(2);

      for (int i = 0; i < 30; i++) {
        node.pass(Duration.ofSeconds(9));
        node.queue.extend();
      }
      assertThat(neighbour.queue.claim(2)).isEmpty();
      assertThat(claimed).allMatch(node.queue::isHeld);

      node.pass(Duration.ofSeconds(31));
      assertThat(neighbour.queue.claim(2)).hasSize(2);
      assertThat(claimed).noneMatch(node.queue::isHeld);
    }
  }

  @Test
  void what_was_extended_too_late_goes_on_if_nobody_claimed_it_meanwhile() {
    files(1);
    try (Node node = new Node("this")) {
      Publication claimed = node.queue.claim(1).get(0);
      node.pass(Duration.ofMinutes(5));

      node.queue.extend();

      assertThat(node.queue.isHeld(claimed)).isTrue();
    }
  }

  /** While a machine is suspended the monotonic clock stands still, and a ledger's does not. */
  @Test
  void a_claim_is_over_when_either_clock_says_so() {
    files(2);
    try (Node node = new Node("this")) {
      Publication claimed = node.queue.claim(1).get(0);
      pass(Duration.ofSeconds(31));
      assertThat(node.queue.isHeld(claimed)).isFalse();
    }
    try (Node node = new Node("that")) {
      Publication claimed = node.queue.claim(1).get(0);
      change("UPDATE publication SET token = token + 1 WHERE id = " + claimed.id());
      assertThat(node.queue.isHeld(claimed)).isFalse();
      node.nanos.addAndGet(Duration.ofSeconds(10).toNanos());
      assertThat(node.queue.isClaimed(claimed)).isFalse();
    }
  }

  /** Not so when each of its failures was recorded. */
  @Test
  void a_file_that_no_claim_brings_to_an_end_gets_longer_leases() {
    files(1);
    List<Long> leases = new ArrayList<>();

    for (int i = 0; i < 9; i++) {
      queue.claim(1);
      leases.add(Long.parseLong(one("SELECT lease_until FROM publication")) - clock.millis());
    }

    assertThat(leases)
        .containsExactly(
            30_000L, 30_000L, 30_000L, 60_000L, 120_000L, 240_000L, 480_000L, 480_000L, 480_000L);
  }

  @Test
  void a_file_that_failed_often_keeps_its_lease() {
    files(1);
    for (int i = 0; i < 9; i++) {
      failing(1);
      pass(Duration.ofMinutes(1));
    }

    queue.claim(1);

    assertThat(one("SELECT lease_until FROM publication"))
        .isEqualTo(Long.toString(clock.millis() + 30_000));
  }

  @Test
  void a_claim_passes_over_what_a_neighbour_is_claiming_and_does_not_wait() throws Exception {
    assumeThat(engine).isEqualTo(Engine.POSTGRESQL);
    files(3);
    try (Connection neighbour = connect();
        Statement statement = neighbour.createStatement()) {
      neighbour.setAutoCommit(false);
      statement.execute("SELECT 1 FROM publication WHERE id <= 2 FOR UPDATE");

      List<Publication> claimed = end(start(() -> queue.claim(25)));

      assertThat(ids(claimed)).containsExactly(3L);
    }
  }

  @Test
  void nodes_that_claim_at_once_claim_each_file_once() throws Exception {
    assumeThat(engine).isEqualTo(Engine.POSTGRESQL);
    files(40);
    List<Callable<List<Publication>>> claims = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      PublicationQueue node = anotherProcess().publicationQueue();
      claims.add(() -> node.claim(10));
    }

    List<Long> claimed = new ArrayList<>();
    atOnce(claims).forEach(each -> claimed.addAll(ids(each)));
    claimed.addAll(ids(anotherProcess().publicationQueue().claim(40)));

    assertThat(claimed).hasSize(40).doesNotHaveDuplicates();
  }

  @Test
  void a_start_leaves_the_claims_of_neighbours_alone() {
    assumeThat(engine).isEqualTo(Engine.POSTGRESQL);
    files(2);
    Publication claimed = queue.claim(1).get(0);
    PublicationQueue neighbour = anotherProcess().publicationQueue();

    neighbour.recover();

    assertThat(neighbour.claim(2)).hasSize(1).doesNotContain(claimed);
    assertThat(queue.isHeld(claimed)).isTrue();
  }

  @Test
  void a_start_ends_the_claims_of_the_process_before_where_it_is_the_only_one() {
    assumeThat(engine).isEqualTo(Engine.SQLITE);
    files(1);
    queue.claim(1);
    restart();

    queue.recover();

    assertThat(queue.claim(1)).hasSize(1);
  }

  /** In the same commit, so that no crash can lose it. */
  @Test
  void a_workbook_is_due_as_soon_as_its_result_is_recorded_and_only_once() {
    String batchNo = oneBatch(1);
    post(Verdicts.refused("ILLEGAL_ARGUMENT"));
    PublicationQueue withSheets = ledger.publicationQueue(true);
    List<Publication> first = withSheets.claim(99);
    assertThat(first).extracting(Publication::kind).contains(OutputKind.RESULT);

    withSheets.finish(first.stream().map(PublicationQueueTest::published).toList());
    List<Publication> then = withSheets.claim(99);
    withSheets.finish(then.stream().map(PublicationQueueTest::published).toList());

    assertThat(then).extracting(Publication::kind).containsExactly(OutputKind.RESULT_SHEET);
    assertThat(withSheets.claim(99)).isEmpty();
    assertThat(batchNo).isNotEmpty();
  }

  @Test
  void no_workbook_is_due_where_the_settings_ask_for_none() {
    oneBatch(1);
    post(Verdicts.refused("ILLEGAL_ARGUMENT"));
    List<Publication> all = queue.claim(99);

    queue.finish(all.stream().map(PublicationQueueTest::published).toList());

    assertThat(queue.claim(99)).isEmpty();
  }

  @Test
  void a_claim_knows_the_number_of_its_batch() {
    String batchNo = oneBatch(1);
    post(Verdicts.refused("ILLEGAL_ARGUMENT"));

    assertThat(queue.claim(9)).extracting(Publication::batchNo).contains(batchNo).containsNull();
  }

  private static PublicationQueue.Result published(Publication claimed) {
    return new PublicationQueue.Result.Published(claimed);
  }

  /** A process with a monotonic clock of its own. */
  private final class Node implements AutoCloseable {

    private final Database database =
        Database.open(address.url(), address.user(), address.password());
    private final AtomicLong nanos = new AtomicLong();
    private final PublicationQueue queue;

    Node(String owner) {
      queue = new PublicationQueue(database, clock, owner, LedgerGate.OPEN, nanos::get, false);
    }

    /** By both clocks. */
    void pass(Duration duration) {
      nanos.addAndGet(duration.toNanos());
      PublicationQueueTest.this.pass(duration);
    }

    @Override
    public void close() {
      database.close();
    }
  }

  /** So many files, each with its ack due in the outbox. */
  private void files(int count) {
    for (int i = 0; i < count; i++) {
      accept("f" + i + ".csv", List.of(lines("F" + i, 1)));
    }
  }

  private List<Publication> failing(int count) {
    List<Publication> claimed = queue.claim(count);
    assertThat(claimed).hasSize(count);
    List<PublicationQueue.Result> ends = new ArrayList<>();
    claimed.forEach(
        each -> ends.add(new PublicationQueue.Result.Failed(each, "The disk is full.")));
    assertThat(queue.finish(ends)).isEmpty();
    return claimed;
  }

  private static List<Long> ids(List<Publication> publications) {
    return publications.stream().map(Publication::id).toList();
  }
}
