package payout.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The files of {@code monitoring/}, and the metrics that their queries name. */
final class Monitoring {

  static final Path RULES = Path.of("monitoring/alerts.rules.yml");
  static final Path RULE_TESTS = Path.of("monitoring/alerts.test.yml");
  static final Path DASHBOARD = Path.of("monitoring/dashboard.json");

  private static final Pattern METRIC = Pattern.compile("\\bpayout_[a-z_]+");
  private static final Pattern VALUES = Pattern.compile("label_values\\((.*), *\\w+\\)");

  private Monitoring() {}

  /** Each alert, as the file has it. */
  static List<Map<String, Object>> alerts() throws IOException {
    List<Map<String, Object>> alerts = new ArrayList<>();
    for (Object group : list(yaml(RULES).get("groups"))) {
      list(map(group).get("rules")).forEach(rule -> alerts.add(map(rule)));
    }
    return alerts;
  }

  /** Each case of the tests of the rules. */
  static List<Map<String, Object>> cases() throws IOException {
    return list(yaml(RULE_TESTS).get("tests")).stream().map(Monitoring::map).toList();
  }

  /** Every query of the dashboard, those of its variables too, as Prometheus gets it. */
  static List<String> queries() throws IOException {
    JsonNode dashboard = new ObjectMapper().readTree(DASHBOARD.toFile());
    List<String> queries = new ArrayList<>();
    dashboard.findValuesAsText("expr").forEach(queries::add);
    for (JsonNode variable : dashboard.at("/templating/list")) {
      Matcher values = VALUES.matcher(variable.at("/query/query").asText());
      if (values.matches()) {
        queries.add(values.group(1));
      }
    }
    return queries.stream().map(Monitoring::filledIn).toList();
  }

  private static String filledIn(String query) {
    return query.replace("$__rate_interval", "5m").replace("$node", ".*");
  }

  /** The metrics that a query names. */
  static Set<String> metrics(String query) {
    Set<String> names = new TreeSet<>();
    Matcher name = METRIC.matcher(query);
    while (name.find()) {
      names.add(name.group());
    }
    return names;
  }

  /** Every metric that an alert or the dashboard names. */
  static Set<String> allMetrics() throws IOException {
    Set<String> names = new TreeSet<>();
    for (Map<String, Object> alert : alerts()) {
      names.addAll(metrics((String) alert.get("expr")));
    }
    queries().forEach(query -> names.addAll(metrics(query)));
    return names;
  }

  private static Map<String, Object> yaml(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return map(new Load(LoadSettings.builder().build()).loadFromInputStream(in));
    }
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }

  @SuppressWarnings("unchecked")
  static List<Object> list(Object value) {
    return (List<Object>) value;
  }
}
