package payout.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.testing.FreePort;
import payout.testing.ProductProcess;
import payout.testing.RawHttp;
import payout.testing.RunningService;

/** A running sandbox shows what alerts and dashboard ask for, and loads nothing of traces. */
class SandboxMetricsIT {

  @TempDir private Path folder;

  @Test
  void a_running_sandbox_shows_every_metric_and_loads_no_class_of_traces() throws Exception {
    int port = FreePort.next();
    Path loaded = folder.resolve("classes.log");
    try (ProductProcess sandbox =
        ProductProcess.start(folder, settings(port, "-Xlog:class+load:file=" + loaded), "sandbox")
            .ready()) {
      String metrics = awaitNumbers(port);

      assertThat(Exposition.names(metrics)).containsAll(Monitoring.allMetrics());
      assertThat(metrics).contains("payout_node_up{", "version=\"1").contains("node=\"");
      assertThat(sandbox.isAlive()).isTrue();
    }
    assertThat(ours(loaded)).isEmpty();
  }

  @Test
  void a_sandbox_with_traces_loads_them_and_pays_although_nobody_takes_them() throws Exception {
    int port = FreePort.next();
    Path loaded = folder.resolve("classes.log");
    Map<String, String> settings = settings(port, "-Xlog:class+load:file=" + loaded);
    settings.put("PAYOUT_TRACING_ENDPOINT", "http://127.0.0.1:" + FreePort.next() + "/v1/traces");
    try (ProductProcess sandbox = ProductProcess.start(folder, settings, "sandbox").ready()) {
      awaitNumbers(port);

      assertThat(sandbox.terminate()).isLessThan(30_000);
    }
    assertThat(ours(loaded)).contains("payout.route.OtlpTracing");
  }

  @Test
  void rules_dashboard_and_runbooks_are_in_the_distribution() throws Exception {
    Path distribution = ProductProcess.DISTRIBUTION;
    for (Map<String, Object> alert : Monitoring.alerts()) {
      Object runbook = Monitoring.map(alert.get("annotations")).get("runbook_url");
      assertThat(distribution.resolve((String) runbook)).isRegularFile();
    }
    assertThat(distribution.resolve(Monitoring.RULES)).isRegularFile();
    assertThat(distribution.resolve(Monitoring.DASHBOARD)).isRegularFile();
    try (Stream<Path> jars = Files.list(distribution.resolve("lib"))) {
      assertThat(jars.map(jar -> jar.getFileName().toString()))
          .noneMatch(name -> name.contains("okhttp") || name.contains("kotlin"));
    }
  }

  private Map<String, String> settings(int port, String option) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("PAYOUT_HOME", folder.resolve("home").toString());
    settings.put("CAMEL_MANAGEMENT_PORT", Integer.toString(port));
    settings.put("PAYOUT_NOTIFY_PORT", Integer.toString(FreePort.next()));
    settings.put("PAYOUT_SANDBOX_PORT", Integer.toString(FreePort.next()));
    settings.put("PAYOUT_CONSOLE_PORT", Integer.toString(FreePort.next()));
    settings.put("PAYOUT_OPTS", option);
    return settings;
  }

  private static String awaitNumbers(int port) {
    URI address = URI.create("http://127.0.0.1:" + port + "/observe/metrics");
    return await()
        .atMost(RunningService.PATIENCE)
        .until(
            () -> RawHttp.exchange(address, "GET", "", new byte[0]),
            text -> text.lines().anyMatch(line -> line.matches("payout_ledger_up\\S* 1\\.0")));
  }

  private static Set<String> ours(Path loaded) throws Exception {
    try (Stream<String> lines = Files.lines(loaded)) {
      return lines
          .map(line -> line.replaceFirst("^\\S*\\] ?", "").split(" ")[0])
          .filter(
              name ->
                  name.startsWith("io.opentelemetry.")
                      || name.startsWith("org.apache.camel.telemetry.")
                      || name.startsWith("org.apache.camel.opentelemetry2.")
                      || name.endsWith(".OtlpTracing"))
          .collect(Collectors.toSet());
    }
  }
}
