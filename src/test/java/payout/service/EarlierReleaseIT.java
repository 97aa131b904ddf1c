package payout.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import payout.sandbox.BookLine;
import payout.sandbox.Fault;
import payout.sandbox.FaultKind;
import payout.sandbox.GatewaySimulator;
import payout.sandbox.SignType;
import payout.sandbox.SimulatorConfig;
import payout.testing.Folders;
import payout.testing.FreePort;
import payout.testing.PayoutFile;
import payout.testing.ProductProcess;
import payout.testing.ProductionHome;
import payout.testing.RunningService;

/**
 * The ledger, the folders and the settings that an earlier release left when it was killed, and the
 * gateway's book of that moment: today's program goes on to the end, and every line is paid once.
 */
class EarlierReleaseIT {

  private static final String STORED = "/ledger/work-in-flight-v1.zip";
  private static final String MAKE = "payout.make-release";
  private static final String NOTIFY_PORT = "PAYOUT_NOTIFY_PORT";

  /** In the year 2096, milliseconds since 1970. */
  private static final long LATER = 4_000_000_000_000L;

  private static final Set<String> OWN =
      Set.of(
          "PAYOUT_HOME",
          "PAYOUT_NOTIFY_URL",
          NOTIFY_PORT,
          "PAYOUT_GATEWAY_URL",
          "CAMEL_MANAGEMENT_PORT",
          "PAYOUT_SIGN_TYPE",
          "PAYOUT_PRIVATE_KEY_FILE",
          "PAYOUT_GATEWAY_PUBLIC_KEY_FILE");

  private static final List<String> STEMS =
      List.of("settled", "taken", "unknown", "held", "waiting", "sending", "ready");

  @TempDir private Path folder;

  private Path home;
  private Path book;
  private Map<String, String> settings;

  @Test
  void work_in_flight_goes_on_under_the_program_of_today() throws Exception {
    unzip();
    String oldPort = Files.readString(home.resolve("notify-port"));
    settle(URI.create("http://127.0.0.1:1/gateway.do"));
    // The gateway calls back where it was told to then; here that is another port.
    Path journal = book.resolve("book.jsonl");
    Files.writeString(
        journal, Files.readString(journal).replace(":" + oldPort + "/", ":" + port() + "/"));
    try (GatewaySimulator gateway = GatewaySimulator.start(simulator())) {
      settings.put("PAYOUT_GATEWAY_URL", gateway.gatewayUrl().toString());
      moveTo(gateway.gatewayUrl());
      assertThat(gateway.book().paidLines()).as("what the gateway had then").isNotEmpty();
      // A repeated notify must not settle held.csv before it is released.
      gateway.fault(Fault.of(FaultKind.NOTIFY_HOLD).always());

      try (ProductProcess run = ProductProcess.start(folder, settings, "run").ready()) {
        act("release", "held.csv", "--reason", "upgraded");
        act("approve", "waiting.csv", "--sha256", sha256("waiting.csv"), "--by", "wang");
        gateway.clearFaults(FaultKind.NOTIFY_HOLD);
        await()
            .atMost(RunningService.PATIENCE)
            .untilAsserted(() -> assertThat(states().values()).containsOnly("SETTLED"));
        await()
            .atMost(RunningService.PATIENCE)
            .untilAsserted(
                () ->
                    assertThat(Folders.names(home.resolve("outbox")))
                        .filteredOn(name -> name.matches("[a-z]+\\.[0-9a-f]{8}\\.result\\.csv"))
                        .hasSize(STEMS.size()));
        assertThat(run.err()).doesNotContain("ALARM retaken", "ALARM lost-file");
        run.terminate();
      }
      Map<String, Long> paid =
          gateway.book().paidLines().stream()
              .collect(
                  Collectors.groupingBy(BookLine::serial, TreeMap::new, Collectors.counting()));
      assertThat(paid.values()).containsOnly(1L);
      assertThat(paid.keySet())
          .containsExactlyInAnyOrderElementsOf(
              STEMS.stream().flatMap(each -> Stream.of(each + "-00001", each + "-00002")).toList());
    }
  }

