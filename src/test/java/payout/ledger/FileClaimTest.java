package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import payout.batch.FileState;
import payout.batch.Language;
import payout.ledger.serial.SerialEntry;

/** Several processes that take files from the same folders. */
@OnBothDatabases
class FileClaimTest extends LedgerFixture {

  private static final Duration SILENCE = Duration.ofSeconds(20);

  private long nanos;
  private Ledger neighbour;
  private IntakeLedger theirIntake;

  @BeforeEach
  void openAnother() {
    neighbour = beside();
    theirIntake = neighbour.intake(Language.EN);
  }

  @Test
  void one_process_takes_a_file() {
    FileClaim ours = claim("a.csv");

    assertThat(neighbour.claims().claim("inbox", "a.csv")).isEmpty();
    assertThat(neighbour.claims().isClaimed("inbox", "a.csv")).isTrue();
    assertThat(neighbour.claims().claim("inbox", "b.csv")).isPresent();
    assertThat(neighbour.claims().claim("inbox-2", "a.csv")).isPresent();
    assertThat(ours.isHeld()).isTrue();
  }

  @Test
  void many_processes_that_want_a_file_at_once_get_it_once() throws Exception {
    List<Ledger> nodes = List.of(ledger, neighbour, beside(), beside());

    List<Boolean> claimed =
        atOnce(
            nodes.stream()
                .<java.util.concurrent.Callable<Boolean>>map(
                    node -> () -> node.claims().claim("inbox", "a.csv").isPresent())
                .toList());

    assertThat(claimed).containsOnlyOnce(true);
  }

  @Test
  void a_released_file_is_free_at_once() {
    FileClaim ours = claim("a.csv");

    ours.release();

    assertThat(ours.isHeld()).isFalse();
    assertThat(neighbour.claims().isClaimed("inbox", "a.csv")).isFalse();
    FileClaim theirs = theirs("a.csv");
    ours.release();
    assertThat(theirs.isHeld()).isTrue();
  }

  @Test
  void a_file_whose_process_is_silent_is_taken_over_after_20_s_and_not_before() {
    claim("a.csv");
    pass(SILENCE);
    assertThat(neighbour.claims().claim("inbox", "a.csv")).isEmpty();
    pass(Duration.ofMillis(1));

    assertThat(neighbour.claims().isClaimed("inbox", "a.csv")).isFalse();
    assertThat(neighbour.claims().claim("inbox", "a.csv")).isPresent();
  }

  @Test
  void progress_keeps_a_file_however_long_it_takes() {
    FileClaim ours = ledger.claims(() -> nanos).claim("inbox", "a.csv").orElseThrow();

    for (int i = 0; i < 10; i++) {
      pass(Duration.ofSeconds(15));
      nanos += TimeUnit.SECONDS.toNanos(15);
      ours.beat();
    }
    assertThat(ours.isHeld()).isTrue();

    pass(SILENCE.plusMillis(1));
    assertThat(ours.isHeld()).isFalse();
    assertThat(neighbour.claims().claim("inbox", "a.csv")).isPresent();
  }

  @Test
  void progress_is_written_every_few_seconds_and_never_revives_a_claim() {
    FileClaim ours = ledger.claims(() -> nanos).claim("inbox", "a.csv").orElseThrow();
    pass(Duration.ofSeconds(1));
    ours.beat();
    assertThat(one("SELECT lease_until FROM intake_claim")).isEqualTo(until(19_000));
    pass(SILENCE);
    FileClaim theirs = theirs("a.csv");
    nanos += TimeUnit.MINUTES.toNanos(1);

    ours.beat();

    assertThat(ours.isHeld()).isFalse();
    assertThat(theirs.isHeld()).isTrue();
    assertThat(rows("SELECT id FROM intake_claim")).hasSize(1);
  }

  @Test
  void each_write_of_a_file_renews_its_claim() {
    FileRecord file = arrive("a.csv", sha256("a.csv")).file();
    pass(Duration.ofSeconds(15));

    intake.stage(file, List.of(StagedBatch.of(1, lines("A", 1))));

    assertThat(one("SELECT lease_until FROM intake_claim")).isEqualTo(until(20_000));
  }

