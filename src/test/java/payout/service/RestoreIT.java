package payout.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.batch.Sha256;
import payout.sandbox.BookLine;
import payout.sandbox.GatewaySimulator;
import payout.sandbox.SignType;
import payout.testing.Folders;
import payout.testing.PayoutFile;
import payout.testing.ProductProcess;
import payout.testing.ProductionHome;
import payout.testing.RunningService;

/** The restore drill: back up under load, lose the ledger, restore, and nothing is paid twice. */
@Tag("long")
class RestoreIT {

  private static final int BEFORE = 4;
  private static final int AFTER = 5;

  @TempDir private Path folder;

  private Path home;
  private GatewaySimulator gateway;
  private Map<String, String> settings;
  private final AtomicBoolean load = new AtomicBoolean(true);
  private final List<String> dropped = new ArrayList<>();

  @BeforeEach
  void validHome() throws IOException {
    home = folder.resolve("home");
    gateway = GatewaySimulator.start(ProductionHome.gateway(SignType.RSA));
    settings = ProductionHome.make(home, gateway.gatewayUrl(), SignType.RSA);
    settings.put("PAYOUT_HOME", home.toString());
  }

  @AfterEach
  void closeGateway() {
    gateway.close();
  }

  @Test
  void nothing_is_paid_twice_after_the_ledger_was_lost_and_restored() throws Exception {
    Path copy = folder.resolve("copy.db");
    backUpUnderLoadAndLoseTheLedger(copy);
    restore(copy);
    String sincePaid = dropped.get(BEFORE + 1);
    Folders.drop(
        inbox(),
        "other.csv",
        PayoutFile.of(sincePaid + "-00001,b@example.com,张三,1.00,other bytes").getBytes(UTF_8));
    Folders.drop(inbox(), "same.csv", text(sincePaid).getBytes(UTF_8));
    int archived = done().size();

    ProductProcess dryRun = ProductProcess.run(folder, settings, "run", "--dry-run");
    assertThat(dryRun.exit()).as(dryRun.err()).isZero();
    assertThat(dryRun.out())
        .contains("does not know these files", "-" + sincePaid + ".csv in " + inbox())
        .doesNotContain("-" + dropped.get(0) + ".csv");
    assertThat(done()).hasSize(archived);

    try (ProductProcess run = ProductProcess.start(folder, settings, "run").ready()) {
      await().atMost(RunningService.PATIENCE).until(() -> out("other").contains("rejects"));
      await().atMost(RunningService.PATIENCE).until(() -> !out("same").isEmpty());
      await().atMost(RunningService.PATIENCE).until(() -> open().isEmpty());

      assertThat(run.err().lines().filter(line -> line.contains("ALARM retaken"))).hasSize(1);
      assertThat(run.err()).doesNotContain("ALARM submit");
      run.terminate();
    }
    assertThat(textOf("other", "rejects")).contains("SERIAL_USED");
    assertThat(textOf("same", "ack")).contains("DUPLICATE");
    assertThat(states().get(sincePaid + ".csv")).isEqualTo("ACCEPTED[HELD]");
    Map<String, Long> paid =
        gateway.book().paidLines().stream()
            .collect(Collectors.groupingBy(BookLine::serial, TreeMap::new, Collectors.counting()));
    assertThat(paid.values()).as("nothing twice").containsOnly(1L);
    assertThat(paid.keySet())
        .as("what was dropped is paid, what was never posted too")
        .containsAll(dropped.stream().map(each -> each + "-00001").toList());
  }

  @Test
  void nothing_is_sent_again_where_files_are_cut_otherwise_today() throws Exception {
    Path copy = folder.resolve("copy.db");
    backUpUnderLoadAndLoseTheLedger(copy);
    restore(copy);
    settings.put("PAYOUT_BATCH_LINES_MAX", "1");
    int posts = gateway.book().posts().size();

    try (ProductProcess run = ProductProcess.start(folder, settings, "run").ready()) {
      String sincePaid = dropped.get(BEFORE + 1);
      assertThat(states().get(sincePaid + ".csv")).startsWith("ACCEPTED[HELD, HELD");
      assertThat(run.err()).contains("held and not sent at all, because of a doubt");
      run.terminate();
    }
    assertThat(gateway.book().posts().stream().skip(posts).map(each -> each.batchNo()).toList())
        .as("only what the copy itself knows is posted")
        .noneMatch(no -> no.startsWith(hash(dropped.get(BEFORE + 1)).substring(0, 22)));
  }