  /** Makes the stored files with a distribution: {@code -Dpayout.make-release=its folder}. */
  @Test
  @EnabledIfSystemProperty(named = MAKE, matches = ".+")
  void makes_what_a_release_leaves() throws Exception {
    home = Files.createDirectories(folder.resolve("home"));
    book = folder.resolve("book");
    Path release = Path.of(System.getProperty(MAKE));
    int port = FreePort.next();
    try (GatewaySimulator gateway = GatewaySimulator.start(simulator().port(port))) {
      settle(gateway.gatewayUrl());
      try (ProductProcess run = ProductProcess.startOf(release, folder, settings, "run").ready()) {
        drop("settled", 2);
        await()
            .atMost(RunningService.PATIENCE)
            .until(() -> Folders.names(home.resolve("outbox")).toString().contains(".result.csv"));
        run.terminate();
      }
    }
    try (GatewaySimulator gateway =
        GatewaySimulator.start(simulator().port(port).notifyDelay(Duration.ofHours(1)))) {
      try (ProductProcess run = ProductProcess.startOf(release, folder, settings, "run").ready()) {
        drop("taken", 2);
        awaitBatch(release, "taken", "TAKEN");
        for (String stem : List.of("unknown", "held")) {
          gateway.fault(Fault.of(FaultKind.CLOSE));
          drop(stem, 2);
          awaitBatch(release, stem, "UNKNOWN");
        }
        assertThat(
                run(release, "hold", "held.csv", "--reason", "to be held when it is killed").exit())
            .isZero();
        Folders.drop(
            home.resolve("inbox"),
            "waiting.csv",
            PayoutFile.of(
                    "waiting-00001,a@b.example,张三,2000.00,", "waiting-00002,c@d.example,李四,1.00,")
                .getBytes(UTF_8));
        await()
            .atMost(RunningService.PATIENCE)
            .until(() -> Folders.names(home.resolve("inbox/.waiting")).size() == 1);
        Files.move(home.resolve("outbox"), home.resolve("outbox-away"));
        Files.writeString(home.resolve("outbox"), "in the way");
        gateway.fault(Fault.of(FaultKind.DELAY).millis(50_000));
        drop("sending", 2);
        awaitBatch(release, "sending", "SENDING");
        drop("ready", 2);
        awaitBatch(release, "ready", "READY");
        run.kill();
      }
    }
    Files.delete(home.resolve("outbox"));
    Files.move(home.resolve("outbox-away"), home.resolve("outbox"));
    sql("PRAGMA wal_checkpoint(TRUNCATE)");
    Files.writeString(home.resolve("notify-port"), port());
    String kept =
        settings.entrySet().stream()
            .filter(each -> !OWN.contains(each.getKey()))
            .map(each -> each.getKey() + "=" + each.getValue())
            .collect(Collectors.joining("\n"));
    Files.writeString(home.resolve("settings"), kept);
    zip();
  }

  private SimulatorConfig simulator() {
    return ProductionHome.gateway(SignType.RSA).data(book);
  }

  private void settle(URI gateway) throws IOException {
    Path stored = home.resolve("settings");
    settings = ProductionHome.make(home, gateway, SignType.RSA);
    settings.put("PAYOUT_HOME", home.toString());
    settings.put("PAYOUT_GATEWAY_IN_FLIGHT_MAX", "1");
    settings.put("PAYOUT_GATEWAY_READ_TIMEOUT_MS", "60000");
    settings.put("PAYOUT_GATEWAY_RESEND_DELAY_MS", "600000");
    settings.put("PAYOUT_GATEWAY_RESEND_DELAY_MAX_MS", "3600000");
    settings.put("PAYOUT_APPROVAL_AMOUNT_MIN", "1000.00");
    settings.put("PAYOUT_APPROVAL_APPROVERS", "wang");
    settings.put("PAYOUT_APPROVAL_EXPIRE_HOURS", "8760");
    settings.put("PAYOUT_INBOX_OWNER", "li");
    if (Files.exists(stored)) {
      settings.keySet().retainAll(OWN);
      for (String line : Files.readAllLines(stored)) {
        settings.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
      }
    }
  }

