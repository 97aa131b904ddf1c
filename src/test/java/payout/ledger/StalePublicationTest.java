package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import payout.batch.Checkpoint;
import payout.batch.Language;
import payout.batch.LineState;
import payout.batch.OutboxCharset;
import payout.batch.Words;
import payout.config.EndpointUri;
import payout.ledger.sql.Database;
import payout.outbox.HiddenOutput;
import payout.outbox.LocalOutbox;
import payout.outbox.Publisher;
import payout.route.Alarm;
import payout.route.Counters;
import payout.route.OutboxPause;
import payout.route.PublishResults;
import payout.route.Shutdown;
import payout.testing.Folders;

/**
 * Two nodes with one outbox, and a reader that takes each file away. Wherever the one is suspended
 * or dies, the other finishes its files, and each comes once.
 */
@OnBothDatabases
class StalePublicationTest extends LedgerFixture {

  private static final int FILES = 4;

  private final Map<String, List<String>> fetched = new TreeMap<>();
  private final List<Node> nodes = new ArrayList<>();
  private int passed;

  @AfterEach
  void close() {
    Checkpoint.watch(null);
    nodes.forEach(each -> each.database.close());
  }

  @Test
  void suspended_before_its_file_is_in_the_outbox() {
    suspendedAt(Checkpoint.OUTPUT_WRITTEN, 2);
  }

  @Test
  void suspended_after_its_last_check() {
    suspendedAt(Checkpoint.OUTPUT_CHECKED, 1);
  }

  @Test
  void suspended_after_some_files_got_their_names() {
    suspendedAt(Checkpoint.OUTPUT_RENAMED, 2);
  }

  @Test
  void suspended_before_it_records() {
    suspendedAt(Checkpoint.OUTPUT_PUT, 1);
  }

  @Test
  void suspended_after_it_recorded() {
    suspendedAt(Checkpoint.OUTPUT_RECORDED, 1);
  }

  @Test
  void dies_with_some_files_put_and_none_recorded() {
    diesAt(Checkpoint.OUTPUT_RENAMED, 3);
  }

  @Test
  void dies_after_its_last_check() {
    diesAt(Checkpoint.OUTPUT_CHECKED, 2);
  }

  @Test
  void dies_before_it_records() {
    diesAt(Checkpoint.OUTPUT_PUT, 1);
  }

  /** By mistake two nodes were given one home. */
  @Test
  void nodes_that_share_their_work_folder_share_no_file() {
    Node one = new Node("one", folder.resolve("work"));
    Node two = new Node("two", folder.resolve("work"));
    files();
    List<Publication> first = one.queue.claim(2);
    List<Publication> second = two.queue.claim(2);

    List<String> contents = new ArrayList<>();
    first.forEach(each -> contents.add(one.text(each)));
    second.forEach(each -> contents.add(two.text(each)));

    assertThat(contents).hasSize(FILES).doesNotHaveDuplicates();
    assertThat(Folders.names(folder.resolve("work"))).hasSize(FILES);
  }

  /** What a process left that died right after the record. */
  @Test
  void the_next_start_removes_what_is_left_of_recorded_files_and_nothing_of_a_neighbour()
      throws IOException {
    Node node = new Node("one", folder.resolve("work"));
    files();
    Publication open = node.queue.claim(FILES).get(0);
    node.queue.finish(node.queue.claim(FILES).stream().skip(1).map(Node::published).toList());
    List<HiddenOutput> left = new ArrayList<>();
    for (Publication each : List.of(open, node.claimOf(2), node.claimOf(3))) {
      HiddenOutput hidden =
          new HiddenOutput(node.publisher.name(each), each.id(), each.token(), "deadbeef");
      left.add(hidden);
      Files.writeString(outbox().resolve(hidden.mark()), "x");
      Files.createDirectories(folder.resolve("work"));
      Files.writeString(folder.resolve("work").resolve(hidden.workFile()), "x");
    }

    new Node("two", folder.resolve("work")).results.claimDueFiles();

    assertThat(Folders.names(outbox())).containsExactly(left.get(0).mark());
    assertThat(Folders.names(folder.resolve("work"))).containsExactly(left.get(0).workFile());
  }

  /** From the order on, whatever happens to the file before it is written. */
  @Test
  void the_content_is_the_same_whoever_writes_it_and_whenever() {
    Node one = new Node("one", folder.resolve("one"));
    Map<Long, String> first = new TreeMap<>();
    String batchNo = accept("a.csv", List.of(lines("A", 3), List.of(line("B-1", 4, 500)))).get(0);
    compare(one, first);
    post(Verdicts.taken());
    post(Verdicts.refused("ILLEGAL_ARGUMENT"));
    compare(one, first);
    Notify.of("n1", batchNo)
        .paid(linesOf(batchNo).get(0))
        .failed(linesOf(batchNo).get(1))
        .to(notifies);
    acts.settle(Settlement.line(batchNo, "A-3", LineState.PAID).evenEarly(), act("bank"));
    compare(one, first);
    pass(Duration.ofDays(1));
    ledger.days().close();
    compare(one, first);
    pass(Duration.ofDays(1));
    ledger.days().close();

    restart();
    Node two = new Node("two", folder.resolve("two"));
    compare(two, first);

    assertThat(first).hasSizeGreaterThanOrEqualTo(6);
  }

