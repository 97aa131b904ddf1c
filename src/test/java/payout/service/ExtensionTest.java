package payout.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.testing.Folders;
import payout.testing.PayoutFile;
import payout.testing.RunningService;

/** The YAML of docs/integrators.md, run as it is printed there. */
class ExtensionTest {

  private static final Path SHIPPED = Path.of("routes");
  private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

  @TempDir private Path folder;

  private Path routes;
  private Path home;

  @BeforeEach
  void copy_the_shipped_routes() throws IOException {
    home = folder.resolve("home");
    routes = Files.createDirectories(home.resolve("routes"));
    for (String name : Folders.names(SHIPPED)) {
      if (name.endsWith(".yaml")) {
        Files.copy(SHIPPED.resolve(name), routes.resolve(name));
      }
    }
  }

  @Test
  void a_route_of_another_component_feeds_the_inbox() throws IOException {
    Files.writeString(routes.resolve("feed-inbox.camel.yaml"), example("- route:", "feed-inbox"));
    try (RunningService service = RunningService.in(folder).start()) {
      Path source = Files.createDirectories(home.resolve("from-erp"));

      Folders.drop(source, "erp.csv", PayoutFile.lines("ERP", 2).getBytes(UTF_8));

      assertThat(service.awaitResult("erp")).contains(",ERP-00001,").contains(",PAID,");
      assertThat(Folders.names(source)).isEmpty();
      assertThat(Folders.names(home.resolve("inbox/.done"))).hasSize(1);
    }
  }

  @Test
  void steps_between_ours_log_copy_and_announce() throws IOException {
    insert("submit-batch", "record-outcome", example("- log:", "log-recorded-batch"));
    insert("publish-results", "put-into-outbox", example("- to:", "copy-output-file"));
    insert("accept-notify", "store-results", example("- wireTap:", "tap-results"));
    Files.writeString(
        routes.resolve("announce-results.camel.yaml"), example("- route:", "announce-results"));
    try (RunningService service = RunningService.in(folder).start()) {
      service.drop("pay.csv", PayoutFile.lines("PAY", 1));

      String result = service.awaitResult("pay");

      await()
          .atMost(RunningService.PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(Folders.names(home.resolve("copies")))
                      .containsExactlyInAnyOrderElementsOf(service.out()));
      await()
          .atMost(RunningService.PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(Files.readAllLines(home.resolve("announced/batches.txt")))
                      .allSatisfy(batchNo -> assertThat(result).contains("," + batchNo + ","))
                      .hasSize(1));
    }
  }

  @Test
  void a_folder_that_lacks_a_shipped_route_stops_the_start() throws IOException {
    Files.delete(routes.resolve("submit-batch.camel.yaml"));

    assertStartFails("There is no route claim-batch in " + routes);
  }

  @Test
  void two_routes_of_one_id_stop_the_start() throws IOException {
    Files.writeString(
        routes.resolve("own.camel.yaml"),
        example("- route:", "feed-inbox").replace("id: feed-inbox", "id: watch"));

    assertStartFails("Duplicate route ids detected: watch.");
  }

  @Test
  void two_steps_of_one_id_stop_the_start() throws IOException {
    insert("watch", "report-overdue", "- log:\n    id: recover-expired\n    message: x\n");

    assertStartFails("Duplicate id detected: recover-expired.");
  }

  private void assertStartFails(String sentence) {
    assertThatThrownBy(() -> RunningService.in(folder).start()).hasStackTraceContaining(sentence);
  }

  /** Behind the whole step that has this id, at its indent. */
  private void insert(String file, String step, String yaml) throws IOException {
    Path path = routes.resolve(file + ".camel.yaml");
    List<String> lines = Files.readAllLines(path);
    int at = 0;
    while (!lines.get(at).strip().equals("id: " + step)) {
      at++;
    }
    int indent = lines.get(at - 1).indexOf('-');
    do {
      at++;
    } while (at < lines.size() && lines.get(at).indexOf(lines.get(at).strip()) > indent);
    String own = yaml.indent(indent).stripTrailing();
    lines.add(at, own);
    Files.write(path, lines);
  }

  private static String example(String kind, String id) throws IOException {
    String page = Files.readString(Path.of("docs/integrators.md"));
    return YAML.matcher(page)
        .results()
        .map(MatchResult::group)
        .map(block -> block.replaceAll("```(yaml\n)?", ""))
        .filter(block -> block.contains(kind) && block.contains(" id: " + id + "\n"))
        .findFirst()
        .orElseThrow();
  }
}