  @Test
  void a_file_that_was_taken_over_is_begun_again_and_what_its_first_process_staged_is_gone() {
    FileRecord ours = arriveAs(intake, claim("a.csv"), "a.csv", "x");
    intake.stage(ours, List.of(StagedBatch.of(1, lines("A", 1))));
    pass(SILENCE.plusMillis(1));

    FileRecord again = arriveAs(theirIntake, theirs("a.csv"), "a.csv", "x");

    assertThat(again.id()).isEqualTo(ours.id());
    assertThat(rows("SELECT id FROM batch")).isEmpty();
    assertThatThrownBy(() -> intake.stage(ours, List.of(StagedBatch.of(1, lines("A", 1)))))
        .isInstanceOf(ClaimLostException.class);
    intake.forget(ours);
    assertThat(one("SELECT state FROM payout_file")).isEqualTo("RECEIVED");
  }

  @Test
  void files_are_staged_side_by_side_and_decided_one_after_the_other() throws Exception {
    FileRecord first = staged(intake, claim("a.csv"), "a.csv", "A");
    FileRecord second = staged(theirIntake, theirs("b.csv"), "b.csv", "B");
    assertThat(intake.takeTurn(first)).isInstanceOf(Reception.ToRead.class);
    pass(Duration.ofSeconds(1));

    Future<Reception> waiting = start(() -> theirIntake.takeTurn(second));
    Awaitility.await()
        .until(
            () -> one("SELECT lease_until FROM intake_claim WHERE name = 'b.csv'"),
            until(20_000)::equals);
    assertThat(waiting).isNotDone();
    intake.addSerials(first, entries("A"));
    assertThat(accept(intake, first).state()).isEqualTo(FileState.ACCEPTED);

    assertThat(end(waiting)).isInstanceOf(Reception.ToRead.class);
    theirIntake.addSerials(second, entries("B"));
    assertThat(accept(theirIntake, second).state()).isEqualTo(FileState.ACCEPTED);
  }

  @Test
  void a_refused_or_forgotten_file_gives_the_turn_to_the_next() {
    FileRecord refused = staged(intake, claim("a.csv"), "a.csv", "A");
    intake.takeTurn(refused);
    intake.reject(
        refused, new IntakeStore.Decision(0, payout.batch.Money.ZERO, 0, 0, 0, null, "no", ""));
    FileRecord forgotten = staged(theirIntake, theirs("b.csv"), "b.csv", "B");
    theirIntake.takeTurn(forgotten);
    theirIntake.forget(forgotten);
    FileClaim failed = claim("c.csv");
    intake.takeTurn(staged(intake, failed, "c.csv", "C"));
    failed.release();

    FileRecord last = staged(theirIntake, theirs("d.csv"), "d.csv", "D");

    assertThat(theirIntake.takeTurn(last)).isInstanceOf(Reception.ToRead.class);
  }

  /** A process that was suspended may have other rules than the others by now, and another day. */
  @Test
  void a_process_whose_gate_is_closed_decides_nothing() {
    FileRecord file = staged(intake, claim("a.csv"), "a.csv", "A");
    AtomicBoolean closed = new AtomicBoolean(true);
    ledger.addGate(() -> closed.get() ? Optional.of("It is closed.") : Optional.empty());

    assertThatThrownBy(() -> intake.takeTurn(file))
        .isInstanceOf(ClaimLostException.class)
        .hasMessageEndingWith("It is closed.");
    closed.set(false);
    intake.takeTurn(file);
    intake.addSerials(file, entries("A"));
    closed.set(true);
    assertThatThrownBy(() -> accept(intake, file)).isInstanceOf(ClaimLostException.class);
    assertThat(one("SELECT state FROM payout_file")).isEqualTo("RECEIVED");
    closed.set(false);
    assertThat(accept(intake, file).state()).isEqualTo(FileState.ACCEPTED);
  }

