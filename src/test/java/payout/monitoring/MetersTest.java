package payout.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.route.Meter;
import payout.testing.PayoutFile;
import payout.testing.RunningService;

/** What a running service shows of itself is the table of meters, no more and no less. */
class MetersTest {

  @TempDir private Path folder;

  @Test
  void shows_each_meter_of_the_table_with_its_help_and_its_kind() {
    try (RunningService service = RunningService.in(folder).start()) {
      String metrics = awaitNumbers(service);

      for (Meter meter : Meter.values()) {
        assertThat(metrics.lines())
            .contains("# HELP " + meter.exposed() + " " + meter.help())
            .contains("# TYPE " + meter.exposed() + " " + meter.type());
      }
      Set<String> known =
          Stream.of(Meter.values())
              .flatMap(meter -> Stream.of(meter.exposed(), meter.exposed() + "_max"))
              .collect(Collectors.toSet());
      assertThat(Exposition.families(metrics).stream().filter(name -> name.startsWith("payout_")))
          .allMatch(known::contains);
    }
  }

  @Test
  void says_how_files_lines_and_money_stand_and_how_long_things_took() {
    try (RunningService service = RunningService.in(folder).start()) {
      service.drop(
          "m.csv",
          PayoutFile.of(
              "M-1,marked.one@example.com,标记甲,1.50,",
              "M-2,marked.two@example.com,标记乙 FAIL_ALL_NOT,2.25,"));
      service.awaitResult("m");
      String metrics =
          await()
              .atMost(RunningService.PATIENCE)
              .until(
                  () -> service.managed("/observe/metrics"),
                  text -> text.contains("payout_files_today{state=\"SETTLED\"} 1.0"));

      assertThat(metrics.lines())
          .contains(
              "payout_lines_total{state=\"OPEN\"} 2.0",
              "payout_amount_fen_total{state=\"OPEN\"} 375.0",
              "payout_lines_today{state=\"OPEN\"} 0.0",
              "payout_files_open{state=\"ACCEPTED\"} 0.0",
              "payout_oldest_seconds{kind=\"HELD\"} 0.0",
              "payout_gateway_answer_seconds_count{call=\"post\",end=\"answered\"} 1",
              "payout_gateway_answer_seconds_count{call=\"verify\",end=\"answered\"} 1",
              "payout_file_to_taken_seconds_count 1",
              "payout_taken_to_settled_seconds_count 1",
              "payout_notifies_total{verdict=\"APPLIED\"} 1.0",
              "payout_ledger_up 1.0",
              "payout_node_up{version=\"unknown\"} 1.0");
      assertThat(sum(metrics, "payout_amount_today_fen")).isEqualTo(375);
      assertThat(sum(metrics, "payout_disk_free_bytes")).isPositive();
      assertThat(sum(metrics, "payout_ledger_bytes")).isPositive();
      assertThat(sum(metrics, "payout_ledger_write_seconds_count")).isPositive();
      assertThat(metrics).doesNotContain("marked", "标记", "m.csv", "M-1");
    }
  }

  @Test
  void many_files_of_strange_names_add_no_series() {
    try (RunningService service = RunningService.in(folder).start()) {
      service.drop("first.csv", PayoutFile.of("F-0,a@example.com,张三,1.00,"));
      service.awaitResult("first");
      Set<String> before = series(service);

      for (int i = 1; i <= 20; i++) {
        service.drop(
            "文件 {state=\"x\"} " + i + ".csv", PayoutFile.of("F-" + i + ",a@example.com,张三,1.00,"));
        service.drop("bad" + i + ".csv", "no header " + i);
      }
      service.awaitOut("文件.* 20\\.[0-9a-f]{8}\\.result\\.csv");
      service.awaitOut("bad20\\..*rejects\\.csv");

      Set<String> added = new TreeSet<>(series(service));
      added.removeAll(before);
      assertThat(added)
          .as("Camel's own come with the first exchange of a route, and are as many as its steps")
          .allMatch(series -> series.startsWith("camel_"))
          .noneMatch(series -> series.contains("文件") || series.contains("bad"));
    }
  }

  private static Set<String> series(RunningService service) {
    return Exposition.series(service.managed("/observe/metrics"));
  }

  private static String awaitNumbers(RunningService service) {
    return await()
        .atMost(RunningService.PATIENCE)
        .until(
            () -> service.managed("/observe/metrics"),
            text -> text.contains("payout_ledger_up 1.0"));
  }

  private static double sum(String metrics, String name) {
    List<String> lines =
        metrics
            .lines()
            .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
            .toList();
    return lines.stream()
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