  private void compare(Node by, Map<Long, String> first) {
    for (Publication due : by.publications.due(99)) {
      String content = by.rendered(due);
      assertThat(first.computeIfAbsent(due.id(), id -> content)).isEqualTo(content);
    }
  }

  private void suspendedAt(Checkpoint at, int time) {
    Node stale = new Node("stale", folder.resolve("stale"));
    Node neighbour = new Node("neighbour", folder.resolve("neighbour"));
    files();
    at(
        at,
        time,
        () -> {
          fetch();
          stale.nanos.addAndGet(Duration.ofSeconds(31).toNanos());
          pass(Duration.ofSeconds(31));
          neighbour.publish();
          fetch();
        });

    stale.publish();
    fetch();
    stale.publish();

    assertEachCameOnce();
  }

  private void diesAt(Checkpoint at, int time) {
    Node dead = new Node("dead", folder.resolve("dead"));
    Node neighbour = new Node("neighbour", folder.resolve("neighbour"));
    files();
    at(
        at,
        time,
        () -> {
          throw new Death();
        });

    try {
      dead.publish();
    } catch (Death death) {
      fetch();
    }
    pass(Duration.ofSeconds(31));
    neighbour.publish();

    assertEachCameOnce();
  }

  private void at(Checkpoint at, int time, Runnable then) {
    Checkpoint.watch(
        checkpoint -> {
          if (checkpoint == at && ++passed == time) {
            then.run();
          }
        });
  }

  private void assertEachCameOnce() {
    fetch();
    assertThat(fetched)
        .hasSize(FILES)
        .allSatisfy(
            (name, contents) -> {
              assertThat(contents).as(name).hasSize(1);
              assertThat(contents.get(0)).endsWith("\n");
            });
    assertThat(Folders.names(outbox())).isEmpty();
    assertThat(one("SELECT COUNT(*) FROM publication WHERE published_at IS NULL")).isEqualTo("0");
  }

  /** A reader takes away what it sees. */
  private void fetch() {
    for (String name : Folders.names(outbox())) {
      if (!name.startsWith(".")) {
        Path file = outbox().resolve(name);
        fetched.computeIfAbsent(name, any -> new ArrayList<>()).add(Folders.text(file));
        try {
          Files.delete(file);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void files() {
    for (int i = 0; i < FILES; i++) {
      accept("f" + i + ".csv", List.of(lines("F" + i, 1)));
    }
  }

  private Path outbox() {
    return folder.resolve("outbox");
  }

  /** The end of a process. */
  private static final class Death extends Error {

    private static final long serialVersionUID = 1L;
  }

  /** A process with an owner and a clock of its own, which runs the steps of the route. */
  private final class Node {

    private final Database database =
        Database.open(address.url(), address.user(), address.password());
    private final AtomicLong nanos = new AtomicLong();
    private final PublicationQueue queue;
    private final PublicationLedger publications = new PublicationLedger(database);
    private final Publisher publisher =
        new Publisher(
            publications, OutboxCharset.UTF_8, Words.in(Language.EN), code -> code, false);
    private final PublishResults results;

    Node(String owner, Path work) {
      nodes.add(this);
      queue = new PublicationQueue(database, clock, owner, LedgerGate.OPEN, nanos::get, false);
      Counters counters = new Counters(() -> null);
      try {
        Files.createDirectories(outbox());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      results =
          new PublishResults(
              queue,
              publications,
              publisher,
              work,
              new LocalOutbox(outbox()),
              25,
              counters,
              new Alarm(counters),
              new Shutdown(),
              new OutboxPause(EndpointUri.local(outbox().toString(), Map.of()), nanos::get));
    }

    void publish() {
      List<PublicationQueue.Result> ends = new ArrayList<>();
      for (Publication each : results.claimDueFiles()) {
        ends.add(results.isWriteAllowed(each) ? put(each) : results.returnFile(each));
      }
      if (!ends.isEmpty()) {
        results.recordFiles(ends);
      }
    }

    private PublicationQueue.Result put(Publication each) {
      try {
        try (InputStream content = results.writeFile(each)) {
          Files.copy(content, outbox().resolve(results.hiddenName(each)));
        }
        results.putIntoOutbox(each);
        return results.confirmFile(each);
      } catch (Exception e) {
        return results.postponeFile(each, e);
      }
    }

    static PublicationQueue.Result published(Publication publication) {
      return new PublicationQueue.Result.Published(publication);
    }

    /** The claim of a file, as the ledger has it. */
    Publication claimOf(long id) {
      return publications.published(id).orElseThrow();
    }

    String text(Publication claimed) {
      try (InputStream content = results.writeFile(claimed)) {
        return new String(content.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    String rendered(Publication due) {
      try {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        publisher.write(due, content);
        return content.toString(StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