  /** The ledger was in trouble when the earlier file was given up. */
  @Test
  void a_turn_that_an_earlier_file_of_the_process_left_is_taken_at_once() throws Exception {
    FileRecord left = staged(intake, claim("a.csv"), "a.csv", "A");
    intake.takeTurn(left);
    FileRecord next = staged(intake, claim("b.csv"), "b.csv", "B");

    assertThat(end(start(() -> intake.takeTurn(next)))).isInstanceOf(Reception.ToRead.class);
    assertThatThrownBy(() -> intake.addSerials(left, entries("A")))
        .isInstanceOf(ClaimLostException.class);
  }

  @Test
  void the_turn_of_a_silent_process_passes_on_and_it_can_decide_nothing_any_more() {
    FileRecord ours = staged(intake, claim("a.csv"), "a.csv", "A");
    intake.takeTurn(ours);
    intake.addSerials(ours, entries("A"));
    FileRecord theirs = staged(theirIntake, theirs("b.csv"), "b.csv", "B");
    pass(SILENCE.plusMillis(1));

    theirIntake.takeTurn(theirs);

    // Its claim was not taken over, but another file has been in between.
    assertThatThrownBy(() -> accept(intake, ours)).isInstanceOf(ClaimLostException.class);
    assertThatThrownBy(() -> intake.addSerials(ours, entries("A")))
        .isInstanceOf(ClaimLostException.class);
    assertThatThrownBy(() -> intake.removeSerials(ours, entries("A")))
        .isInstanceOf(ClaimLostException.class);
    accept(theirIntake, theirs);
    assertThatThrownBy(() -> accept(intake, ours)).isInstanceOf(ClaimLostException.class);
    assertThat(rows("SELECT name FROM payout_file WHERE state = 'ACCEPTED'"))
        .containsExactly("b.csv");
  }

  @Test
  void progress_keeps_the_turn_too_and_does_not_take_it_back() {
    FileClaim claim = ledger.claims(() -> nanos).claim("inbox", "a.csv").orElseThrow();
    FileRecord file = staged(intake, claim, "a.csv", "A");
    intake.takeTurn(file);
    pass(Duration.ofSeconds(15));
    nanos += TimeUnit.SECONDS.toNanos(15);
    claim.beat();
    assertThat(one("SELECT lease_until FROM lease")).isEqualTo(until(20_000));

    accept(intake, file);
    nanos += TimeUnit.SECONDS.toNanos(15);
    claim.beat();

    assertThat(one("SELECT lease_until FROM lease")).isEqualTo("0");
  }

  @Test
  void the_same_bytes_read_side_by_side_are_accepted_once() {
    FileRecord first = staged(intake, claim("a.csv"), "a.csv", "x", "A");
    FileRecord second = staged(theirIntake, theirs("b.csv"), "b.csv", "x", "A");
    theirIntake.takeTurn(second);
    theirIntake.addSerials(second, entries("A"));
    accept(theirIntake, second);

    Reception late = intake.takeTurn(first);

    assertThat(late).isInstanceOf(Reception.Decided.class);
    assertThat(late.file().state()).isEqualTo(FileState.DUPLICATE);
    assertThat(one("SELECT COUNT(*) FROM batch")).isEqualTo("1");
    FileRecord next = staged(theirIntake, theirs("c.csv"), "c.csv", "C");
    assertThat(theirIntake.takeTurn(next)).isInstanceOf(Reception.ToRead.class);
  }

  @Test
  void the_same_bytes_that_arrive_in_many_inboxes_at_once_are_numbered() throws Exception {
    List<FileRecord> files =
        atOnce(
            List.of(
                () -> arriveIn("inbox", ledger),
                () -> arriveIn("inbox-2", neighbour),
                () -> arriveIn("inbox-3", ledger),
                () -> arriveIn("inbox-4", neighbour)));

    assertThat(files).extracting(FileRecord::arrival).containsExactlyInAnyOrder(1, 2, 3, 4);
  }

