package payout.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.sandbox.Fault;
import payout.sandbox.FaultKind;
import payout.sandbox.GatewaySimulator;
import payout.sandbox.SignType;
import payout.testing.Folders;
import payout.testing.PayoutFile;
import payout.testing.PostgresServer;
import payout.testing.ProductProcess;
import payout.testing.ProductionHome;
import payout.testing.RunningService;

/** Processes on one PostgreSQL: names, payers, settings, clocks, and one that was frozen. */
class NodesIT {

  @TempDir private Path folder;

  private GatewaySimulator gateway;
  private String url;

  @BeforeEach
  void open() {
    gateway = GatewaySimulator.start(ProductionHome.gateway(SignType.RSA));
    url = PostgresServer.newSchema();
  }

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void a_process_that_was_killed_in_a_post_goes_on_at_once_under_its_name() throws Exception {
    Map<String, String> one = settings("n1");
    one.put("PAYOUT_GATEWAY_READ_TIMEOUT_MS", "60000");
    gateway.fault(Fault.of(FaultKind.HOLD).millis(60_000).times(1));
    try (ProductProcess run = start(one).ready()) {
      drop("n1", "a.csv", "S-1,a@example.com,张三,1.00,");
      await().atMost(RunningService.PATIENCE).until(() -> gateway.book().posts().size() == 1);
      run.kill();
    }

    try (ProductProcess run = start(one).ready()) {
      await().atMost(RunningService.PATIENCE).until(() -> hasResult("a"));

      assertThat(run.err())
          .contains(
              "The last process of the node n1 did not end in order",
              "1 posts were in flight when the last process ended; they are sent again.")
          .doesNotContain("left to it until their leases are over")
          .containsPattern("INFO  n1 \\S+ Ready: ");
      JsonNode node = status(one).at("/nodes/0");
      assertThat(node.at("/name").textValue()).isEqualTo("n1");
      assertThat(node.at("/version").textValue()).matches("[0-9.]+");
      assertThat(Math.abs(node.at("/clock_offset_ms").longValue())).isLessThan(1_000);
      assertThat(managed(one, "/observe/metrics"))
          .containsPattern("payout_publications_total\\{[^}]*node=\"n1\"");
      run.terminate();
      assertThat(status(one).at("/nodes")).isEmpty();
    }
    assertThat(gateway.book().paidLines()).hasSize(1);
  }

  @Test
  void who_must_not_join_ends_with_2_and_a_sentence() {
    try (ProductProcess run = start(settings("n1")).ready()) {
      Map<String, String> sameName = settings("n2");
      sameName.put("PAYOUT_NODE_NAME", "n1");
      ProductProcess second = start(sameName); // it waits for a while, the others meanwhile do not

      Map<String, String> otherPayer = settings("n3");
      otherPayer.put("PAYOUT_PARTNER", "2088000000000002");
      refused(
          start(otherPayer),
          "is the one of payout.partner " + ProductionHome.PARTNER,
          "of its own.");

      Map<String, String> approval = settings("n4");
      approval.put("PAYOUT_APPROVAL", "required");
      approval.put("PAYOUT_APPROVAL_APPROVERS", "li");
      approval.put("PAYOUT_INBOX_OWNER", "zhao");
      refused(
          start(approval),
          "with other settings (n1): payout.approval is required here and none there;"
              + " payout.approval.approvers is li here and empty there.");

      refused(second, "Another process runs on this ledger under the name n1 since");

      assertThat(run.isAlive()).isTrue();
    }
  }

