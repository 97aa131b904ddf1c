package payout.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.batch.BatchState;
import payout.ledger.BatchRecord;
import payout.ledger.FileRecord;
import payout.ledger.LostFile;
import payout.sandbox.BookLine;
import payout.sandbox.DeliveryRecord;
import payout.sandbox.TakenBatch;
import payout.testing.Folders;
import payout.testing.PostgresPair;
import payout.testing.Seed;

/**
 * Nodes whose database dies under load, while a standby takes over: a synchronous one has
 * everything, an asynchronous one lacks the last commits.
 */
@Tag("long")
class FailoverIT {

  private static final boolean ALL = System.getProperty("payout.nodes", "all").equals("all");
  private static final Duration PATIENCE = Duration.ofSeconds(240);
  private static final long SEED = Seed.of(FailoverIT.class);
  private static final Random RANDOM = new Random(SEED);

  /** Where a batch stays: with all its results, or with a person who has to look. */
  private static final Set<BatchState> FINAL = EnumSet.of(BatchState.SETTLED, BatchState.HELD);

  @TempDir private Path folder;

  private static final boolean IN_STEP = RANDOM.nextBoolean();

  @Test
  void pays_every_line_once_when_a_synchronous_standby_takes_over() {
    assumeTrue(ALL || IN_STEP, "the seed draws the other story");
    try (PostgresPair pair = PostgresPair.in(folder.resolve("pair"));
        Cluster cluster = new Cluster(folder, pair.url(), SEED)) {
      pair.synchronous(true);
      for (String name : ALL ? List.of("a", "b", "c") : List.of("a")) {
        cluster.add(name, pair.url(), null, environment -> {}).start().awaitStarted();
      }
      dropSome(cluster, ALL ? 20 : 6);
      pause(RANDOM.nextInt(2000));
      pair.killFirst();
      pause(RANDOM.nextInt(3000));
      pair.promote();
      dropSome(cluster, 3);

      cluster.awaitQuiet(PATIENCE);
      cluster.nodes().forEach(node -> node.awaitReady(Cluster.HELD_UP_MAX));
      NodesAudit.holds(cluster);
    }
  }

  @Test
  void pays_nothing_twice_when_the_standby_that_takes_over_was_behind() {
    assumeTrue(ALL || !IN_STEP, "the seed draws the other story");
    try (PostgresPair pair = PostgresPair.in(folder.resolve("pair"));
        Cluster cluster = new Cluster(folder, pair.url(), SEED)) {
      ClusterNode node = cluster.add("a", pair.url(), null, environment -> {});
      node.start().awaitStarted();
      dropSome(cluster, 3);
      cluster.awaitQuiet(PATIENCE);
      pair.cutOffSecond();
      dropSome(cluster, ALL ? 8 : 3);
      pause(500 + RANDOM.nextInt(2000));
      pair.killFirst();
      pair.promote();
      String later = cluster.drop(cluster.shared(), 5);
      cluster.awaitSettled(later, PATIENCE);
      node.awaitReady(Cluster.HELD_UP_MAX);

      nothingIsPaidTwice(cluster);
      whatIsKnownIsTrue(cluster);
      whatTheGatewayStillSaysIsTold(cluster, node);
      eachLossIsToldAndListed(cluster, node);
    }
  }

  private static void nothingIsPaidTwice(Cluster cluster) {
    Map<String, Long> paid =
        cluster.simulator().book().lines().stream()
            .collect(Collectors.groupingBy(BookLine::serial, Collectors.counting()));
    assertThat(paid.values()).containsOnly(1L);
  }

  /** What the ledger says of a batch is what the gateway did, or that a person must look. */
  private static void whatIsKnownIsTrue(Cluster cluster) {
    cluster.awaitOr(
        "what is known to be settled or held",
        PATIENCE,
        () -> {
          Set<String> taken = new HashSet<>(taken(cluster));
          return known(cluster).stream()
              .allMatch(batch -> FINAL.contains(batch.state()) && taken.contains(batch.batchNo()));
        });
  }

  private static List<String> taken(Cluster cluster) {
    return cluster.simulator().book().batches().stream().map(TakenBatch::batchNo).toList();
  }

  private static List<BatchRecord> known(Cluster cluster) {
    return cluster.ledger(
        ledger ->
            ledger.files(1000).stream()
                .flatMap(file -> ledger.batches(file.id()).stream())
                .toList());
  }

  /** A notify that was not answered before comes again, about a batch that nobody knows now. */
  private static void whatTheGatewayStillSaysIsTold(Cluster cluster, ClusterNode node) {
    Set<String> known =
        known(cluster).stream().map(BatchRecord::batchNo).collect(Collectors.toSet());
    Set<String> heard =
        cluster.simulator().book().deliveries().stream()
            .filter(DeliveryRecord::success)
            .map(DeliveryRecord::batchNo)
            .collect(Collectors.toSet());
    List<String> lost = taken(cluster).stream().filter(number -> !known.contains(number)).toList();
    System.out.println("Nodes: behind by " + lost.size() + " batches, heard of " + heard.size());
    if (!heard.containsAll(lost)) {
      cluster.awaitOr(
          "an alarm about a batch that is not known",
          PATIENCE,
          () -> lost.stream().anyMatch(number -> isTold(node, "notify-unknown-batch", number)));
    }
  }

  private static boolean isTold(ClusterNode node, String kind, String words) {
    return node.process()
        .err()
        .lines()
        .anyMatch(line -> line.contains("ALARM " + kind) && line.contains(words));
  }

  /** Files that were archived after the standby's last commit are in no table; they are listed. */
  private static void eachLossIsToldAndListed(Cluster cluster, ClusterNode node) {
    Set<String> known =
        cluster.ledger(
            ledger ->
                ledger.files(1000).stream().map(FileRecord::name).collect(Collectors.toSet()));
    List<String> lost =
        cluster.inboxes().stream()
            .flatMap(inbox -> Stream.of(".done", ".rejected").map(inbox::resolve))
            .flatMap(archive -> Folders.names(archive).stream())
            .filter(name -> !known.contains(name.substring(name.indexOf('-') + 1)))
            .toList();
    System.out.println("Nodes: " + lost.size() + " archived files are not in the ledger");
    cluster.awaitOr(
        "each archived file that is not in the ledger to be listed",
        PATIENCE,
        () ->
            cluster
                .ledger(ledger -> ledger.lostFiles(1000).stream().map(LostFile::name).toList())
                .containsAll(lost));
    assertThat(lost).allMatch(name -> isTold(node, "lost-file", name));
  }

  private static void dropSome(Cluster cluster, int count) {
    for (int i = 0; i < count; i++) {
      cluster.dropAny(1200);
      pause(50 + RANDOM.nextInt(200));
    }
  }

  private static void pause(int millis) {
    LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
  }
}