  private static FileRecord arriveIn(String inbox, Ledger node) {
    FileClaim claim = node.claims().claim(inbox, "a.csv").orElseThrow();
    return node.intake(Language.EN)
        .arrive(claim, new IntakeStore.Arrival(inbox, "a.csv", sha256("x"), 100, 1, PAYER))
        .file();
  }

  /**
   * Whatever a node holds that never comes back is free within 40 s, but for its posts: they may be
   * under way as long as the call of the gateway may take, and their outcome may be recorded until
   * the lease is over.
   */
  @Test
  void a_node_that_never_returns_holds_up_nothing_but_its_posts() {
    List<String> numbers = new ArrayList<>(manyBatches(2));
    intake.takeTurn(staged(intake, claim("mine.csv"), "mine.csv", "M"));
    Claim post = sending.claim().orElseThrow();
    List<Publication> outputs = queue.claim(9);
    assertThat(outputs).isNotEmpty();
    PublicationQueue theirQueue = neighbour.publicationQueue();
    assertThat(neighbour.claims().claim("inbox", "mine.csv")).isEmpty();
    assertThat(theirQueue.claim(9)).isEmpty();
    SendLedger sends = neighbour.sending(RULES);
    numbers.remove(post.batch().batchNo());
    assertThat(sends.claim().orElseThrow().batch().batchNo())
        .as("other batches do not wait at all")
        .isEqualTo(numbers.get(0));

    pass(Duration.ofSeconds(31));

    assertThat(neighbour.claims().claim("inbox", "mine.csv")).isPresent();
    FileRecord theirs = staged(theirIntake, theirs("b.csv"), "b.csv", "B");
    assertThat(theirIntake.takeTurn(theirs)).isInstanceOf(Reception.ToRead.class);
    accept(theirIntake, theirs);
    assertThat(theirQueue.claim(9))
        .extracting(Publication::id)
        .containsAll(outputs.stream().map(Publication::id).toList());
    assertThat(sends.recoverExpired()).isZero();
    assertThat(state(post.batch().batchNo())).isEqualTo("SENDING");

    pass(Duration.ofSeconds(90));
    assertThat(sends.recoverExpired()).as("the lease of 120 s is over").isEqualTo(1);
    assertThat(state(post.batch().batchNo())).isEqualTo("UNKNOWN");
    pass(Duration.ofSeconds(61));
    List<String> again = new ArrayList<>();
    sends.claim().ifPresent(each -> again.add(each.batch().batchNo()));
    sends.claim().ifPresent(each -> again.add(each.batch().batchNo()));
    assertThat(again).as("after the delay of a re-send").contains(post.batch().batchNo());
  }

  private FileClaim theirs(String name) {
    return neighbour.claims().claim("inbox", name).orElseThrow();
  }

  private static FileRecord arriveAs(
      IntakeLedger node, FileClaim claim, String name, String bytes) {
    return node.arrive(claim, new IntakeStore.Arrival("inbox", name, sha256(bytes), 9, 9, PAYER))
        .file();
  }

  /** A file of one line, staged and not decided; its bytes are those of its name. */
  private static FileRecord staged(IntakeLedger node, FileClaim claim, String name, String prefix) {
    return staged(node, claim, name, name, prefix);
  }

  private static FileRecord staged(
      IntakeLedger node, FileClaim claim, String name, String bytes, String prefix) {
    FileRecord file = arriveAs(node, claim, name, bytes);
    node.stage(file, List.of(StagedBatch.of(1, lines(prefix, 1))));
    return file;
  }

  private static long[] entries(String prefix) {
    return new long[] {SerialEntry.of(prefix + "-1", 1)};
  }

  private static FileRecord accept(IntakeLedger node, FileRecord file) {
    return node.accept(
        file,
        new IntakeStore.Decision(1, new payout.batch.Money(101), 0, 1, 0, new byte[0], "", ""));
  }

  private String until(long ms) {
    return Long.toString(clock.millis() + ms);
  }
}