  @Test
  void a_machine_whose_clock_is_wrong_claims_nothing_and_the_others_pay() throws Exception {
    Map<String, String> wrong = settings("n1");
    wrong.put("PAYOUT_OPTS", "-Dpayout.clock-offset=PT10M");
    try (ProductProcess early = start(wrong).ready();
        ProductProcess right = start(settings("n2")).ready()) {
      drop("n1", "a.csv", "S-1,a@example.com,张三,1.00,");
      drop("n2", "b.csv", "S-2,b@example.com,李四,1.00,");

      await().atMost(RunningService.PATIENCE).until(() -> hasResult("b"));
      await().atMost(RunningService.PATIENCE).until(() -> early.err().contains("ALARM clock: "));

      assertThat(managed(wrong, "/observe/health/ready"))
          .contains("\"status\":\"DOWN\"", "differs from the one of the ledger's database");
      assertThat(managed(settings("n2"), "/observe/health/ready")).contains("\"status\":\"UP\"");
      assertThat(managed(wrong, "/observe/health/live")).startsWith("{\"status\":\"UP\"");
      JsonNode nodes = status(wrong).at("/nodes");
      assertThat(nodes.at("/0/clock_offset_ms").longValue()).isBetween(598_000L, 602_000L);
      assertThat(Math.abs(nodes.at("/1/clock_offset_ms").longValue())).isLessThan(1_000);
      assertThat(hasResult("a")).isFalse();
      assertThat(right.err()).doesNotContain("ALARM");
    }
  }

  @Tag("long")
  @Test
  void a_process_that_was_replaced_while_it_was_frozen_stays_out() throws Exception {
    Map<String, String> frozenSettings = settings("n1");
    Map<String, String> next = settings("n2");
    next.put("PAYOUT_NODE_NAME", "n1");
    try (ProductProcess frozen = start(frozenSettings).ready()) {
      frozen.freeze();
      try (ProductProcess second = start(next).ready()) {
        frozen.thaw();
        drop("n1", "a.csv", "S-1,a@example.com,张三,1.00,");
        drop("n2", "b.csv", "S-2,b@example.com,李四,1.00,");

        await().atMost(RunningService.PATIENCE).until(() -> hasResult("b"));
        await()
            .atMost(RunningService.PATIENCE)
            .until(
                () ->
                    frozen.err().contains("ALARM node: This node claims nothing. Another process"));
        assertThat(managed(frozenSettings, "/observe/health/ready"))
            .contains("Another process runs under the name n1");
        assertThat(hasResult("a")).isFalse();
        assertThat(second.isAlive()).isTrue();
      }
    }
  }

  private Map<String, String> settings(String node) {
    return homes.computeIfAbsent(
        node,
        name -> {
          Path home = folder.resolve(name);
          Map<String, String> all = ProductionHome.make(home, gateway.gatewayUrl(), SignType.RSA);
          all.put("PAYOUT_HOME", home.toString());
          all.put("PAYOUT_NODE_NAME", name);
          all.put("PAYOUT_OUTBOX_URI", "file:" + folder.resolve("outbox"));
          all.put("PAYOUT_LEDGER_URL", url);
          all.put("PAYOUT_LEDGER_USER", PostgresServer.USER);
          return all;
        });
  }

  private final Map<String, Map<String, String>> homes = new java.util.TreeMap<>();

  private ProductProcess start(Map<String, String> settings) {
    return ProductProcess.start(folder, settings, "run");
  }

  private static void refused(ProductProcess run, String... sentences) {
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains(sentences).doesNotContain("\tat ");
  }

  private void drop(String node, String name, String row) {
    Folders.drop(folder.resolve(node).resolve("inbox"), name, PayoutFile.of(row).getBytes(UTF_8));
  }

  private boolean hasResult(String stem) {
    return Folders.names(folder.resolve("outbox")).stream()
        .anyMatch(name -> name.matches(stem + "\\.[0-9a-f]{8}\\.result\\.csv"));
  }

  private JsonNode status(Map<String, String> settings) throws IOException {
    return new ObjectMapper()
        .readTree(ProductProcess.run(folder, settings, "status", "--json").out());
  }

  private static String managed(Map<String, String> settings, String path)
      throws IOException, InterruptedException {
    URI address = URI.create("http://127.0.0.1:" + settings.get("CAMEL_MANAGEMENT_PORT") + path);
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .build()
        .send(
            HttpRequest.newBuilder(address).timeout(RunningService.PATIENCE).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
