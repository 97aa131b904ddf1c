package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

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

    pass(Duration.ofMinutes(5));
    assertThat(neighbour.claim(1)).isEmpty();
    pass(Duration.ofMillis(1));
    Publication claimed = neighbour.claim(1).get(0);

    assertThat(queue.finish(List.of(new PublicationQueue.Result.Published(late)))).isEmpty();
    assertThat(neighbour.finish(List.of(new PublicationQueue.Result.Published(claimed))))
        .containsExactly(claimed);
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
