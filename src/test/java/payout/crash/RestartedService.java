package payout.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import payout.batch.ChinaClock;
import payout.batch.FileState;
import payout.ledger.FileRecord;
import payout.ledger.Ledger;
import payout.ledger.TrailReport;
import payout.ledger.sql.LedgerAddress;
import payout.sandbox.DeliveryRecord;
import payout.sandbox.GatewaySimulator;
import payout.sandbox.SignType;
import payout.testing.Folders;
import payout.testing.ProductProcess;
import payout.testing.ProductionHome;

/**
 * A home with production settings. Its processes come and go; its files, its ledger and the gateway
 * beside it stay.
 */
final class RestartedService implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(180);

  private final Path home;
  private final GatewaySimulator gateway;
  private final Map<String, String> environment;
  private ProductProcess process;

  RestartedService(Path home, GatewaySimulator gateway) {
    this.home = home;
    this.gateway = gateway;
    environment = ProductionHome.make(home, gateway.gatewayUrl(), SignType.RSA);
    environment.put("PAYOUT_HOME", home.toString());
  }

  void set(String variable, String value) {
    environment.put(variable, value);
  }

  GatewaySimulator gateway() {
    return gateway;
  }

  Path inbox() {
    return home.resolve("inbox");
  }

  Path outbox() {
    return home.resolve("outbox");
  }

  Path work() {
    return home.resolve("data/work");
  }

  void drop(String name, String text) {
    Folders.drop(inbox(), name, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Starts a process that halts at a checkpoint; with an empty name one that does not. */
  ProductProcess start(String haltAt) {
    Map<String, String> variables = new TreeMap<>(environment);
    variables.put("PAYOUT_OPTS", haltAt.isEmpty() ? "" : "-Dpayout.halt-at=" + haltAt);
    process = ProductProcess.start(home, variables, "run");
    return process;
  }

  /** Whether the file was decided upon, is final, archived and reported. */
  boolean isQuiet(String name) {
    LedgerAddress address =
        new LedgerAddress("jdbc:sqlite:" + home.resolve("data/ledger.db"), "", "");
    if (!address.exists() || Folders.names(inbox()).contains(name)) {
      return false;
    }
    try (Ledger ledger = Ledger.beside(address, ChinaClock.system())) {
      List<FileRecord> files = ledger.status().files(name);
      return !files.isEmpty()
          && files.stream().allMatch(file -> isFinal(file.state()))
          && ledger.status().totals().unpublished() == 0;
    } catch (payout.ledger.sql.LedgerException e) {
      return false;
    }
  }

  /**
   * Waits until a file is final, archived and reported. Meanwhile the gateway repeats the notifies
   * that were not answered with success, as its schedule would; those that were, never.
   */
  void awaitQuiet(String name) {
    try {
      Awaitility.await("the end of " + name)
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(100))
          .until(
              () -> {
                if (!process.isAlive()) {
                  throw new IllegalStateException("the process ended unexpectedly");
                }
                return isQuiet(name);
              });
    } catch (RuntimeException e) {
      throw new IllegalStateException(e.getMessage() + "\n" + process.lastLines(), e);
    }
  }

  /**
   * Waits until the process has sealed the whole trail; what its verification found. A process
   * before it that died while it sealed keeps it waiting for a few seconds.
   */
  TrailReport awaitSealed() {
    return Awaitility.await("the seals")
        .atMost(PATIENCE)
        .until(
            () -> {
              assertThat(process.isAlive()).as(process.lastLines()).isTrue();
              try (Ledger ledger = ledger()) {
                return ledger.trail().verify(List.of(), Set.of());
              }
            },
            report -> report.pending() == 0);
  }

  /** Waits until the process is gone or something is true; whether the process is gone. */
  boolean awaitEndOr(BooleanSupplier otherwise) {
    Awaitility.await("the end of the process or of the work")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> !process.isAlive() || otherwise.getAsBoolean());
    return !process.isAlive();
  }

  /** Waits for a file in the outbox whose name matches; its text. */
  String awaitOut(String pattern) {
    return Awaitility.await("a file " + pattern)
        .atMost(PATIENCE)
        .until(
            () ->
                outboxFiles().entrySet().stream()
                    .filter(each -> each.getKey().matches(pattern))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(null),
            found -> found != null);
  }

  /** Waits until so many files lie in a folder. */
  void awaitNames(Path folder, int count) {
    Awaitility.await(count + " files in " + folder)
        .atMost(PATIENCE)
        .until(() -> Folders.names(folder).size() == count);
  }

  Path approvals() {
    return home.resolve("approvals");
  }

  /** Approves the file whose {@code waiting.csv} this is, by an approval file. */
  void approve(String waiting) {
    String[] field = waiting.lines().toList().get(1).split(",");
    String name = field[0].replace(".csv", "") + "." + field[1].substring(0, 8) + ".approve";
    String text = "sha256=" + field[1] + "\namount=" + field[4] + "\n";
    Folders.drop(approvals(), name, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Changes the ledger while no process runs. */
  void change(String statement) {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + home.resolve("data/ledger.db"));
        Statement each = connection.createStatement()) {
      each.executeUpdate(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(statement, e);
    }
  }

  /** Every file in the outbox with its content, and when it was last written. */
  Map<String, String> outboxFiles() {
    Map<String, String> files = new TreeMap<>();
    Folders.names(outbox()).stream()
        .filter(name -> !name.startsWith("."))
        .forEach(name -> files.put(name, Folders.text(outbox().resolve(name))));
    return files;
  }

  /** The deliveries that came before the notify's success and after it. */
  List<DeliveryRecord> deliveries(String batchNo) {
    return gateway.book().deliveriesOf(batchNo);
  }

  Ledger ledger() {
    return Ledger.beside(
        new LedgerAddress("jdbc:sqlite:" + home.resolve("data/ledger.db"), "", ""),
        ChinaClock.system());
  }

  @Override
  public void close() {
    if (process != null) {
      process.kill();
    }
  }

  private static boolean isFinal(FileState state) {
    return state == FileState.SETTLED
        || state == FileState.REJECTED
        || state == FileState.DUPLICATE;
  }
}
