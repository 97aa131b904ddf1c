package payout.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import payout.ledger.FileRecord;
import payout.sandbox.Fault;
import payout.sandbox.FaultKind;
import payout.testing.PgBouncer;
import payout.testing.PostgresProxy.Loss;
import payout.testing.PostgresProxy.Way;
import payout.testing.PostgresServer;
import payout.testing.Seed;

/**
 * Nodes of the distribution on one ledger that are killed, frozen, cut off, and whose clocks are
 * wrong. After each story everything agrees line by line, and every node is ready without help.
 *
 * <p>{@code payout.nodes} says how much of it is run: {@code sample} tells one of the stories,
 * drawn by the seed of the run, to two nodes, and lets leases run out sooner than they do; {@code
 * all} tells each of them, to three nodes, and longer than every lease.
 */
@Tag("open-ended")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterIT {

  private static final boolean ALL = System.getProperty("payout.nodes", "all").equals("all");

  private static final Duration PATIENCE = Duration.ofSeconds(ALL ? 240 : 90);

  /** Longer than every lease; the longest is that of a post. */
  private static final Duration EVERY_LEASE = Duration.ofSeconds(85);

  /** Words of a statement in the middle of each kind of transaction. */
  private static final List<String> TRANSACTIONS =
      List.of(
          "INSERT INTO batch_lines",
          "UPDATE batch SET batch_no",
          "SET state = 'SENDING'",
          "taken_at =",
          "INSERT INTO notify",
          "UPDATE publication p SET owner = $",
          "published_at = $");

  private static final List<String> CHECKPOINTS =
      List.of(
          "FILE_CLAIMED",
          "FILE_ARRIVED",
          "BATCHES_STAGED",
          "TURN_TAKEN",
          "SERIALS_INDEXED",
          "FILE_DECIDED",
          "FILE_HIDDEN",
          "FILE_MOVED",
          "BATCH_CLAIMED",
          "BATCH_POSTED",
          "OUTCOME_RECORDED",
          "NOTIFY_CHECKED",
          "NOTIFY_STORED",
          "OUTPUT_WRITTEN",
          "OUTPUT_CHECKED",
          "OUTPUT_RENAMED",
          "OUTPUT_PUT");

  private static final long SEED = Seed.of(ClusterIT.class);
  private static final Random RANDOM = new Random(SEED);

  /** The stories that this run tells: all, or one that the seed draws. */
  private static final Set<String> TOLD = told();

  @TempDir private static Path folder;
  private static Cluster cluster;
  private static int clusters;

  private long began;

  @BeforeEach
  void startNodes(TestInfo test) {
    String story = test.getTestMethod().orElseThrow().getName();
    assumeTrue(TOLD.contains(story), "the seed draws other stories: " + TOLD);
    began = System.nanoTime();
    if (ALL && cluster != null) {
      cluster.close();
      cluster = null;
    }
    if (cluster == null) {
      cluster = new Cluster(folder.resolve("c" + ++clusters), PostgresServer.newDatabase(), SEED);
      List<String> names = ALL ? List.of("a", "b", "c") : List.of("a", "b");
      names.forEach(name -> cluster.add(name).start());
      cluster.nodes().forEach(ClusterNode::awaitStarted);
    }
  }

  @AfterAll
  static void stopNodes() {
    if (cluster != null) {
      cluster.close();
    }
  }

  private static Set<String> told() {
    List<String> stories =
        Stream.of(ClusterIT.class.getDeclaredMethods())
            .filter(method -> method.isAnnotationPresent(Test.class))
            .filter(
                method -> !method.getName().endsWith("over_a_pooler") || PgBouncer.isInstalled())
            .sorted(Comparator.comparingInt(method -> method.getAnnotation(Order.class).value()))
            .map(Method::getName)
            .toList();
    return Set.copyOf(drawn(stories, 1));
  }

  @Test
  @Order(1)
  void pays_every_line_once_while_nodes_are_killed_at_random() {
    int kills = ALL ? 15 : 2;
    cluster.dropTwins(inbox("a"), cluster.shared(), 3);
    cluster.dropRivals(inbox("b"), cluster.shared(), 3);
    cluster.dropNamesakes(inbox("a"), inbox("b"), 8);
    for (int i = 0; i < kills; i++) {
      for (int drop = 0; drop < 4; drop++) {
        cluster.dropAny(ALL ? 2500 : 1200);
        pause(100 + RANDOM.nextInt(500));
      }
      ClusterNode node = cluster.nodes().get(RANDOM.nextInt(cluster.nodes().size()));
      node.process().kill();
      node.start();
      if (ALL && RANDOM.nextBoolean()) {
        node.awaitStarted();
      }
    }

    allEndsWell("killed " + kills + " nodes");
  }

  @Test
  @Order(2)
  void pays_every_line_once_when_the_answers_to_commits_are_lost() {
    List<List<Set<String>>> lost = new ArrayList<>();
    for (ClusterNode node : cluster.nodes()) {
      lost.add(node.line().loseEachCommit(ALL && RANDOM.nextBoolean() ? Loss.SILENCE : Loss.RESET));
    }
    int enough = ALL ? 9 : 5;
    long end = System.nanoTime() + PATIENCE.toNanos();
    for (int i = 0; i < (ALL ? 12 : 2) || lost.stream().anyMatch(of -> of.size() < enough); i++) {
      assertThat(System.nanoTime()).as("few commits were lost: %s", lost).isLessThan(end);
      cluster.dropAny(1200);
      cluster.endIdleLeases();
      pause(200);
    }
    cluster.nodes().forEach(node -> node.line().heal());

    allEndsWell("lost the answers to " + lost.stream().mapToInt(List::size).sum() + " commits");
  }

  @Test
  @Order(3)
  void pays_every_line_once_when_a_node_is_cut_off_from_the_ledger() {
    for (ClusterNode node : ALL ? cluster.nodes() : List.of(any())) {
      cluster.dropAny(1200);
      pause(RANDOM.nextInt(1000));
      if (RANDOM.nextBoolean()) {
        node.line().silence(Way.TO_SERVER, Way.TO_CLIENT);
      } else {
        node.line().refuse();
        node.line().cut();
      }
      othersGoOn(node);
      if (ALL) {
        pause((int) EVERY_LEASE.toMillis());
      } else {
        cluster.endIdleLeases();
      }
      assertThat(node.isReady()).as("%s is ready without a ledger", node.name()).isFalse();
      node.line().heal();
    }

    allEndsWell("cut nodes off");
  }

  @Test
  @Order(4)
  void pays_every_line_once_when_a_node_freezes_in_a_transaction() {
    for (String words : drawn(TRANSACTIONS, 1)) {
      ClusterNode node = any();
      CompletableFuture<Void> standing = node.line().holdAt(words);
      dropUntil(node, standing::isDone, words);
      node.process().freeze();
      node.line().heal();
      long millis = othersGoOn(node);
      System.out.println(
          "Nodes: frozen in '" + words + "', others went on after " + millis + " ms");
      cluster.endIdleLeases();
      node.process().thaw();
      cluster.awaitQuiet(PATIENCE);
    }

    allEndsWell("froze nodes in transactions");
  }

  @Test
  @Order(5)
  void pays_every_line_once_when_a_node_freezes_between_two_steps() {
    List<String> wanted = new ArrayList<>(drawn(CHECKPOINTS, 2));
    List<String> forLonger = ALL ? drawn(CHECKPOINTS, 3) : List.of();
    ClusterNode node = any();
    node.process().kill();
    node.start("-Dpayout.stop-at=" + String.join(",", wanted)).awaitStarted();
    while (!wanted.isEmpty()) {
      dropUntil(node, () -> node.process().isFrozen(), "any of " + wanted);
      String at = node.stoppedAt();
      wanted.remove(at);
      long millis = othersGoOn(node);
      System.out.println("Nodes: frozen at " + at + ", others went on after " + millis + " ms");
      if (forLonger.contains(at)) {
        pause((int) EVERY_LEASE.toMillis());
      } else {
        cluster.endIdleLeases();
      }
      pause(2000);
      node.process().thaw();
    }

    allEndsWell("froze a node between steps");
  }

  @Test
  @Order(6)
  void pays_every_line_once_when_a_node_freezes_in_a_post() {
    ClusterNode node = any();
    cluster.gateway().holding();
    cluster.drop(node.inbox(), 3);
    cluster.awaitOr("a post", PATIENCE, () -> cluster.gateway().inFlight() > 0);
    node.process().freeze();
    cluster.gateway().letGo();
    othersGoOn(node);
    if (ALL) {
      pause((int) EVERY_LEASE.toMillis());
    } else {
      cluster.endIdleLeases();
    }
    cluster.awaitOr(
        "others to send it again",
        PATIENCE,
        () -> cluster.ledger(ledger -> ledger.totals().sending()) == 0);
    node.process().thaw();

    allEndsWell("froze a node in a post");
  }

  @Test
  @Order(7)
  void goes_by_the_clock_of_the_database_when_those_of_nodes_are_wrong() {
    List<String> offsets = drawn(List.of("PT10M", "-PT10M"), 1);
    List<ClusterNode> wrong = new ArrayList<>();
    for (String offset : offsets) {
      ClusterNode node = cluster.add("wrong" + wrong.size());
      wrong.add(node.start("-Dpayout.clock-offset=" + offset).awaitStarted());
    }
    int before = cluster.gateway().posts().size();
    cluster.simulator().fault(Fault.of(FaultKind.DELAY).millis(3000).times(2));
    String shared = cluster.drop(cluster.shared(), 1200);
    String untouched = ALL ? cluster.drop(wrong.get(0).inbox(), 3) : "";
    cluster.awaitSettled(shared, Cluster.HELD_UP_MAX);

    assertThat(cluster.gateway().posts()).as("each batch is posted once").hasSize(before + 2);
    for (ClusterNode node : wrong) {
      assertThat(node.health()).contains("DOWN").contains("clock");
    }
    if (ALL) {
      List<FileRecord> taken = cluster.ledger(ledger -> ledger.files(untouched));
      assertThat(taken).isEmpty();
    }
    for (ClusterNode node : wrong) {
      node.process().kill();
      if (ALL) {
        node.start().awaitStarted();
      }
    }

    allEndsWell("had wrong clocks");
  }

  @Test
  @Order(8)
  void pays_every_line_once_when_a_node_reaches_the_ledger_over_a_pooler() throws IOException {
    Path settings = Files.createTempDirectory("payout-nodes-");
    try (PgBouncer pooler = PgBouncer.before(PostgresServer.port(), settings)) {
      String url = cluster.url().replaceFirst("//[^/]*/", "//127.0.0.1:" + pooler.port() + "/");
      ClusterNode node = cluster.add("pooled", url + "?prepareThreshold=0", null, all -> {});
      node.start().awaitStarted();
      for (int i = 0; i < (ALL ? 20 : 2); i++) {
        cluster.drop(node.inbox(), 1 + RANDOM.nextInt(1200));
        cluster.dropAny(1200);
      }
      if (ALL) {
        node.process().kill();
        node.start().awaitStarted();
      }

      allEndsWell("went over a pooler");
      node.process().terminate();
    } finally {
      for (String file : List.of("users.txt", "pgbouncer.ini", "pgbouncer.log", "")) {
        Files.deleteIfExists(settings.resolve(file));
      }
    }
  }

  // ---- what the stories are made of

  /** A file that comes now is paid in time by the others; how long it took, milliseconds. */
  private static long othersGoOn(ClusterNode without) {
    long start = System.nanoTime();
    ClusterNode other =
        cluster.nodes().stream()
            .filter(node -> node != without && node.isRunning())
            .findFirst()
            .orElseThrow();
    String own = cluster.drop(other.inbox(), 9);
    cluster.awaitSettled(own, Cluster.HELD_UP_MAX);
    return (System.nanoTime() - start) / 1_000_000;
  }

  private static void dropUntil(ClusterNode node, BooleanSupplier condition, String what) {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime())
          .as("%s is never done: %s", what, cluster.story())
          .isLessThan(end);
      cluster.drop(node.inbox(), 3);
      for (int i = 0; i < 20 && !condition.getAsBoolean(); i++) {
        pause(50);
      }
    }
  }

  private void allEndsWell(String story) {
    cluster.awaitQuiet(PATIENCE);
    for (ClusterNode node : cluster.nodes()) {
      if (node.isRunning()) {
        node.awaitReady(Cluster.HELD_UP_MAX);
      }
    }
    NodesAudit.holds(cluster);
    System.out.printf(
        "Nodes: %s; %d files so far, %d posts, %d ms%n",
        story,
        cluster.drops().size(),
        cluster.gateway().posts().size(),
        (System.nanoTime() - began) / 1_000_000);
  }

  private static Path inbox(String name) {
    return cluster.nodes().stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow()
        .inbox();
  }

  private static ClusterNode any() {
    List<ClusterNode> running = cluster.nodes().stream().filter(ClusterNode::isRunning).toList();
    return running.get(RANDOM.nextInt(running.size()));
  }

  private static List<String> drawn(List<String> all, int count) {
    if (ALL) {
      return all;
    }
    List<String> some = new ArrayList<>(all);
    Collections.shuffle(some, RANDOM);
    return some.subList(0, count);
  }

  private static void pause(int millis) {
    LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
  }
}
