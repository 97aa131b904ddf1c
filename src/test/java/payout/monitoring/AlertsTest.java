package payout.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import payout.cli.PayoutMain;
import picocli.CommandLine;

/** Alerts, their tests and their runbooks hold together. */
class AlertsTest {

  private static final Path RUNBOOKS = Path.of("docs/runbooks");
  private static final Pattern COMMAND =
      Pattern.compile("bin/payout ([a-z]+)((?: (?!--)[^\\s`]+| --[a-z0-9-]+(?: \"[^\"]*\")?)*)");
  private static final Pattern OPTION = Pattern.compile("--[a-z0-9-]+");

  @Test
  void promtool_finds_no_fault_in_the_rules() {
    Promtool.require();

    Promtool.Result result = Promtool.checkRules(Monitoring.RULES);

    assertThat(result.said()).contains("SUCCESS");
    assertThat(result.exit()).as(result.said()).isZero();
  }

  @Test
  void each_alert_is_raised_by_its_series_and_by_no_others() {
    Promtool.require();

    Promtool.Result result = Promtool.run("test", "rules", Monitoring.RULE_TESTS.toString());

    assertThat(result.exit()).as(result.said()).isZero();
  }

  @Test
  void each_alert_has_a_test_that_raises_it_and_one_that_does_not() throws IOException {
    Map<String, Set<Boolean>> tested = new TreeMap<>();
    for (Map<String, Object> test : Monitoring.cases()) {
      for (Object each : Monitoring.list(test.get("alert_rule_test"))) {
        Map<String, Object> expected = Monitoring.map(each);
        assertThat(Monitoring.list(test.get("input_series"))).isNotEmpty();
        tested
            .computeIfAbsent((String) expected.get("alertname"), name -> new TreeSet<>())
            .add(!Monitoring.list(expected.get("exp_alerts")).isEmpty());
      }
    }

    assertThat(tested.keySet()).containsExactlyInAnyOrderElementsOf(names());
    assertThat(tested.values()).allMatch(Set.of(true, false)::equals);
  }

  @Test
  void each_alert_leads_to_its_runbook() throws IOException {
    for (Map<String, Object> alert : Monitoring.alerts()) {
      String name = (String) alert.get("alert");
      Map<String, Object> annotations = Monitoring.map(alert.get("annotations"));
      assertThat(annotations.get("summary")).asString().as(name).endsWith(".");
      assertThat(Monitoring.map(alert.get("labels")).get("severity"))
          .as(name)
          .isIn("page", "warn", "info");
      Path page = Path.of((String) annotations.get("runbook_url"));
      assertThat(page).as(name).isRegularFile().hasParent(RUNBOOKS);
      assertThat(Files.readAllLines(page).get(0)).isEqualTo("# " + name);
    }
  }

  @Test
  void each_runbook_has_the_same_headings_and_belongs_to_an_alert() throws IOException {
    Set<String> pages = new TreeSet<>();
    String list = Files.readString(RUNBOOKS.resolve("README.md"));
    for (Path page : pages()) {
      String name = page.getFileName().toString().replace(".md", "");
      pages.add(name);
      assertThat(Files.readAllLines(page).stream().filter(line -> line.startsWith("## ")))
          .as(name)
          .containsExactly(
              "## What it means",
              "## What to look at first",
              "## What is safe to do",
              "## When to call the gateway, or whom",
              "## How it ends");
      assertThat(list).contains("[" + name + "](" + name + ".md)");
      assertThat(safe(page)).as("a command in %s", name).containsPattern("(?m)^    \\S");
    }

    assertThat(pages).containsExactlyInAnyOrderElementsOf(names());
  }

  @Test
  void a_runbook_names_only_commands_and_options_that_there_are() throws IOException {
    Map<String, CommandLine> commands =
        new HashMap<>(new CommandLine(new PayoutMain()).getSubcommands());
    for (Path page : pages()) {
      Matcher command = COMMAND.matcher(Files.readString(page));
      while (command.find()) {
        CommandLine named = commands.get(command.group(1));
        assertThat(named).as("%s in %s", command.group(), page).isNotNull();
        assertThat(OPTION.matcher(command.group(2)).results().map(each -> each.group()))
            .as("%s in %s", command.group(), page)
            .allMatch(option -> named.getCommandSpec().findOption(option) != null);
      }
    }
  }

  private static String safe(Path page) throws IOException {
    String text = Files.readString(page);
    return text.substring(text.indexOf("## What is safe"), text.indexOf("## When to call"));
  }

  private static List<String> names() throws IOException {
    return Monitoring.alerts().stream().map(alert -> (String) alert.get("alert")).toList();
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> all = Files.list(RUNBOOKS)) {
      return all.filter(page -> !page.endsWith("README.md")).sorted().toList();
    }
  }
}
