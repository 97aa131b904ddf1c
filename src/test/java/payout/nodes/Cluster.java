package payout.nodes;

import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import payout.batch.ChinaClock;
import payout.batch.FileState;
import payout.ledger.FileRecord;
import payout.ledger.Ledger;
import payout.ledger.StatusLedger;
import payout.ledger.sql.LedgerAddress;
import payout.ledger.sql.LedgerException;
import payout.sandbox.GatewaySimulator;
import payout.sandbox.SignType;
import payout.testing.FakeGateway;
import payout.testing.Folders;
import payout.testing.PayoutFile;
import payout.testing.PostgresProxy;
import payout.testing.PostgresServer;
import payout.testing.ProductionHome;

/**
 * Several nodes on one ledger: each with a private inbox, all with one shared inbox and one outbox,
 * beside a gateway whose book outlives them and whose notifies reach any of them.
 */
final class Cluster implements AutoCloseable {

  /** How long others may be held up by what happens to a node. */
  static final Duration HELD_UP_MAX = Duration.ofSeconds(40);

  /** How long nobody renews a lease that this class ends. */
  private static final Duration IDLE = Duration.ofSeconds(4);

  /** The tables with leases, and the column that tells the leases of each apart. */
  private static final Map<String, String> KEYS =
      Map.of("batch", "id", "publication", "id", "intake_claim", "id", "lease", "name");

  private final Path folder;
  private final String url;
  private final Random random;
  private final GatewaySimulator simulator;
  private final FakeGateway gateway = new FakeGateway();
  private final NotifyBalancer balancer;
  private final OutboxReader reader;
  private final Map<String, ClusterNode> nodes = new LinkedHashMap<>();
  private final List<Drop> drops = new ArrayList<>();
  private int groups;

  /** What was dropped where; drops of one group have the same serials, so that one is taken. */
  record Drop(int group, Path inbox, String name, PayoutFile file, String text) {}

  /**
   * A cluster without nodes.
   *
   * @param url the ledger as the tests reach it
   */
  Cluster(Path folder, String url, long seed) {
    this.folder = folder;
    this.url = url;
    this.random = new Random(seed);
    simulator = GatewaySimulator.start(ProductionHome.gateway(SignType.RSA));
    gateway.leadsTo(simulator.gatewayUrl());
    balancer = new NotifyBalancer(seed);
    reader = new OutboxReader(folder.resolve("outbox"), folder.resolve("fetched"));
  }

  /** A node over a line of its own to the ledger; not started. */
  ClusterNode add(String name) {
    PostgresProxy line = PostgresProxy.to(PostgresServer.port());
    return add(name, line.over(url), line, environment -> {});
  }

  /** A node with other settings; not started. */
  ClusterNode add(
      String name, String ledgerUrl, PostgresProxy line, Consumer<Map<String, String>> change) {
    Path home = folder.resolve(name);
    Map<String, String> environment = ProductionHome.make(home, gateway.url(), SignType.RSA);
    environment.put("PAYOUT_HOME", home.toString());
    environment.put("PAYOUT_NODE_NAME", name);
    environment.put("PAYOUT_GATEWAY_READ_TIMEOUT_MS", "30000");
    environment.put("PAYOUT_LEDGER_URL", ledgerUrl);
    environment.put("PAYOUT_LEDGER_USER", PostgresServer.USER);
    environment.put("PAYOUT_INBOX_URI", "file:inbox file:" + shared());
    environment.put("PAYOUT_OUTBOX_URI", "file:" + folder.resolve("outbox"));
    environment.put("PAYOUT_NOTIFY_URL", balancer.url());
    change.accept(environment);
    balancer.add(Integer.parseInt(environment.get("PAYOUT_NOTIFY_PORT")));
    ClusterNode node = new ClusterNode(name, home, line, environment);
    nodes.put(name, node);
    return node;
  }

  List<ClusterNode> nodes() {
    return List.copyOf(nodes.values());
  }

  /** The ledger as the tests reach it. */
  String url() {
    return url;
  }

  GatewaySimulator simulator() {
    return simulator;
  }

  FakeGateway gateway() {
    return gateway;
  }

  OutboxReader reader() {
    return reader;
  }

  List<Drop> drops() {
    return List.copyOf(drops);
  }

  Path shared() {
    return folder.resolve("shared");
  }

  /** Every inbox. */
  List<Path> inboxes() {
    return Stream.concat(Stream.of(shared()), nodes.values().stream().map(ClusterNode::inbox))
        .toList();
  }

  // ---- dropping

  /** The shared inbox and those of the nodes that run. */
  List<Path> openInboxes() {
    return Stream.concat(
            Stream.of(shared()),
            nodes.values().stream().filter(ClusterNode::isRunning).map(ClusterNode::inbox))
        .toList();
  }

  /** Drops a file of so many lines; its name. */
  String drop(Path inbox, int lines) {
    PayoutFile file = file(lines);
    String name = file.prefix() + ".csv";
    drop(inbox, name, file, file.text());
    return name;
  }

  /** Drops one of the kinds of files that ERPs drop, into any inbox that is open. */
  void dropAny(int linesMax) {
    List<Path> inboxes = openInboxes();
    int lines = 1 + random.nextInt(linesMax);
    switch (random.nextInt(6)) {
      case 0 -> dropTwins(any(inboxes), any(inboxes), lines);
      case 1 -> dropRivals(any(inboxes), any(inboxes), lines);
      default -> drop(any(inboxes), lines);
    }
  }

  /** The same bytes twice: one is a duplicate. */
  void dropTwins(Path one, Path other, int lines) {
    PayoutFile file = file(lines);
    drop(one, file.prefix() + "-a.csv", file, file.text());
    drop(other, file.prefix() + "-b.csv", file, file.text());
  }

