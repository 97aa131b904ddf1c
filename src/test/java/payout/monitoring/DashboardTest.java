package payout.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.route.Meter;
import payout.testing.RunningService;

/** Each query of the dashboard and of the alerts can be answered by what a service shows. */
class DashboardTest {

  @TempDir private Path folder;

  @Test
  void promtool_reads_each_query() throws IOException {
    Promtool.require();
    StringBuilder rules = new StringBuilder("groups:\n  - name: dashboard\n    rules:\n");
    List<String> queries = Monitoring.queries();
    for (int i = 0; i < queries.size(); i++) {
      rules
          .append("      - record: dashboard:query:" + i + "\n        expr: '")
          .append(queries.get(i).replace("'", "''"))
          .append("'\n");
    }
    Path file = Files.writeString(folder.resolve("dashboard.rules.yml"), rules);

    Promtool.Result result = Promtool.checkRules(file);

    assertThat(queries).hasSizeGreaterThan(40);
    assertThat(result.exit()).as(result.said()).isZero();
    assertThat(result.said()).contains(queries.size() + " rules found");
  }

  @Test
  void every_metric_of_alerts_and_dashboard_is_shown_by_a_running_service() throws IOException {
    try (RunningService service = RunningService.in(folder).start()) {
      String metrics =
          await()
              .atMost(RunningService.PATIENCE)
              .until(
                  () -> service.managed("/observe/metrics"),
                  text -> text.contains("payout_ledger_up 1.0"));

      assertThat(Exposition.names(metrics)).containsAll(Monitoring.allMetrics());
    }
  }

  @Test
  void the_dashboard_shows_every_meter() throws IOException {
    Set<String> shown = new TreeSet<>();
    Monitoring.queries().forEach(query -> shown.addAll(Monitoring.metrics(query)));

    assertThat(Stream.of(Meter.values()).map(Meter::exposed))
        .allMatch(name -> shown.stream().anyMatch(query -> query.startsWith(name)));
  }

  @Test
  void each_panel_has_a_title_a_sentence_and_a_place_of_its_own() throws IOException {
    Set<String> places = new HashSet<>();
    for (JsonNode panel :
        new ObjectMapper().readTree(Monitoring.DASHBOARD.toFile()).get("panels")) {
      assertThat(panel.get("title").asText()).isNotBlank();
      assertThat(places.add(panel.at("/gridPos/x") + ":" + panel.at("/gridPos/y"))).isTrue();
      if (!panel.get("type").asText().equals("row")) {
        assertThat(panel.get("description").asText()).endsWith(".");
        assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
      }
    }
  }
}