  @Test
  void a_start_that_is_killed_while_it_takes_files_again_is_finished_by_the_next()
      throws Exception {
    Path copy = folder.resolve("copy.db");
    backUpUnderLoadAndLoseTheLedger(copy);
    restore(copy);
    for (String at : List.of("BATCHES_STAGED", "SERIALS_INDEXED:2", "TURN_TAKEN")) {
      Map<String, String> halting = new TreeMap<>(settings);
      halting.put("PAYOUT_OPTS", "-Dpayout.halt-at=" + at);
      ProductProcess run = ProductProcess.run(folder, halting, "run");
      assertThat(run.exit()).as(at + run.lastLines()).isEqualTo(ProductProcess.HALTED);
    }

    try (ProductProcess run = ProductProcess.start(folder, settings, "run").ready()) {
      await().atMost(RunningService.PATIENCE).until(() -> open().isEmpty());
      run.terminate();
    }
    for (String stem : dropped) {
      assertThat(states()).containsKey(stem + ".csv");
    }
    assertThat(
            gateway.book().paidLines().stream()
                .collect(Collectors.groupingBy(BookLine::serial, Collectors.counting()))
                .values())
        .containsOnly(1L);
  }

  /** Files are dropped all the time: before, while and after the copy is made, up to the kill. */
  private void backUpUnderLoadAndLoseTheLedger(Path copy) throws Exception {
    try (ProductProcess run = ProductProcess.start(folder, settings, "run").ready()) {
      for (int i = 0; i < BEFORE; i++) {
        drop();
      }
      await().atMost(RunningService.PATIENCE).until(() -> out(dropped.get(0)).contains("result"));
      Thread loading = new Thread(this::dropUntilEnd, "load");
      loading.start();
      ProductProcess backup = ProductProcess.run(folder, settings, "backup", copy.toString());
      load.set(false);
      loading.join();
      assertThat(backup.exit()).as(backup.err()).isZero();
      assertThat(backup.out()).contains("The ledger is copied to " + copy);
      int since = dropped.size();
      for (int i = 0; i < AFTER; i++) {
        drop();
      }
      await()
          .atMost(RunningService.PATIENCE)
          .until(() -> out(dropped.get(since)).contains("result"));
      await()
          .atMost(RunningService.PATIENCE)
          .until(() -> done().stream().anyMatch(n -> n.endsWith(dropped.get(since) + ".csv")));
      // What has no output yet would be held.
      await()
          .atMost(RunningService.PATIENCE)
          .until(() -> dropped.stream().noneMatch(each -> out(each).isEmpty()));
      run.kill();
      // The first that is certainly not in the copy stands where the tests look for it.
      String first = dropped.remove(since);
      dropped.add(BEFORE + 1, first);
    }
  }

  private void restore(Path copy) throws IOException {
    for (String end : List.of("", "-wal", "-shm")) {
      Files.deleteIfExists(home.resolve("data/ledger.db" + end));
    }
    Files.copy(copy, home.resolve("data/ledger.db"));
  }

  private void dropUntilEnd() {
    while (load.get()) {
      drop();
    }
  }

  private void drop() {
    String stem = "p" + String.format(Locale.ROOT, "%03d", dropped.size());
    Folders.drop(inbox(), stem + ".csv", text(stem).getBytes(UTF_8));
    dropped.add(stem);
    await()
        .atMost(RunningService.PATIENCE)
        .until(() -> !Files.exists(inbox().resolve(stem + ".csv")));
  }

  private static String text(String stem) {
    return PayoutFile.lines(stem, 3);
  }

  private static String hash(String stem) {
    return HexFormat.of().formatHex(Sha256.newDigest().digest(text(stem).getBytes(UTF_8)));
  }

  private Path inbox() {
    return home.resolve("inbox");
  }

  private List<String> done() {
    return Folders.names(inbox().resolve(".done"));
  }

  /** The kinds of the outputs of a file so far. */
  private String out(String stem) {
    return Folders.names(home.resolve("outbox")).stream()
        .filter(name -> name.startsWith(stem + "."))
        .collect(Collectors.joining(" "));
  }

  private String textOf(String stem, String kind) {
    return Folders.names(home.resolve("outbox")).stream()
        .filter(name -> name.startsWith(stem + ".") && name.contains("." + kind + "."))
        .map(name -> Folders.text(home.resolve("outbox").resolve(name)))
        .collect(Collectors.joining());
  }

  /**
   * Files that can still get on by themselves; of what is TAKEN the notify came to the lost ledger.
   */
  private List<String> open() throws IOException {
    return states().entrySet().stream()
        .filter(each -> each.getValue().matches("ACCEPTED.*(READY|SENDING|UNKNOWN).*"))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Each file with its state and those of its batches. */
  private Map<String, String> states() throws IOException {
    ProductProcess status = ProductProcess.run(folder, settings, "status", "--json");
    Map<String, String> states = new TreeMap<>();
    for (JsonNode file : new ObjectMapper().readTree(status.out()).get("files")) {
      List<String> batches = new ArrayList<>();
      file.get("batches").forEach(batch -> batches.add(batch.get("state").textValue()));
      states.putIfAbsent(file.get("file").textValue(), file.get("state").textValue() + batches);
    }
    return states;
  }
}