  /** Other bytes with the same serials: one is refused. */
  void dropRivals(Path one, Path other, int lines) {
    PayoutFile file = file(lines);
    drop(one, file.prefix() + "-a.csv", file, file.text());
    drop(other, file.prefix() + "-b.csv", file, file.text().replaceFirst("#total.*\n", ""));
  }

  /** Files of one name in two private inboxes; both are taken. */
  void dropNamesakes(Path one, Path other, int lines) {
    String name = "namesake-" + (groups + 1) + ".csv";
    for (Path inbox : List.of(one, other)) {
      PayoutFile file = file(lines);
      drop(inbox, name, file, file.text());
    }
  }

  private PayoutFile file(int lines) {
    groups++;
    return new PayoutFile("N" + groups, lines);
  }

  private void drop(Path inbox, String name, PayoutFile file, String text) {
    drops.add(new Drop(groups, inbox, name, file, text));
    Folders.drop(inbox, name, text.getBytes(StandardCharsets.UTF_8));
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  // ---- waiting

  /** Runs something with the ledger, on a connection that no node has. */
  <T> T ledger(Function<StatusLedger, T> work) {
    LedgerAddress address = new LedgerAddress(url, PostgresServer.USER, "");
    try (Ledger ledger = Ledger.beside(address, ChinaClock.system())) {
      return work.apply(ledger.status());
    }
  }

  /** Waits until a file is final. */
  void awaitSettled(String name, Duration atMost) {
    awaitOr(
        "the end of " + name,
        atMost,
        () -> {
          List<FileRecord> files = ledger(ledger -> ledger.files(name));
          return !files.isEmpty() && files.stream().allMatch(Cluster::isFinal);
        });
  }

  /** Waits until nothing is left to do. */
  void awaitQuiet(Duration atMost) {
    awaitOr("all nodes to be quiet", atMost, this::isQuiet);
  }

  void awaitOr(String what, Duration atMost, Callable<Boolean> condition) {
    try {
      await(what)
          .atMost(atMost)
          .pollInterval(Duration.ofMillis(200))
          .ignoreException(LedgerException.class)
          .until(condition);
    } catch (RuntimeException e) {
      throw new AssertionError(e.getMessage() + "\n" + story(), e);
    }
  }

  private boolean isQuiet() {
    if (inboxes().stream().anyMatch(inbox -> !Folders.names(inbox).isEmpty())) {
      return false;
    }
    return ledger(
        ledger -> {
          StatusLedger.Totals totals = ledger.totals();
          List<FileRecord> files = ledger.files(100_000);
          return totals.waiting() + totals.sending() + totals.unpublished() + totals.unknown() == 0
              && files.size() >= drops.size()
              && files.stream().allMatch(Cluster::isFinal);
        });
  }

  static boolean isFinal(FileRecord file) {
    return file.state() == FileState.SETTLED
        || file.state() == FileState.REJECTED
        || file.state() == FileState.DUPLICATE;
  }

  /** What is not at its end, and what the nodes said last. */
  String story() {
    StringBuilder story = new StringBuilder();
    inboxes().forEach(in -> story.append(in).append(' ').append(Folders.names(in)).append('\n'));
    String open =
        ledger(
            ledger -> {
              StringBuilder all = new StringBuilder(ledger.totals() + "\n");
              for (FileRecord file : ledger.files(100_000)) {
                if (!isFinal(file)) {
                  all.append(file).append("\n  ").append(ledger.batches(file.id())).append('\n');
                }
              }
              return all.toString();
            });
    story.append(open);
    nodes
        .values()
        .forEach(
            node -> {
              story.append("---- ").append(node.name()).append('\n');
              story.append(node.process() == null ? "" : node.process().lastLines()).append('\n');
            });
    return story.toString();
  }

  /** Changes the ledger behind the nodes. */
  int change(String statement) {
    try (Connection connection = DriverManager.getConnection(url, PostgresServer.USER, "");
        Statement each = connection.createStatement()) {
      return each.executeUpdate(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(statement, e);
    }
  }

  /**
   * Ends the leases that nobody renewed within a few seconds, as time would: those of nodes that
   * are gone, frozen or cut off, and of commits whose answer was lost. What a healthy node has
   * claimed it has ended by then.
   */
  void endIdleLeases() {
    Map<String, List<String>> before = leases();
    LockSupport.parkNanos(IDLE.toNanos());
    leases()
        .forEach(
            (table, held) -> {
              for (String lease : held) {
                if (before.get(table).contains(lease)) {
                  String[] parts = lease.split(" ", 2);
                  change(
                      "UPDATE "
                          + table
                          + " SET lease_until = 1 WHERE lease_until = "
                          + parts[0]
                          + " AND "
                          + KEYS.get(table)
                          + " = '"
                          + parts[1]
                          + "'");
                }
              }
            });
  }

  /** By table, each with when it ends and whose it is. */
  private Map<String, List<String>> leases() {
    Map<String, List<String>> leases = new LinkedHashMap<>();
    try (Connection connection = DriverManager.getConnection(url, PostgresServer.USER, "");
        Statement each = connection.createStatement()) {
      for (Map.Entry<String, String> table : KEYS.entrySet()) {
        List<String> held = new ArrayList<>();
        try (ResultSet row =
            each.executeQuery(
                "SELECT lease_until, "
                    + table.getValue()
                    + " FROM "
                    + table.getKey()
                    + " WHERE lease_until > 1")) {
          while (row.next()) {
            held.add(row.getString(1) + " " + row.getString(2));
          }
        }
        leases.put(table.getKey(), held);
      }
      return leases;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    nodes.values().forEach(ClusterNode::close);
    reader.close();
    balancer.close();
    gateway.close();
    simulator.close();
  }
}