  private String port() {
    return settings.get(NOTIFY_PORT);
  }

  /** The gateway of then is at another address now, and the year of the approval may be over. */
  private void moveTo(URI gateway) throws SQLException {
    try (Connection connection = connect()) {
      for (String table : List.of("payout_file", "batch")) {
        try (PreparedStatement change =
            connection.prepareStatement(
                "UPDATE " + table + " SET gateway = ? WHERE gateway IS NOT NULL")) {
          change.setString(1, gateway.toString());
          change.executeUpdate();
        }
      }
      try (Statement change = connection.createStatement()) {
        change.executeUpdate(
            "UPDATE payout_file SET expires_at = " + LATER + " WHERE expires_at > 0");
        change.executeUpdate("UPDATE batch SET due_at = 1 WHERE state = 'UNKNOWN'");
      }
    }
  }

  private void sql(String statement) throws SQLException {
    try (Connection connection = connect();
        Statement each = connection.createStatement()) {
      each.execute(statement);
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + home.resolve("data/ledger.db"));
  }

  private void drop(String stem, int lines) {
    Folders.drop(
        home.resolve("inbox"), stem + ".csv", PayoutFile.lines(stem, lines).getBytes(UTF_8));
  }

  private ProductProcess run(Path release, String... arguments) {
    ProductProcess process = ProductProcess.startOf(release, folder, settings, arguments);
    process.exit();
    return process;
  }

  private void awaitBatch(Path release, String stem, String state) {
    await()
        .atMost(RunningService.PATIENCE)
        .until(
            () -> {
              String out = run(release, "status", "--json", stem + ".csv").out();
              return out.contains("\"batches\":[{") && out.contains("\"state\":\"" + state + "\"");
            });
  }

  private void act(String... arguments) {
    ProductProcess process = ProductProcess.run(folder, settings, arguments);
    assertThat(process.exit()).as(process.err()).isZero();
  }

  private Map<String, String> states() throws IOException {
    Map<String, String> states = new TreeMap<>();
    files()
        .forEach(file -> states.put(file.get("file").textValue(), file.get("state").textValue()));
    return states;
  }

  private String sha256(String name) throws IOException {
    for (JsonNode file : files()) {
      if (file.get("file").textValue().equals(name)) {
        return file.get("sha256").textValue();
      }
    }
    throw new AssertionError(name);
  }

  private JsonNode files() throws IOException {
    return new ObjectMapper()
        .readTree(ProductProcess.run(folder, settings, "status", "--json").out())
        .get("files");
  }

  private void zip() throws IOException {
    Path to = Path.of("src/test/resources" + STORED);
    try (OutputStream out = Files.newOutputStream(to);
        ZipOutputStream zip = new ZipOutputStream(out);
        Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.filter(Files::isRegularFile).sorted().toList()) {
        String name = folder.relativize(each).toString().replace('\\', '/');
        if (name.matches(
            "book/book\\.jsonl|home/(data/ledger\\.db|inbox/.*|outbox/.*|settings|notify-port)")) {
          zip.putNextEntry(new ZipEntry(name));
          Files.copy(each, zip);
        }
      }
    }
  }

  private void unzip() throws IOException {
    home = folder.resolve("home");
    book = folder.resolve("book");
    try (InputStream stored = EarlierReleaseIT.class.getResourceAsStream(STORED);
        ZipInputStream zip = new ZipInputStream(stored)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = folder.resolve(entry.getName()).normalize();
        assertThat(file.startsWith(folder)).isTrue();
        Files.createDirectories(file.getParent());
        Files.copy(zip, file);
      }
    }
  }
}
