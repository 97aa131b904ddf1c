package payout.crash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.batch.Checkpoint;
import payout.batch.ChinaClock;
import payout.batch.FileState;
import payout.ledger.FileRecord;
import payout.ledger.Ledger;
import payout.ledger.sql.LedgerAddress;
import payout.sandbox.BookLine;
import payout.sandbox.GatewaySimulator;
import payout.sandbox.SignType;
import payout.testing.Folders;
import payout.testing.PayoutFile;
import payout.testing.PostgresServer;
import payout.testing.ProductProcess;
import payout.testing.ProductionHome;
import payout.testing.Seed;

/** Three processes that take files from one folder, and are killed again and again. */
@Tag("long")
class SharedInboxIT {

  private static final int NODES = 3;
  private static final int ROUNDS = 8;
  private static final int FILES_A_ROUND = 12;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final List<Checkpoint> PLACES =
      List.of(
          Checkpoint.FILE_CLAIMED,
          Checkpoint.FILE_ARRIVED,
          Checkpoint.BATCHES_STAGED,
          Checkpoint.TURN_TAKEN,
          Checkpoint.SERIALS_INDEXED,
          Checkpoint.FILE_DECIDED,
          Checkpoint.FILE_HIDDEN,
          Checkpoint.FILE_MOVED);

  @TempDir private Path folder;

  private final Random random = new Random(Seed.of(SharedInboxIT.class));
  private final LedgerAddress address =
      new LedgerAddress(PostgresServer.newSchema(), "postgres", "");
  private final GatewaySimulator gateway =
      GatewaySimulator.start(ProductionHome.gateway(SignType.RSA));
  private final List<ProductProcess> processes = new ArrayList<>();
  private final List<Map<String, String>> environments = new ArrayList<>();

  @AfterEach
  void stop() {
    processes.forEach(ProductProcess::kill);
    gateway.close();
  }

  @Test
  void each_file_is_taken_once_though_its_processes_are_killed_at_any_moment() {
    Path inbox = folder.resolve("inbox");
    for (int i = 0; i < NODES; i++) {
      environments.add(environment(i, inbox));
      processes.add(start(i, ""));
    }
    processes.forEach(ProductProcess::ready);

    for (int round = 0; round < ROUNDS; round++) {
      drop(inbox, round);
      killOne();
    }
    await("all files to be archived")
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              revive();
              assertThat(Folders.names(inbox)).isEmpty();
              assertThat(archived(inbox)).hasSize(ROUNDS * FILES_A_ROUND);
            });

    assertThat(archived(inbox)).doesNotHaveDuplicates();
    try (Ledger ledger = Ledger.beside(address, ChinaClock.system())) {
      List<FileRecord> files = ledger.status().files(1000);
      assertThat(files.stream().collect(Collectors.groupingBy(FileRecord::name)))
          .hasSize(ROUNDS * FILES_A_ROUND)
          .allSatisfy((name, rows) -> assertThat(rows).hasSize(1));
      assertThat(files).noneMatch(file -> file.state() == FileState.RECEIVED);
    }
    assertThat(gateway.book().paidLines().stream().map(BookLine::serial)).doesNotHaveDuplicates();
    for (ProductProcess process : processes) {
      assertThat(process.err()).doesNotContain("cannot be moved", "An inbox cannot be polled");
    }
  }

  /** Either at a moment, or by a process that halts where it hurts. */
  private void killOne() {
    int node = random.nextInt(NODES);
    processes.get(node).kill();
    Checkpoint place = PLACES.get(random.nextInt(PLACES.size()));
    processes.set(node, start(node, place.name() + ":" + (1 + random.nextInt(4))));
    await("a process to start or to halt")
        .atMost(PATIENCE)
        .until(
            () -> !processes.get(node).isAlive() || processes.get(node).err().contains(" Ready: "));
    revive();
  }

  private void revive() {
    for (int i = 0; i < NODES; i++) {
      if (!processes.get(i).isAlive()) {
        processes.set(i, start(i, ""));
      }
    }
  }

  private ProductProcess start(int node, String haltAt) {
    Map<String, String> variables = new TreeMap<>(environments.get(node));
    variables.put("PAYOUT_OPTS", haltAt.isEmpty() ? "" : " -Dpayout.halt-at=" + haltAt);
    return ProductProcess.start(folder.resolve("node-" + node), variables, "run");
  }

  private Map<String, String> environment(int node, Path inbox) {
    Path home = folder.resolve("node-" + node);
    Map<String, String> all = ProductionHome.make(home, gateway.gatewayUrl(), SignType.RSA);
    all.put("PAYOUT_HOME", home.toString());
    all.put("PAYOUT_NODE_NAME", "node-" + node);
    all.put("PAYOUT_LEDGER_URL", address.url());
    all.put("PAYOUT_LEDGER_USER", address.user());
    all.put("PAYOUT_INBOX_URI", "file:" + inbox);
    all.put("PAYOUT_OUTBOX_URI", "file:" + folder.resolve("outbox"));
    return all;
  }

  /** Every fourth file repeats the serials of the one before, every sixth its bytes. */
  private static void drop(Path inbox, int round) {
    for (int i = 0; i < FILES_A_ROUND; i++) {
      int of = i % 4 == 3 || i % 6 == 5 ? i - 1 : i;
      String text = PayoutFile.lines("R" + round + "-" + of, i % 4 == 3 ? 20 : 30);
      Folders.drop(inbox, "r" + round + "-f" + i + ".csv", text.getBytes(UTF_8));
    }
  }

  /** The names in the archive without their times. */
  private static List<String> archived(Path inbox) {
    return Stream.of(".done", ".rejected")
        .flatMap(each -> Folders.names(inbox.resolve(each)).stream())
        .map(name -> name.substring(name.indexOf('-') + 1))
        .toList();
  }
}
